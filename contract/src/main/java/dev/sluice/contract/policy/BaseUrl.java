package dev.sluice.contract.policy;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a provider is reached, taken apart once.
 *
 * @param path without a trailing slash; may be empty
 */
public record BaseUrl(boolean tls, String host, int port, String path) {
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[?[0-9a-fA-F:.]*:[0-9a-fA-F:.]*]?");

    /** @throws InvalidField on {@code baseUrl} when the text is no such address, or a private one that is not allowed */
    public static BaseUrl parse(String text, boolean allowPrivateNetwork) {
        URI uri;
        try {
            uri = new URI(text.strip());
        } catch (URISyntaxException e) {
            throw new InvalidField("baseUrl", "'" + Check.shorten(text) + "' is not a URL: write https://host/path");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost();
        if (host == null || !(scheme.equals("https") || scheme.equals("http"))) {
            throw new InvalidField("baseUrl", "'" + Check.shorten(text) + "' is not a URL: write https://host/path");
        }
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new InvalidField(
                    "baseUrl", "must not carry a user, a query or a fragment: put secrets in credentials");
        }
        boolean tls = scheme.equals("https");
        if (!allowPrivateNetwork && (!tls || isPrivate(host))) {
            throw new InvalidField(
                    "baseUrl",
                    "'" + Check.shorten(text)
                            + "' is plain http or a private address: set allowPrivateNetwork to true if"
                            + " this is meant");
        }
        String path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceAll("/+$", "");
        return new BaseUrl(tls, host, uri.getPort() > 0 ? uri.getPort() : tls ? 443 : 80, path);
    }

    /** Whether an address that is written as such, or a local name, is not on the public internet. Resolves nothing. */
    static boolean isPrivate(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.equals("localhost") || name.endsWith(".localhost") || name.endsWith(".internal")) {
            return true;
        }
        if (!ADDRESS.matcher(name).matches()) {
            return false;
        }
        try {
            return isPrivate(InetAddress.getByName(name));
        } catch (UnknownHostException e) {
            return true;
        }
    }

    /** Whether it is one that the public internet does not lead to, or only by a detour. */
    public static boolean isPrivate(InetAddress address) {
        return PrivateAddress.is(address);
    }

    /** Whether an address that a name stands for must not be connected to: private, and not in a house that is allowed. */
    public static boolean leadsInside(InetAddress address, boolean allowPrivateNetwork) {
        return PrivateAddress.is(address) && !(allowPrivateNetwork && PrivateAddress.isOfAHouse(address));
    }

    /** As in a {@code Host} header: without the scheme's own port. */
    public String authority() {
        return port == (tls ? 443 : 80) ? host : host + ":" + port;
    }
}
