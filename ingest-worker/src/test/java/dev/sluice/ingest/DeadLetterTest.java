package dev.sluice.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.bus.Bus;
import dev.sluice.bus.Streams;
import dev.sluice.contract.bus.Subjects;
import dev.sluice.embedded.EmbeddedNats;
import dev.sluice.ingest.source.DeadLetters;
import io.micrometer.core.instrument.MeterRegistry;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamConfiguration;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole worker, started without a NATS server, which then comes, goes and comes back. */
@QuarkusTest
class DeadLetterTest {
    @Inject
    Bus bus;

    @Inject
    DeadLetters deadLetters;

    @Inject
    MeterRegistry registry;

    @Test
    void shouldPutAsideWhatCannotBeReadThroughTheChannel(@TempDir Path directory) throws Exception {
        assertThatThrownBy(() -> deadLetters.put(new byte[1], "nobody is there"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("NATS is not connected");

        EmbeddedNats nats = start(directory);
        try {
            until(bus::isConnected);
            Connection connection = bus.connection().orElseThrow();
            Streams.usage(connection);
            publish("not usage");
            until(() -> put() == 1);
            assertThat(last())
                    .satisfies(one -> assertThat(one.getData()).isEqualTo("not usage".getBytes(UTF_8)))
                    .satisfies(one -> assertThat(
                                    Objects.requireNonNull(one.getHeaders()).getFirst("sluice-reason"))
                            .contains("9 bytes"));
            until(() -> acknowledged() == 1);

            nats.close();
            until(() -> !bus.isConnected());
            nats = start(directory);
            until(bus::isConnected);
            publish("nor this");
            until(() -> put() == 2);
            until(() -> acknowledged() == 2);

            refusing(true);
            assertThatThrownBy(() -> deadLetters.put(new byte[100], "too long for it"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("maximum");
            refusing(false);
            deadLetters.put(new byte[100], "fits");
            assertThat(last().getData()).hasSize(100);
        } finally {
            nats.close();
        }
    }

    private static EmbeddedNats start(Path directory) {
        return EmbeddedNats.start(dev.sluice.embedded.Settings.in(directory).withPort(WorkerSettings.NATS_PORT));
    }

    private JetStreamManagement management() throws IOException {
        return bus.connection().orElseThrow().jetStreamManagement();
    }

    private void publish(String text) throws Exception {
        bus.connection().orElseThrow().jetStream().publish(Subjects.USAGE + ".test", text.getBytes(UTF_8));
    }

    private long put() {
        return Math.round(
                registry.get("sluice.ingest.dead.letters").functionCounter().count());
    }

    private MessageInfo last() throws Exception {
        return management().getLastMessage(Subjects.USAGE_DEAD_STREAM, Subjects.USAGE_DEAD);
    }

    private long acknowledged() throws Exception {
        return management()
                .getConsumerInfo(Subjects.USAGE_STREAM, Subjects.USAGE_CONSUMER)
                .getAckFloor()
                .getStreamSequence();
    }

    /** A stream that takes nothing longer than ten bytes, or anything. */
    private void refusing(boolean refusing) throws Exception {
        StreamConfiguration present =
                management().getStreamInfo(Subjects.USAGE_DEAD_STREAM).getConfiguration();
        management()
                .updateStream(StreamConfiguration.builder(present)
                        .maximumMessageSize(refusing ? 10 : -1)
                        .build());
    }

    private static void until(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("still not so after 20 s").isLessThan(end);
            Thread.sleep(20);
        }
    }
}
