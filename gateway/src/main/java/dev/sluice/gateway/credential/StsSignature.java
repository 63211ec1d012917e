package dev.sluice.gateway.credential;

import dev.sluice.contract.policy.AwsKeys;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs a form that is posted to the root of an AWS service, such as its token service (Signature Version 4). */
final class StsSignature {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private StsSignature() {}

    /** @return what to send beside the host and the content type, which are signed too */
    static Map<String, String> headers(
            String host, byte[] body, AwsKeys keys, String region, String service, Instant at) {
        String time = TIME.format(at);
        String date = time.substring(0, 8);
        TreeMap<String, String> signed = new TreeMap<>();
        signed.put("content-type", FORM);
        signed.put("host", host);
        signed.put("x-amz-date", time);
        if (keys.sessionToken() != null) {
            signed.put("x-amz-security-token", keys.sessionToken());
        }
        String names = String.join(";", signed.keySet());
        StringBuilder request = new StringBuilder("POST\n/\n\n");
        signed.forEach(
                (name, value) -> request.append(name).append(':').append(value).append('\n'));
        request.append('\n').append(names).append('\n').append(sha256(body));
        String scope = date + "/" + region + "/" + service + "/aws4_request";
        String toSign = ALGORITHM + "\n" + time + "\n" + scope + "\n" + sha256(ascii(request.toString()));
        byte[] key = ascii("AWS4" + keys.secretAccessKey());
        for (String part : new String[] {date, region, service, "aws4_request"}) {
            key = hmac(key, part);
        }
        Map<String, String> headers = new TreeMap<>(signed);
        headers.remove("host");
        headers.remove("content-type");
        headers.put(
                "authorization",
                ALGORITHM + " Credential=" + keys.accessKeyId() + "/" + scope + ", SignedHeaders=" + names
                        + ", Signature=" + HexFormat.of().formatHex(hmac(key, toSign)));
        return headers;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(ascii(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
