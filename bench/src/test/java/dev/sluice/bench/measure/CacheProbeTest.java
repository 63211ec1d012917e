package dev.sluice.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheProbeTest {
    @ParameterizedTest
    @CsvSource({"32768K,33554432", "32M,33554432", "4096,4096"})
    void readsTheSizeThatTheKernelStates(String text, int bytes, @TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("size"), text + "\n");

        assertThat(CacheProbe.bytes(file)).contains(bytes);
    }

    @Test
    void doesWithoutWhereThereIsNone(@TempDir Path directory) throws IOException {
        assertThat(CacheProbe.bytes(directory.resolve("size"))).isEmpty();
        assertThat(CacheProbe.bytes(Files.writeString(directory.resolve("size"), "?")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"4194304,false", "8388608,true", "33554432,true", "33554433,false", "314572800,false"})
    void judgesCachesThatItCanTellFromMemory(int bytes, boolean judged) {
        assertThat(CacheProbe.canJudge(bytes)).isEqualTo(judged);
    }

    /** On any machine and under any load a read from a cache is no dearer than many reads from memory. */
    @Test
    void comparesCacheAndMemory() {
        CacheProbe.ofMachine().ifPresent(probe -> {
            assertThat(probe.share()).isPositive().isLessThan(20);
            assertThat(probe.at()).isNotNegative();
        });
    }
}
