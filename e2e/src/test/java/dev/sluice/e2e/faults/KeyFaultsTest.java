package dev.sluice.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.e2e.product.AdminApi;
import dev.sluice.e2e.product.Chat;
import dev.sluice.e2e.product.Waiting;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Keys that are rotated and revoked, on four gateways. */
@Tag("faults")
class KeyFaultsTest {
    private static final int TRIES = Integer.getInteger("faults.revocations", 100);
    private static final int GRACE_SECONDS = 8;

    private static int status(String gateway, Chat caller) {
        return caller.send(gateway, "m", "[fast] hello", false, 0).status();
    }

    @Test
    void bothKeysWorkAndCountTogetherUntilTheGraceEnds() throws Exception {
        try (FourGateways gateways = new FourGateways("2s")) {
            gateways.model("m", "1", "1");
            Chat old = new Chat(gateways.key("rotated"));
            gateways.rule(
                    "RateLimit",
                    "per-key",
                    "rotated",
                    "\"per\": [\"key\"], \"limits\": [{\"unit\": \"requests\", \"amount\": 1000, \"window\": \"1h\"}]");
            long begin = System.nanoTime();
            JsonNode rotated = gateways.admin()
                    .post("/api-keys/rotated/rotate", "{\"graceSeconds\": " + GRACE_SECONDS + "}")
                    .body();
            Chat fresh = new Chat(rotated.path("key").asText());
            int calls = 0;
            for (String gateway : gateways.urls()) {
                Waiting.until(Duration.ofSeconds(3), "the new key", () -> fresh.models(gateway) == 200);
                assertThat(status(gateway, old)).isEqualTo(200);
                assertThat(status(gateway, fresh)).isEqualTo(200);
                calls += 2;
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(GRACE_SECONDS));
            int all = calls;
            Waiting.until(
                    Duration.ofSeconds(3),
                    all + " to be counted for one key",
                    () -> gateways.state(
                            "/rate-limits/per-key",
                            state -> state.path("used").asInt() == all
                                    && state.path("key").path("key").asText().equals("rotated")));
            Thread.sleep(GRACE_SECONDS * 1000L);
            for (String gateway : gateways.urls()) {
                assertThat(status(gateway, old)).isEqualTo(401);
                assertThat(status(gateway, fresh)).isEqualTo(200);
            }
        }
    }

    @Test
    void revocationsReachAllGatewaysWithinASecond() throws Exception {
        try (FourGateways gateways = new FourGateways("2s")) {
            long worst = 0;
            for (int n = 0; n < TRIES; n++) {
                String name = "revoked-" + n;
                Chat key = new Chat(gateways.key(name));
                for (String gateway : gateways.urls()) {
                    Waiting.until(Duration.ofSeconds(5), "the key", () -> key.models(gateway) == 200);
                }
                long start = System.nanoTime();
                AdminApi.Reply revoked = gateways.admin().post("/api-keys/" + name + "/revoke", "{}");
                assertThat(revoked.status() / 100).isEqualTo(2);
                for (String gateway : gateways.urls()) {
                    Waiting.until(Duration.ofSeconds(5), "the key to be refused", () -> key.models(gateway) == 401);
                }
                worst = Math.max(
                        worst, Duration.ofNanos(System.nanoTime() - start).toMillis());
            }
            System.out.println("worst of " + TRIES + " revocations, the call included: " + worst + " ms");
            assertThat(worst).isLessThanOrEqualTo(1_000);
        }
    }
}
