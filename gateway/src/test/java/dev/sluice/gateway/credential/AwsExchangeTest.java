package dev.sluice.gateway.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.contract.policy.AwsKeys;
import dev.sluice.contract.policy.Grant;
import dev.sluice.contract.policy.Identity;
import dev.sluice.gateway.signing.SigV4;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AwsExchangeTest {
    private static final String ROLE = "arn:aws:iam::123456789012:role/models";
    private static final String XML = """
            <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
            <AccessKeyId>ASIA1</AccessKeyId><SecretAccessKey>sec/ret+</SecretAccessKey>
            <SessionToken>ses==</SessionToken><Expiration>2026-01-01T01:00:00Z</Expiration>
            </Credentials></AssumeRoleResult></AssumeRoleResponse>""";
    private static final String KEYS = """
            {"Code":"Success","Type":"AWS-HMAC","AccessKeyId":"ASIA2","SecretAccessKey":"s2","Token":"t2",
            "Expiration":"2026-01-01T06:00:00Z"}""";

    private final FakeTokens tokens = new FakeTokens();
    private final MovableClock clock = new MovableClock();

    @AfterEach
    void stop() {
        tokens.close();
    }

    private Exchange.Granted run(Identity identity, Map<String, String> platform) throws ExchangeException {
        return new Exchanges(new Platform(platform), clock).of(identity).run();
    }

    /** A vector of AWS's own test suite for the signature, "post-x-www-form-urlencoded". */
    @Test
    void takesOnARoleWithKeysOfTheEnvironment() throws ExchangeException {
        tokens.then(200, XML);

        Exchange.Granted granted = run(
                new Identity.AwsRole(ROLE, "ext 1", "eu-central-1"),
                Map.of(
                        "AWS_ENDPOINT_URL_STS", tokens.url(),
                        "AWS_ACCESS_KEY_ID", "AKIA0",
                        "AWS_SECRET_ACCESS_KEY", "canary",
                        "AWS_SESSION_TOKEN", "session0"));

        assertThat(granted.grant()).isEqualTo(new Grant.Keys(new AwsKeys("ASIA1", "sec/ret+", "ses==")));
        assertThat(granted.expiresAt()).isEqualTo(Instant.parse("2026-01-01T01:00:00Z"));
        FakeTokens.Asked asked = tokens.asked().getFirst();
        assertThat(asked.form())
                .containsEntry("Action", "AssumeRole")
                .containsEntry("Version", "2011-06-15")
                .containsEntry("RoleArn", ROLE)
                .containsEntry("RoleSessionName", "sluice")
                .containsEntry("ExternalId", "ext 1");
        Map<String, String> signed = SigV4.sign(
                new SigV4.Request(
                        "POST",
                        asked.header("host"),
                        "/",
                        "",
                        Map.of("content-type", asked.header("content-type")),
                        asked.body().getBytes(StandardCharsets.UTF_8)),
                new AwsKeys("AKIA0", "canary", "session0"),
                "eu-central-1",
                "sts",
                clock.instant());
        assertThat(asked.headers()).containsAllEntriesOf(signed).containsEntry("x-amz-security-token", "session0");
        assertThat(asked.header("authorization")).contains("Credential=AKIA0/20260101/eu-central-1/sts/aws4_request");
    }

    @Test
    void showsThePodsTokenForItsRoleAndTakesOnAnotherWithThat(@TempDir Path directory)
            throws IOException, ExchangeException {
        Path file = Files.writeString(directory.resolve("token"), "pod-token\n");
        Map<String, String> platform = Map.of(
                "AWS_ENDPOINT_URL_STS", tokens.url(),
                "AWS_WEB_IDENTITY_TOKEN_FILE", file.toString(),
                "AWS_ROLE_ARN", "arn:aws:iam::1:role/pod");
        tokens.then(200, XML);

        run(new Identity.AwsWebIdentity("us-east-1"), platform);
        run(new Identity.AwsRole(ROLE, null, "us-east-1"), platform);

        assertThat(tokens.asked())
                .extracting(asked -> asked.form().get("Action"))
                .containsExactly("AssumeRoleWithWebIdentity", "AssumeRoleWithWebIdentity", "AssumeRole");
        assertThat(tokens.asked().getFirst().form())
                .containsEntry("WebIdentityToken", "pod-token")
                .containsEntry("RoleArn", "arn:aws:iam::1:role/pod");
        assertThat(tokens.asked().getFirst().headers()).doesNotContainKey("authorization");
        assertThat(tokens.asked().getLast().headers())
                .containsEntry("x-amz-security-token", "ses==")
                .hasEntrySatisfying("authorization", value -> assertThat(value).contains("Credential=ASIA1/"));
    }

    @Test
    void asksTheInstanceInItsSecondVersion() throws ExchangeException {
        tokens.then(200, "imds-session").then(200, "the-role\n").then(200, KEYS);

        Exchange.Granted granted =
                run(new Identity.AwsMetadata(), Map.of("AWS_EC2_METADATA_SERVICE_ENDPOINT", tokens.url()));

        assertThat(granted.grant()).isEqualTo(new Grant.Keys(new AwsKeys("ASIA2", "s2", "t2")));
        assertThat(granted.expiresAt()).isEqualTo(Instant.parse("2026-01-01T06:00:00Z"));
        assertThat(tokens.asked())
                .extracting(asked -> asked.method() + " " + asked.uri())
                .containsExactly(
                        "PUT /latest/api/token",
                        "GET /latest/meta-data/iam/security-credentials/",
                        "GET /latest/meta-data/iam/security-credentials/the-role");
        assertThat(tokens.asked().getFirst().headers()).containsEntry("x-aws-ec2-metadata-token-ttl-seconds", "300");
        assertThat(tokens.asked().getLast().headers()).containsEntry("x-aws-ec2-metadata-token", "imds-session");
    }

    @Test
    void asksTheContainer(@TempDir Path directory) throws IOException, ExchangeException {
        Path file = Files.writeString(directory.resolve("token"), "from-file\n");
        tokens.then(200, KEYS);
        String url = tokens.url() + "/v2/credentials/x";

        run(
                new Identity.AwsMetadata(),
                Map.of("AWS_CONTAINER_CREDENTIALS_FULL_URI", url, "AWS_CONTAINER_AUTHORIZATION_TOKEN", "given"));
        run(
                new Identity.AwsMetadata(),
                Map.of(
                        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                        url,
                        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
                        file.toString()));

        assertThat(tokens.asked())
                .extracting(asked -> asked.uri() + " " + asked.header("authorization"))
                .containsExactly("/v2/credentials/x given", "/v2/credentials/x from-file");
    }

    @Test
    void tellsTheCodeOfARefusal() {
        tokens.then(
                        403,
                        "<ErrorResponse><Error><Code>AccessDenied</Code><Message>canary</Message></Error></ErrorResponse>")
                .then(200, "<AssumeRoleResponse/>")
                .then(200, XML.replace("2026-01-01T01:00:00Z", "soon"));
        Map<String, String> platform = Map.of(
                "AWS_ENDPOINT_URL_STS", tokens.url(), "AWS_ACCESS_KEY_ID", "AKIA0", "AWS_SECRET_ACCESS_KEY", "canary");
        Identity.AwsRole role = new Identity.AwsRole(ROLE, null, "us-east-1");

        assertThatThrownBy(() -> run(role, platform)).hasMessage("127.0.0.1 answered 403: AccessDenied");
        assertThatThrownBy(() -> run(role, platform)).hasMessage("127.0.0.1 answered without keys");
        assertThatThrownBy(() -> run(role, platform)).hasMessage("127.0.0.1 did not say when its keys expire");
    }
}
