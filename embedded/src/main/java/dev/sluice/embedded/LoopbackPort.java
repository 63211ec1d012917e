package dev.sluice.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** The loopback port a server is told to listen on, checked before the start so that a clash is named in plain words. */
final class LoopbackPort {

    /** Below the range from which systems give connections their ports: a server that starts again finds its own still free. */
    private static final int FIRST = 20_000;

    private static final int LAST = 32_000;
    private static final int TRIES = 50;

    private LoopbackPort() {}

    /** The wanted port if nobody holds it, or a free one for 0. */
    static int choose(int wanted, Part part) {
        for (int n = 0; wanted == 0 && n < TRIES; n++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            if (isFree(port)) {
                return port;
            }
        }
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

    private static boolean isFree(int port) {
        try (var probe = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
