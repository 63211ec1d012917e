package dev.sluice.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Far more prompts at once than a small heap has room for. */
@Tag("faults")
class SmallHeapTest {
    private static final int AT_ONCE = 600;
    private static final int WAVES = 6;
    private static final byte[] LARGE = new byte[400_000];
    private static final byte[] SMALL = "Hello".getBytes(StandardCharsets.UTF_8);

    static {
        Arrays.fill(LARGE, (byte) 'x');
    }

    @TempDir
    Path directory;

    @Test
    void refusesWhatItHasNoRoomForAndIsBackInFiveSeconds() throws Exception {
        try (LoneGateway gateway = new LoneGateway(directory, List.of("-Xmx128m"), Duration.ofMillis(500))) {
            int served = 0;
            int refused = 0;
            for (int wave = 0; wave < WAVES; wave++) {
                for (HttpResponse<String> response : wave(gateway)) {
                    if (response.statusCode() == 200) {
                        served++;
                    } else {
                        refused++;
                        assertThat(response.statusCode()).isEqualTo(503);
                        assertThat(response.headers().firstValue("x-sluice-shed"))
                                .isPresent();
                        assertThat(response.headers().firstValue("retry-after")).isPresent();
                    }
                }
            }
            long end = System.nanoTime();
            System.out.printf(
                    "%d calls of %d kB with 128 MB of heap: %d served, %d refused%n",
                    AT_ONCE * WAVES, LARGE.length / 1000, served, refused);
            assertThat(served).isPositive();
            assertThat(refused).isPositive();
            assertThat(gateway.isAlive()).isTrue();
            awaitService(gateway, end);
        }
    }

    private static List<HttpResponse<String>> wave(LoneGateway gateway) {
        List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
        for (int n = 0; n < AT_ONCE; n++) {
            calls.add(gateway.send("well", LARGE));
        }
        return calls.stream().map(CompletableFuture::join).toList();
    }

    private static void awaitService(LoneGateway gateway, long since) throws IOException, InterruptedException {
        int inARow = 0;
        while (inARow < 20) {
            inARow = gateway.call("well", SMALL).statusCode() == 200 ? inARow + 1 : 0;
            if (inARow == 1) {
                long millis = Duration.ofNanos(System.nanoTime() - since).toMillis();
                assertThat(millis).as("milliseconds until it served again").isLessThan(5_000);
            }
        }
    }
}
