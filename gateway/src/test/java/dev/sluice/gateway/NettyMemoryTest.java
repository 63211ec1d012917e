package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NettyMemoryTest {
    private static final List<String> PROPERTIES = List.of(
            "io.netty.maxDirectMemory", "io.netty.allocator.numDirectArenas", "io.netty.allocator.numHeapArenas");

    @BeforeEach
    @AfterEach
    void clear() {
        PROPERTIES.forEach(System::clearProperty);
    }

    @Test
    void directMemoryIsHalfOfTheHeap() {
        NettyMemory.bound();

        assertThat(Long.getLong("io.netty.maxDirectMemory"))
                .isEqualTo(Runtime.getRuntime().maxMemory() / 2);
        assertThat(PROPERTIES)
                .allSatisfy(property -> assertThat(Long.getLong(property)).isPositive());
    }

    @Test
    void whatIsGivenStays() {
        System.setProperty("io.netty.maxDirectMemory", "1000000");

        NettyMemory.bound();

        assertThat(System.getProperty("io.netty.maxDirectMemory")).isEqualTo("1000000");
    }
}
