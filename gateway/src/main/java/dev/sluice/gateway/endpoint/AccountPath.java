package dev.sluice.gateway.endpoint;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code /accounts/{name}/…}: which account, and what of it.
 *
 * @param rest begins with a slash; still encoded, without the query
 */
record AccountPath(String account, String rest) {
    private static final String PREFIX = "/accounts/";
    /** As providers have models in their paths: Gemini and Vertex AI, Bedrock, Azure. */
    private static final Pattern MODEL = Pattern.compile("/(?:models|model|deployments)/([^/:]+)");

    /** Null: the path is another, or leads out of where it says it goes. */
    static @Nullable AccountPath of(String path) {
        if (!path.startsWith(PREFIX)) {
            return null;
        }
        int end = path.indexOf('/', PREFIX.length());
        if (end < 0 || end == PREFIX.length() || end == path.length() - 1) {
            return null;
        }
        String rest = path.substring(end);
        return isPlain(rest) ? new AccountPath(path.substring(PREFIX.length(), end), rest) : null;
    }

    private static boolean isPlain(String rest) {
        String lower = rest.toLowerCase(Locale.ROOT);
        return !lower.contains("//")
                && !lower.contains("\\")
                && !lower.contains("%5c")
                && Arrays.stream(lower.replace("%2e", ".").split("/"))
                        .noneMatch(segment -> segment.equals(".") || segment.equals(".."));
    }

    /** The model that the path names, decoded; empty when it names none. */
    String model() {
        Matcher model = MODEL.matcher(rest);
        if (!model.find()) {
            return "";
        }
        try {
            return URLDecoder.decode(model.group(1).replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /**
     * What is asked below an account's base URL.
     *
     * @param basePath of the account; a client that writes it too means the same
     * @param query as it came, or null; a {@code key} in it is the gateway's, not the provider's, and stays here
     */
    String below(String basePath, @Nullable String query) {
        String path = !basePath.isEmpty() && rest.startsWith(basePath + "/") ? rest.substring(basePath.length()) : rest;
        if (query == null) {
            return path;
        }
        String kept = Arrays.stream(query.split("&"))
                .filter(parameter -> !parameter.isEmpty() && !parameter.equals("key") && !parameter.startsWith("key="))
                .collect(Collectors.joining("&"));
        return kept.isEmpty() ? path : path + "?" + kept;
    }
}
