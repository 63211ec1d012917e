package dev.sluice.admin.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where e-mail is handed over.
 *
 * @param tls from the first byte
 * @param startTls of a connection that begins without
 * @param from address that mails come from
 */
public record SmtpServer(
        boolean tls,
        String host,
        int port,
        StartTls startTls,
        Optional<String> user,
        Optional<String> password,
        String from) {
    private static final Pattern ADDRESS = Pattern.compile("[^\\s@<>,;\"]{1,64}@[^\\s@<>,;\"]{1,190}");
    private static final String EXPECTED =
            "smtp[s]://user:password@host:port?from=sluice@example.com with starttls=required,"
                    + " optional or off if need be, and special characters percent-encoded";

    /** Whether a connection becomes encrypted before anything else is said. */
    public enum StartTls {
        REQUIRED,
        OPTIONAL,
        OFF
    }

    static SmtpServer parse(String text) {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            throw malformed("is not a URL (its value is not shown)");
        }
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if (!Set.of("smtp", "smtps").contains(scheme) || url.getHost() == null || url.getPort() > 65_535) {
            throw malformed("is no address of a mail server (its value is not shown)");
        }
        if (url.getRawFragment() != null || hasPath(url)) {
            throw malformed("has a path or a fragment (its value is not shown)");
        }
        boolean tls = scheme.equals("smtps");
        String[] login = url.getRawUserInfo() == null
                ? new String[0]
                : url.getRawUserInfo().split(":", 2);
        if (login.length == 1 || (login.length == 2 && (login[0].isEmpty() || login[1].isEmpty()))) {
            throw malformed("has a user without a password, or the other way round");
        }
        Map<String, String> parameters = parameters(url.getRawQuery());
        Optional<String> startTls = Optional.ofNullable(parameters.remove("starttls"));
        String from = parameters.remove("from");
        if (from == null || !ADDRESS.matcher(from).matches()) {
            throw malformed("has no from, or one that is no address");
        }
        if (!parameters.isEmpty() || (tls && startTls.isPresent())) {
            throw malformed("has a parameter that does not belong there");
        }
        return new SmtpServer(
                tls,
                url.getHost().replaceAll("^\\[|]$", ""),
                url.getPort() > 0 ? url.getPort() : tls ? 465 : 587,
                startTls.map(SmtpServer::startTls).orElse(login.length == 2 ? StartTls.REQUIRED : StartTls.OPTIONAL),
                login.length == 2 ? Optional.of(decoded(login[0])) : Optional.empty(),
                login.length == 2 ? Optional.of(decoded(login[1])) : Optional.empty(),
                from);
    }

    private static boolean hasPath(URI url) {
        return url.getRawPath() != null
                && !url.getRawPath().isEmpty()
                && !url.getRawPath().equals("/");
    }

    private static StartTls startTls(String text) {
        for (StartTls choice : StartTls.values()) {
            if (choice.name().toLowerCase(Locale.ROOT).equals(text)) {
                return choice;
            }
        }
        throw malformed("has an unknown starttls");
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new HashMap<>();
        if (query != null) {
            for (String part : query.split("&", -1)) {
                String[] pair = part.split("=", 2);
                if (pair.length < 2 || parameters.put(pair[0], decoded(pair[1])) != null) {
                    throw malformed("has a parameter without a value, or twice");
                }
            }
        }
        return parameters;
    }

    /** A plus is a plus: addresses have them. */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw malformed("has a % that encodes nothing");
        }
    }

    private static SettingException malformed(String read) {
        return new SettingException(Settings.SLUICE_SMTP_URL, read, EXPECTED);
    }

    @Override
    public String toString() {
        return "SmtpServer[" + host + ":" + port + "]";
    }
}
