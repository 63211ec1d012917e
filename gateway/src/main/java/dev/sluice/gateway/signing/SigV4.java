package dev.sluice.gateway.signing;

import dev.sluice.contract.policy.AwsKeys;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * AWS Signature Version 4 (IAM user guide, "Create a signed AWS API request"): headers that prove who sent a request, and that
 * nobody changed it. Pure: what it signs is all in its arguments.
 */
public final class SigV4 {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final HexFormat HEX = HexFormat.of();
    private static final String BODY_HASH = "x-amz-content-sha256";
    private static final int DATE_CHARS = 8;

    private SigV4() {}

    /**
     * What is sent.
     *
     * @param host as the {@code Host} header says it
     * @param path as it goes over the wire, percent-encoded
     * @param query as it goes over the wire; empty for none
     * @param headers to be signed beside the host and those of AWS
     */
    public record Request(
            String method, String host, String path, String query, Map<String, String> headers, byte[] body) {}

    /** @return headers to add to the request, by their lower-case names */
    public static Map<String, String> sign(Request request, AwsKeys keys, String region, String service, Instant now) {
        String timestamp = TIMESTAMP.format(now);
        String date = timestamp.substring(0, DATE_CHARS);
        Map<String, String> added = new TreeMap<>();
        added.put("x-amz-date", timestamp);
        added.put(BODY_HASH, HEX.formatHex(sha256(request.body)));
        if (keys.sessionToken() != null) {
            added.put("x-amz-security-token", keys.sessionToken());
        }
        SortedMap<String, String> signed = new TreeMap<>(added);
        request.headers.forEach((name, value) -> signed.put(name.toLowerCase(Locale.ROOT), value));
        signed.put("host", request.host);

        String scope = date + "/" + region + "/" + service + "/aws4_request";
        String toSign = ALGORITHM + "\n" + timestamp + "\n" + scope + "\n"
                + HEX.formatHex(sha256(utf8(canonicalRequest(request, signed))));
        byte[] key = SigningKey.of(keys.secretAccessKey(), date, region, service);
        added.put(
                "authorization",
                ALGORITHM + " Credential=" + keys.accessKeyId() + "/" + scope + ", SignedHeaders="
                        + String.join(";", signed.keySet()) + ", Signature="
                        + HEX.formatHex(SigningKey.hmac(key, toSign)));
        return added;
    }

    /** @param headers all that are signed, by their lower-case names, in order */
    static String canonicalRequest(Request request, SortedMap<String, String> headers) {
        StringBuilder lines = new StringBuilder(512);
        // Once more encoded than on the wire, as all services but S3 have it.
        lines.append(request.method).append('\n').append(UriEncoding.encodeSegments(request.path));
        lines.append('\n').append(canonicalQuery(request.query)).append('\n');
        headers.forEach((name, value) -> lines.append(name)
                .append(':')
                .append(value.strip().replaceAll(" +", " "))
                .append('\n'));
        return lines.append('\n')
                .append(String.join(";", headers.keySet()))
                .append('\n')
                .append(headers.get(BODY_HASH))
                .toString();
    }

    /** By name, then by value; a parameter without a value has an empty one. */
    private static String canonicalQuery(String query) {
        return Arrays.stream(query.split("&"))
                .filter(parameter -> !parameter.isEmpty())
                .map(parameter -> parameter.contains("=") ? parameter : parameter + "=")
                .sorted(Comparator.comparing(SigV4::name).thenComparing(parameter -> parameter))
                .collect(Collectors.joining("&"));
    }

    private static String name(String parameter) {
        return parameter.substring(0, parameter.indexOf('='));
    }

    public static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
