package dev.sluice.contract.policy;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where an issuer publishes something, taken apart once.
 *
 * @param uri path and query
 */
public record JwksUrl(boolean tls, String host, int port, String uri) {
    private static final int MAX_LENGTH = 2_000;

    /** @throws InvalidField without a field when nothing may be fetched from there */
    public static JwksUrl parse(String text, boolean allowPrivateNetwork) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw notAUrl(text);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean tls = scheme.equals("https");
        if (uri.getHost() == null || !(tls || scheme.equals("http")) || text.length() > MAX_LENGTH) {
            throw notAUrl(text);
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new InvalidField("", "must not carry a user or a fragment");
        }
        if (!allowPrivateNetwork && (!tls || BaseUrl.isPrivate(uri.getHost()))) {
            throw new InvalidField(
                    "",
                    "'" + Check.shorten(text)
                            + "' is plain http or a private address: set allowPrivateNetwork to true if this is meant");
        }
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return new JwksUrl(
                tls,
                uri.getHost(),
                uri.getPort() > 0 ? uri.getPort() : tls ? 443 : 80,
                uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
    }

    private static InvalidField notAUrl(String text) {
        return new InvalidField("", "'" + Check.shorten(text) + "' is not a URL: write https://host/path");
    }
}
