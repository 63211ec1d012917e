package dev.sluice.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** The loopback port a server is told to listen on, checked before the start so that a clash is named in plain words. */
final class LoopbackPort {

    private LoopbackPort() {}

    /** The wanted port if nobody holds it, or a free one for 0. */
    static int choose(int wanted, Part part) {
        try (var probe = new ServerSocket(wanted, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return probe.getLocalPort();
        } catch (IOException e) {
            if (wanted == 0) {
                throw new UncheckedIOException("no free loopback port for " + part.title(), e);
            }
            throw new EmbeddedServerException(
                    "Port %d for %s is taken on 127.0.0.1: stop what holds it, set %s to another port, or %s to a running server."
                            .formatted(wanted, part.title(), part.portVariable(), part.urlVariable()),
                    e);
        }
    }
}
