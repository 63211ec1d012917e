package dev.sluice.bus;

import java.util.Optional;

/**
 * Where NATS is and who we are there.
 *
 * @param urls comma-separated {@code nats://host:port}
 * @param name of this connection, as the server lists it
 * @param credsFile a NATS credentials file; wins over user and password
 */
public record BusSettings(
        String urls, String name, Optional<String> credsFile, Optional<String> user, Optional<String> password) {
    public static BusSettings of(String urls, String name) {
        return new BusSettings(urls, name, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "BusSettings[" + urls + ", " + name + "]";
    }
}
