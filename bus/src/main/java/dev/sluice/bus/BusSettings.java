package dev.sluice.bus;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where NATS is and who we are there.
 *
 * @param urls comma-separated {@code nats://host:port}
 * @param name of this connection, as the server lists it
 * @param credsFile a NATS credentials file; wins over user and password
 */
public record BusSettings(
        String urls, String name, Optional<String> credsFile, Optional<String> user, Optional<String> password) {
    /** What {@link #servers} takes. */
    public static final String EXPECTED = "nats://host:port, several of them separated by commas";

    private static final Set<String> SCHEMES = Set.of("nats", "tls", "ws", "wss");

    /**
     * Servers as somebody has written them.
     *
     * @return without spaces; empty: one of them is no address of a server
     */
    public static Optional<String> servers(String text) {
        String[] servers = text.replaceAll("\\s", "").split(",", -1);
        return Arrays.stream(servers).allMatch(BusSettings::isServer)
                ? Optional.of(Arrays.stream(servers).collect(Collectors.joining(",")))
                : Optional.empty();
    }

    /** For people: without what may be a password, which may have any character in it. */
    public static String shown(String text) {
        int end = text.lastIndexOf('@');
        int scheme = text.indexOf("//");
        int begin = scheme >= 0 && scheme < end ? scheme + 2 : 0;
        String address = end < 0 ? text : text.substring(0, begin) + "***" + text.substring(end);
        return address.replaceAll("(?s)[?].*", "?***");
    }

    private static boolean isServer(String text) {
        try {
            URI url = new URI(text);
            return url.getScheme() != null
                    && SCHEMES.contains(url.getScheme())
                    && url.getHost() != null
                    && url.getPort() <= 65_535
                    && url.getRawFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    public static BusSettings of(String urls, String name) {
        return new BusSettings(urls, name, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "BusSettings[" + urls + ", " + name + "]";
    }
}
