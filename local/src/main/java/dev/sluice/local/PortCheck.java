package dev.sluice.local;

import dev.sluice.local.process.StartException;
import java.io.IOException;
import java.net.ServerSocket;

/** Finds a port that somebody else holds before a process fails on it in its own words. */
final class PortCheck {
    private PortCheck() {}

    /** @param setting the variable that moves it */
    static void require(int port, String purpose, String setting) throws StartException {
        try (var probe = new ServerSocket(port, 1)) {
            probe.setReuseAddress(true);
        } catch (IOException e) {
            throw new StartException(
                    "Port %d for %s is taken: stop what holds it, or set %s to another port"
                            .formatted(port, purpose, setting),
                    e);
        }
    }
}
