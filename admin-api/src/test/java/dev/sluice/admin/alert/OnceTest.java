package dev.sluice.admin.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.admin.CountingGateway;
import dev.sluice.admin.TestServers;
import dev.sluice.admin.access.Caller;
import dev.sluice.admin.gateway.LimitStates;
import dev.sluice.admin.policy.LivePolicy;
import dev.sluice.admin.policy.Revisions;
import dev.sluice.admin.store.Database;
import dev.sluice.contract.policy.Kind;
import dev.sluice.contract.policy.Manifests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Several watchers at once, as when the lead changes hands, on one database. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class OnceTest {
    @Inject
    LivePolicy live;

    @Inject
    LimitStates states;

    @Inject
    AlertLog log;

    @Inject
    Database database;

    @Inject
    Revisions revisions;

    private void budget(String name) {
        for (int i = 0; !live.isLoaded() && i < 100; i++) {
            sleep();
        }
        revisions.change(Caller.SYSTEM, false, draft -> {
            Manifests.readYaml("kind: Budget\nmetadata: {name: " + name + "}\n"
                            + "spec: {per: [team], limits: [{usd: \"10\", period: month}], alerts: {at: [50, 80]}}")
                    .forEach(draft::put);
            return "";
        });
        assertThat(live.objects(Kind.BUDGET)).containsKey(name);
    }

    private static void sleep() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private long told(String budget) {
        return database.query("SELECT count(*) AS n FROM alerts WHERE budget = $1 AND event IS NOT NULL", budget)
                .iterator()
                .next()
                .getLong("n");
    }

    @Test
    void shouldTellOnceHoweverManyWatch() throws Exception {
        budget("watched-by-many");
        try (CountingGateway gateway = new CountingGateway()) {
            for (String team : List.of("a", "b", "c", "d", "e")) {
                gateway.spent("watched-by-many", Map.of("team", team), 9, 10);
                CyclicBarrier together = new CyclicBarrier(4);
                List<Thread> threads = IntStream.range(0, 4)
                        .mapToObj(_ -> Thread.ofPlatform().start(() -> {
                            Watcher watcher = new Watcher(live, states, log);
                            try {
                                together.await();
                            } catch (Exception e) {
                                throw new AssertionError(e);
                            }
                            watcher.round();
                        }))
                        .toList();
                for (Thread thread : threads) {
                    thread.join();
                }
            }
            assertThat(told("watched-by-many")).isEqualTo(5);
            // One that starts anew knows nothing, and says nothing.
            new Watcher(live, states, log).round();
            assertThat(told("watched-by-many")).isEqualTo(5);
        }
    }

    @Test
    void shouldNotTellOfALowerThresholdThatComesLater() {
        budget("later");
        try (CountingGateway gateway = new CountingGateway()) {
            gateway.spent("later", Map.of("team", "x"), 5, 10);
            new Watcher(live, states, log).round();
            assertThat(told("later")).isEqualTo(1);
            gateway.spent("later", Map.of("team", "x"), 8.5, 10);
            new Watcher(live, states, log).round();
            assertThat(told("later")).isEqualTo(2);
            revisions.change(Caller.SYSTEM, false, draft -> {
                Manifests.readYaml(
                                "kind: Budget\nmetadata: {name: later}\n"
                                        + "spec: {per: [team], limits: [{usd: \"10\", period: month}], alerts: {at: [50, 70, 80]}}")
                        .forEach(draft::put);
                return "";
            });
            new Watcher(live, states, log).round();
            assertThat(told("later")).isEqualTo(2);
        }
    }
}
