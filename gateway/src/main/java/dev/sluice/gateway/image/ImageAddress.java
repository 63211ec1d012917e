package dev.sluice.gateway.image;

import dev.sluice.contract.policy.BaseUrl;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;

/**
 * Where an image is.
 *
 * @param text as the client wrote it
 * @param uri path and query
 * @param mayBePrivate whether it may be in the networks that the account may reach
 */
record ImageAddress(String text, boolean tls, String host, int port, String uri, boolean mayBePrivate) {
    private static final int MAX_LENGTH = 4_096;

    /** The same for a name that does not exist and for one that leads inside: the answer would tell which names there are. */
    private static final String NO_HOST = "names a host that is not on the public internet, or that nobody knows";

    /** @throws ImageRefused when nothing is fetched from there */
    static ImageAddress parse(String text, boolean mayBePrivate) {
        if (text.length() > MAX_LENGTH) {
            throw new ImageRefused(text, "is longer than " + MAX_LENGTH + " characters: send the image as a data URL");
        }
        URI uri;
        try {
            uri = new URI(text.strip());
        } catch (URISyntaxException e) {
            throw new ImageRefused(text, "is not a URL: write https://host/path, or send a data URL");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean tls = scheme.equals("https");
        if (!tls && !(mayBePrivate && scheme.equals("http"))) {
            throw new ImageRefused(text, "is not fetched: only https addresses are; or send a data URL");
        }
        if (uri.getHost() == null || uri.getRawUserInfo() != null) {
            throw new ImageRefused(text, "must name a host, and no user: write https://host/path, or send a data URL");
        }
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return new ImageAddress(
                text,
                tls,
                uri.getHost(),
                uri.getPort() > 0 ? uri.getPort() : tls ? 443 : 80,
                uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery(),
                mayBePrivate);
    }

    /**
     * The one address that is asked, so that a second answer of the name server cannot lead elsewhere. Blocks.
     *
     * @throws ImageRefused when any address of the host leads inside
     */
    InetAddress resolve() {
        try {
            InetAddress[] all = InetAddress.getAllByName(host.replaceAll("^\\[|]$", ""));
            for (InetAddress one : all) {
                if (BaseUrl.leadsInside(one, mayBePrivate)) {
                    throw new ImageRefused(text, NO_HOST);
                }
            }
            return all[0];
        } catch (UnknownHostException e) {
            throw new ImageRefused(text, NO_HOST);
        }
    }
}
