package dev.sluice.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

// try: the client declares that closing may be interrupted.
@SuppressWarnings("try")
class EmbeddedNatsTest {

    @TempDir
    Path dir;

    @Test
    void storesAndHandsOutMessages() throws Exception {
        try (var server = EmbeddedNats.start(Settings.in(dir));
                var connection = Nats.connect(server.url())) {
            createStream(connection);
            connection.jetStream().publish("orders.1", bytes("first"));

            assertThat(connection.getServerInfo().getMaxPayload()).isEqualTo(8L << 20);
            assertThat(first(connection)).isEqualTo("first");
        }
    }

    @Test
    void reportsThePidOfTheServerItself() throws Exception {
        try (var server = EmbeddedNats.start(Settings.in(dir))) {
            assertThat(Killing.program(server.pid())).isEqualTo("nats-server");
        }
    }

    @Test
    void keepsDataOverARestartAndOverKill9() throws Exception {
        var settings = Settings.in(dir);
        try (var server = EmbeddedNats.start(settings);
                var connection = Nats.connect(server.url())) {
            settings = settings.withPort(server.port());
            createStream(connection);
            connection.jetStream().publish("orders.1", bytes("one"));
        }
        try (var server = EmbeddedNats.start(settings);
                var connection = Nats.connect(server.url())) {
            connection.jetStream().publish("orders.2", bytes("two"));
            assertThat(Killing.kill9(server)).isEqualTo(137);
        }
        try (var server = EmbeddedNats.start(settings);
                var connection = Nats.connect(server.url())) {
            var state = connection.getStreamContext("ORDERS").getStreamInfo().getStreamState();
            assertThat(state.getMsgCount()).isEqualTo(2);
        }
    }

    @Test
    void wantsThePasswordIfOneIsSet() throws Exception {
        var settings = Settings.in(dir).withPassword("open \"sesame\"");
        try (var server = EmbeddedNats.start(settings)) {
            var known = Options.builder().server(server.url()).userInfo("sluice", "open \"sesame\"");
            try (var connection = Nats.connect(known.build())) {
                assertThat(connection.getStatus()).isEqualTo(Connection.Status.CONNECTED);
            }
            var stranger =
                    Options.builder().server(server.url()).maxReconnects(0).build();
            assertThatThrownBy(() -> Nats.connect(stranger)).hasMessageContaining("Authorization");
        }
    }

    @Test
    void unpacksTheDistributionsPackageAndNoticesATamperedOne() throws Exception {
        var cache = new Cache(dir.resolve("cache"));
        var binary = NatsBinary.unpacked(cache, line -> {});
        var version = Command.run(dir, Duration.ofSeconds(10), List.of(binary.toString(), "--version"));
        assertThat(version.output()).startsWith("nats-server: v2.");

        Files.write(binary, new byte[] {0}, StandardOpenOption.APPEND);
        assertThatThrownBy(() -> NatsBinary.unpacked(cache, line -> {}))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessageContaining("is not what was unpacked")
                .hasMessageContaining("SLUICE_NATS_SERVER");
    }

    private static void createStream(Connection connection) throws Exception {
        connection
                .jetStreamManagement()
                .addStream(StreamConfiguration.builder()
                        .name("ORDERS")
                        .subjects("orders.>")
                        .storageType(StorageType.File)
                        .build());
    }

    private static String first(Connection connection) throws Exception {
        var consumer = connection
                .getStreamContext("ORDERS")
                .createOrUpdateConsumer(
                        ConsumerConfiguration.builder().durable("reader").build());
        try (var batch = consumer.fetchMessages(1)) {
            var message = batch.nextMessage();
            message.ackSync(Duration.ofSeconds(2));
            return new String(message.getData(), StandardCharsets.UTF_8);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
