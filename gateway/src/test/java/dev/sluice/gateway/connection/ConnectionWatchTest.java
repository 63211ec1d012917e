package dev.sluice.gateway.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many connections on which nothing comes, opened at once: the loop has others to serve while it ends them. */
class ConnectionWatchTest {
    private static final int MANY = 100;
    private static final int AT_ONCE = ConnectionWatch.MOST_ENDED_AT_ONCE;
    private static final Duration HEAD = Duration.ofSeconds(10);

    private final Connections.Bounds bounds = new Connections.Bounds(MANY, HEAD, HEAD.multipliedBy(3));
    private final Connections connections = new Connections(bounds);
    private final ConnectionWatch watch = new ConnectionWatch(connections, bounds);
    private final long opened = System.nanoTime();
    private final long late = opened + HEAD.toNanos();
    private final List<EmbeddedChannel> channels = new ArrayList<>();

    ConnectionWatchTest() {
        for (int i = 0; i < MANY; i++) {
            ClientConnection client = new ClientConnection(watch, opened);
            channels.add(new EmbeddedChannel(client.bytes(), new HttpRequestDecoder(), client));
            watch.watch(client);
        }
    }

    @AfterEach
    void close() {
        channels.forEach(EmbeddedChannel::finishAndReleaseAll);
    }

    private long open() {
        return channels.stream().filter(EmbeddedChannel::isOpen).count();
    }

    @Test
    void endsNoneBeforeItsTime() {
        assertThat(watch.sweep(late - 1)).isFalse();

        assertThat(open()).isEqualTo(MANY);
        assertThat(connections.timedOut()).isZero();
    }

    @Test
    void endsSomeAtATime() {
        for (int left = MANY - AT_ONCE; left >= 0; left -= AT_ONCE) {
            assertThat(watch.sweep(late)).isEqualTo(left > 0);
            assertThat(open()).isEqualTo(left);
        }
        assertThat(connections.timedOut()).isEqualTo(MANY);
        assertThat(watch.sweep(late)).isFalse();
        assertThat(connections.timedOut()).isEqualTo(MANY);
    }

    @Test
    void keepsOneWhoseRequestComesMeanwhile() {
        assertThat(watch.sweep(late)).isTrue();
        EmbeddedChannel last = channels.getLast();
        assertThat(last.isOpen()).isTrue();
        last.writeInbound(
                Unpooled.copiedBuffer("GET /v1/models HTTP/1.1\r\nhost: x\r\n\r\n", StandardCharsets.US_ASCII));

        for (int i = 0; i < MANY / AT_ONCE; i++) {
            watch.sweep(late);
        }

        assertThat(open()).isOne();
        assertThat(last.isOpen()).isTrue();
    }

    @Test
    void looksAgainAtOnceOnlyWhileThereAreMore() {
        List<Long> waits = new ArrayList<>();
        Deque<Runnable> tasks = new ArrayDeque<>();
        ConnectionWatch soonLate = new ConnectionWatch(
                connections, new Connections.Bounds(MANY, Duration.ofNanos(1), Duration.ofSeconds(2)));
        channels.forEach(channel -> soonLate.watch(channel.pipeline().get(ClientConnection.class)));
        soonLate.start((task, millis) -> {
            tasks.add(task);
            waits.add(millis);
        });

        for (int i = 0; i < MANY / AT_ONCE + 1; i++) {
            tasks.remove().run();
        }

        assertThat(open()).isZero();
        assertThat(waits).startsWith(50L, 1L, 1L).endsWith(1L, 50L, 50L).hasSize(MANY / AT_ONCE + 2);
    }
}
