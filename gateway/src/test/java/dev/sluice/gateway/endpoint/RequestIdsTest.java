package dev.sluice.gateway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RequestIdsTest {
    @Test
    void areUuidsOfVersion7WithTheirTimeInFront() {
        RequestIds ids = new RequestIds();
        Set<String> seen = new HashSet<>();
        long time = 1_763_600_000_123L;
        for (int n = 0; n < 10_000; n++) {
            String id = ids.next(time);
            UUID uuid = UUID.fromString(id);
            assertThat(uuid.toString()).isEqualTo(id);
            assertThat(uuid.version()).isEqualTo(7);
            assertThat(uuid.variant()).isEqualTo(2);
            assertThat(uuid.getMostSignificantBits() >>> 16).isEqualTo(time);
            assertThat(seen.add(id)).isTrue();
        }
        assertThat(ids.next(time)).isLessThan(ids.next(time + 1));
    }
}
