package dev.sluice.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.embedded.EmbeddedNats;
import dev.sluice.embedded.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Twice the limit, for a while, on real sockets: 60 requests in six seconds. */
@Timeout(120)
class LimitLoadTest {
    private static final int LIMIT = 60;
    private static final int WINDOW = 6_000;

    @TempDir
    Path directory;

    private EmbeddedNats nats;
    private final List<Node> nodes = new ArrayList<>();

    @BeforeEach
    void start() {
        nats = EmbeddedNats.start(Settings.in(directory));
    }

    @AfterEach
    void stop() {
        nodes.forEach(Node::close);
        nats.close();
    }

    private void nodes(int count, String accuracy) {
        for (int i = 0; i < count; i++) {
            nodes.add(new Node(
                    "g" + i,
                    nats.url(),
                    "kind: RateLimit\nmetadata: {name: r}\nspec: {accuracy: " + accuracy
                            + ", limits: [{unit: requests, amount: " + LIMIT + ", window: 6s}]}\n"));
        }
        Pace.await("all are connected", () -> nodes.stream().allMatch(node -> node.bus.isConnected()));
        Pace.sleep(600);
    }

    /** Restarted on the same port and files. */
    private void interrupt(long millis) {
        if (millis == 5_000) {
            nats.close();
        } else if (millis == 8_000) {
            nats = EmbeddedNats.start(Settings.in(directory).withPort(nats.port()));
        }
    }

    @Test
    void softIsPassedByNoMoreThanWhatIsAdmittedBetweenTwoTicks() {
        nodes(2, "soft");
        Pace pace = Pace.offer(nodes, 20, 15, _ -> {});
        assertThat(pace.most(WINDOW)).isBetween(LIMIT - 2, LIMIT + 8);
        assertThat(pace.admitted()).isGreaterThan(LIMIT * 2);
    }

    @Test
    void softIsKeptToSharesWhenTheServerIsGone() {
        nodes(4, "soft");
        Pace pace = Pace.offer(nodes, 20, 15, this::interrupt);
        assertThat(pace.most(WINDOW)).isLessThanOrEqualTo(LIMIT + 16);
        assertThat(pace.admitted()).isGreaterThan(LIMIT * 3 / 2);
    }

    @Test
    void strictIsNeverPassed() {
        nodes(4, "strict");
        Pace pace = Pace.offer(nodes, 20, 15, this::interrupt);
        assertThat(pace.most(WINDOW)).isLessThanOrEqualTo(LIMIT);
        assertThat(pace.admitted()).isGreaterThan(LIMIT);
    }
}
