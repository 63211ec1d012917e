package dev.sluice.bench.targets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Free ports of 127.0.0.1. */
public final class Ports {
    private static final int MANAGEMENT = 1000;
    private static final int HIGHEST = 64_535;

    private Ports() {}

    public static int free() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One with a free port 1000 above, for the gateway's management. */
    static int freeWithManagement() {
        for (int tries = 0; tries < 100; tries++) {
            int port = free();
            if (port <= HIGHEST && isFree(port + MANAGEMENT)) {
                return port;
            }
        }
        throw new IllegalStateException("no two free ports that are 1000 apart");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
