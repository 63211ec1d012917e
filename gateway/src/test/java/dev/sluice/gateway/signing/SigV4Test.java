package dev.sluice.gateway.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.policy.AwsKeys;
import dev.sluice.gateway.provider.Wire;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SigV4Test {
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final Instant NOW = Instant.parse("2026-08-01T12:00:00Z");
    private static final byte[] BODY = Wire.bytes("{'messages':[{'role':'user','content':[{'text':'hi'}]}]}");
    private static final String HASH = "c3335e07d6e89650bf94cb98664be69f8774dbc3198df221f113db0a59ea14f0";

    private static SigV4.Request request(String path, String query) {
        return new SigV4.Request(
                "POST",
                "bedrock-runtime.us-east-1.amazonaws.com",
                path,
                query,
                Map.of("Content-Type", "application/json"),
                BODY);
    }

    private static String path(String model) {
        return "/model/" + UriEncoding.encode(model) + "/converse";
    }

    @Test
    void derivesTheSigningKey() {
        byte[] key = SigningKey.of(SECRET, "20260801", "us-east-1", "bedrock");

        assertThat(HexFormat.of().formatHex(key))
                .isEqualTo("1de581e87e844ddf615d3108efba1aea0e860c28dfae4cf0b69ed96c6090937f");
        assertThat(SigningKey.of(SECRET, "20260801", "us-east-1", "bedrock")).isSameAs(key);
        assertThat(SigningKey.of(SECRET, "20260802", "us-east-1", "bedrock")).isNotEqualTo(key);
        assertThat(SigningKey.of(SECRET + "x", "20260801", "us-east-1", "bedrock"))
                .isNotEqualTo(key);
    }

    @Test
    void signsWithASessionToken() {
        String path = path("us.anthropic.claude-sonnet-4-6-v1:0");
        AwsKeys keys = new AwsKeys("AKIDEXAMPLE", SECRET, "TESTSESSIONTOKEN");

        Map<String, String> headers = SigV4.sign(request(path, ""), keys, "us-east-1", "bedrock", NOW);

        assertThat(path).isEqualTo("/model/us.anthropic.claude-sonnet-4-6-v1%3A0/converse");
        assertThat(headers)
                .containsEntry("x-amz-date", "20260801T120000Z")
                .containsEntry("x-amz-content-sha256", HASH)
                .containsEntry("x-amz-security-token", "TESTSESSIONTOKEN")
                .containsEntry(
                        "authorization",
                        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260801/us-east-1/bedrock/aws4_request, "
                                + "SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token, "
                                + "Signature=8e4654d8c3dc65422389c106912db827031dc6da49ab7d74fbb93d7816ff238a");
    }

    @Test
    void pitfall33SignsTheEncodedPathOfAnArnEncodedAgain() {
        String path = path("arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123");
        AwsKeys keys = new AwsKeys("AKIDEXAMPLE", SECRET, null);

        Map<String, String> headers = SigV4.sign(request(path, ""), keys, "us-east-1", "bedrock", NOW);

        assertThat(path)
                .isEqualTo("/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Aapplication-inference-profile"
                        + "%2Fabc123/converse");
        assertThat(headers)
                .doesNotContainKey("x-amz-security-token")
                .extractingByKey("authorization")
                .asString()
                .endsWith("Signature=62ac6cffe1a445b90ee842ba1002691a8888df7e8967e33ef802c2bac257642d");
    }

    @Test
    void writesTheCanonicalRequest() {
        SortedMap<String, String> headers = new TreeMap<>(Map.of(
                "content-type",
                "application/json",
                "host",
                "bedrock-runtime.us-east-1.amazonaws.com",
                "x-amz-content-sha256",
                HASH,
                "x-amz-date",
                "20260801T120000Z",
                "x-amz-security-token",
                "TESTSESSIONTOKEN"));

        String canonical = SigV4.canonicalRequest(request(path("us.anthropic.claude-sonnet-4-6-v1:0"), ""), headers);

        assertThat(canonical).startsWith("POST\n/model/us.anthropic.claude-sonnet-4-6-v1%253A0/converse\n\n");
        assertThat(HexFormat.of().formatHex(SigV4.sha256(SigV4.utf8(canonical))))
                .isEqualTo("ee83a45280b8aca800f74f4bc9b28591de03ba0e7004e509dccc8421730a0869");
    }

    @Test
    void ordersTheQueryAndFoldsSpaces() {
        SortedMap<String, String> headers = new TreeMap<>(Map.of("host", "h", "x-note", "  a   b "));

        String canonical = SigV4.canonicalRequest(request("/", "b=2&a-b=1&a=2&a=1&c"), headers);

        assertThat(canonical).startsWith("POST\n/\na=1&a=2&a-b=1&b=2&c=\nhost:h\nx-note:a b\n\nhost;x-note\n");
    }

    @Test
    void keepsSecretsOutOfWhatIsPrinted() {
        assertThat(new AwsKeys("AKIDEXAMPLE", SECRET, "TOKEN").toString())
                .doesNotContain(SECRET)
                .doesNotContain("TOKEN");
    }
}
