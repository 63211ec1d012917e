package dev.sluice.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/** A single NATS server with JetStream on disk, on 127.0.0.1 alone. Messages may be 8 MB. */
public final class EmbeddedNats extends RunningServer {

    private EmbeddedNats(DataDirectory directory, GuardedProcess process, int port) {
        super(Part.NATS, directory, process, port);
    }

    /** Returns when the server answers pings. The caller closes it. */
    public static EmbeddedNats start(Settings settings) {
        Part.requireLinuxX64();
        var directory = DataDirectory.open(settings.dir(), Part.NATS);
        try {
            var port = LoopbackPort.choose(settings.port(), Part.NATS);
            var binary = NatsBinary.find(new Cache(settings.cache()), settings.progress());
            Files.createDirectories(directory.data());
            var configuration = NatsConfiguration.write(directory, binary, port, settings.password());
            var process = GuardedProcess.start(
                    Part.NATS.title(),
                    List.of(binary.toString(), "-c", configuration.toString()),
                    Map.of(),
                    directory.root(),
                    directory.log());
            awaitReady(Part.NATS, directory, process, () -> NatsProbe.answers(port, settings.password()));
            return new EmbeddedNats(directory, process, port);
        } catch (IOException e) {
            directory.close();
            throw new EmbeddedServerException("Cannot prepare NATS in " + settings.dir() + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /** To be used with the user {@code sluice} if a password was set. */
    @Override
    public String url() {
        return "nats://127.0.0.1:" + port();
    }
}
