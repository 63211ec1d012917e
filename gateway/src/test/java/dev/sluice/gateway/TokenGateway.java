package dev.sluice.gateway;

import dev.sluice.gateway.issuer.FakeIssuer;
import dev.sluice.gateway.issuer.SigningPair;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A gateway that takes the tokens of two issuers, with keys of all kinds; people, a team and rules for them. */
final class TokenGateway implements AutoCloseable {
    static final String AUDIENCE = "sluice";
    private static final String ANSWER =
            "{\"id\":\"1\",\"object\":\"chat.completion\",\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"role\":"
                    + "\"assistant\",\"content\":\"hi\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,"
                    + "\"completion_tokens\":1,\"total_tokens\":2}}";

    final SigningPair rsa = SigningPair.rsa("rsa", 2048);
    final SigningPair rs256Only = SigningPair.rsa("rs256-only", 2048);
    final SigningPair weak = SigningPair.rsa("weak", 1024);
    final SigningPair forEncryption = SigningPair.rsa("enc", 2048);
    final SigningPair p256 = SigningPair.elliptic("p256", "secp256r1");
    final SigningPair p384 = SigningPair.elliptic("p384", "secp384r1");
    final SigningPair ed = SigningPair.ed25519("ed");
    final SigningPair others = SigningPair.elliptic("others", "secp256r1");
    final SigningPair strangers = SigningPair.elliptic("strangers", "secp256r1");
    final FakeIssuer corp = new FakeIssuer();
    final FakeIssuer other = new FakeIssuer();
    private final ServedProviders served;
    private final HttpClient client = HttpClient.newHttpClient();

    TokenGateway(Path directory) throws IOException {
        corp.publish(List.of(
                rsa.jwk(Map.of("use", "sig")),
                rs256Only.jwk(Map.of("alg", "RS256")),
                weak.jwk(),
                forEncryption.jwk(Map.of("use", "enc")),
                p256.jwk(),
                p384.jwk(),
                ed.jwk(),
                "{\"kty\":\"oct\",\"kid\":\"oct\",\"k\":\"" + SigningPair.base64("a".repeat(64)) + "\"}"));
        other.publish(List.of(others.jwk()));
        served = new ServedProviders(directory)
                .with("mistral", "/v1", "up")
                .withManifest("""
                        kind: TokenIssuer
                        metadata: {name: corp-sso}
                        spec:
                          issuer: "%s"
                          audiences: [sluice, sluice-too]
                          algorithms: [RS256, PS256, ES256, ES384, EdDSA]
                          allowPrivateNetwork: true
                          authorizedParties: [cli]
                          team: {claim: org.team}
                          metadata: {env: environment, cost: cost_center}
                          requiredClaims: {groups: [sluice-users, admins], email_verified: ["true"]}
                          denyModels: ["mistral/secret*"]
                        """.formatted(corp.url()))
                .withManifest("""
                        kind: TokenIssuer
                        metadata: {name: cluster}
                        spec:
                          issuer: "%1$s"
                          jwksUrl: "%1$s/keys"
                          audiences: [sluice]
                          allowPrivateNetwork: true
                          subject: {claim: kubernetes\\.io.name, as: serviceAccount}
                          team: {claim: team}
                          unknownSubjects: allow
                        """.formatted(other.url()))
                .withManifest("kind: User\nmetadata: {name: ada}\nspec: {}\n")
                .withManifest("kind: User\nmetadata: {name: gone}\nspec: {disabled: true}\n")
                .withManifest("kind: Team\nmetadata: {name: red}\nspec: {}\n")
                .withManifest("""
                        kind: Model
                        metadata: {name: mistral/secret}
                        spec: {account: mistral, upstream: up, modes: [chat]}
                        """)
                .withManifest(
                        "kind: AccessRule\nmetadata: {name: ada}\nspec: {subjects: ['user:ada'], models: ['*']}\n")
                .withManifest(
                        "kind: AccessRule\nmetadata: {name: red}\nspec: {subjects: ['team:red'], models: ['*']}\n")
                .withManifest("""
                        kind: RateLimit
                        metadata: {name: few}
                        spec:
                          match: {metadata: {env: {in: [limited]}}}
                          per: [user]
                          limits: [{unit: requests, amount: 1, window: 1h}]
                        """)
                .start();
        served.provider().reply(200, ANSWER);
    }

    ServedProviders served() {
        return served;
    }

    /** Claims of a good token for {@code ada}, with these after them: the last of a name is meant to win. */
    String claims(Map<String, String> changed) {
        long now = Instant.now().getEpochSecond();
        Map<String, String> claims = new java.util.LinkedHashMap<>();
        claims.put("iss", "\"" + corp.url() + "\"");
        claims.put("sub", "\"ada\"");
        claims.put("aud", "[\"account\",\"sluice\"]");
        claims.put("azp", "\"cli\"");
        claims.put("exp", Long.toString(now + 300));
        claims.put("iat", Long.toString(now));
        claims.put("groups", "[\"staff\",\"sluice-users\"]");
        claims.put("email_verified", "true");
        claims.putAll(changed);
        claims.values().removeIf(String::isEmpty);
        StringBuilder json = new StringBuilder("{");
        claims.forEach((name, value) -> json.append(json.length() > 1 ? "," : "")
                .append('"')
                .append(name)
                .append("\":")
                .append(value));
        return json.append('}').toString();
    }

    HttpResponse<String> call(String token, String... headers) throws Exception {
        return callModel("mistral/m", token, headers);
    }

    HttpResponse<String> callModel(String model, String token, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(served.gateway().url() + "/v1/chat/completions"))
                .header("authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        served.close();
        corp.close();
        other.close();
    }
}
