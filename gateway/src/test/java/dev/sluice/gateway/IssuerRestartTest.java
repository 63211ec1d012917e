package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.issuer.FakeIssuer;
import dev.sluice.gateway.issuer.SigningPair;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An issuer that is down takes nothing away from tokens that it has signed. */
class IssuerRestartTest {
    private final Vertx vertx = Vertx.vertx();
    private final SigningPair key = SigningPair.elliptic("k", "secp256r1");

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        vertx.close();
    }

    private RunningGateway start(FakeIssuer issuer, Map<String, String> settings) throws IOException {
        Path policy = Files.writeString(directory.resolve("policy.yaml"), """
                kind: TokenIssuer
                metadata: {name: corp}
                spec: {issuer: "%s", audiences: [sluice], allowPrivateNetwork: true, unknownSubjects: allow}
                """.formatted(issuer.url()));
        Map<String, String> all = new java.util.HashMap<>(settings);
        all.put("SLUICE_POLICY_FILE", policy.toString());
        RunningGateway gateway = RunningGateway.with(vertx, all);
        RunningGateway.await(gateway.gateway()::isReady);
        return gateway;
    }

    private int call(RunningGateway gateway, FakeIssuer issuer, SigningPair pair) throws Exception {
        String token = pair.token(
                "ES256",
                "{\"iss\":\"%s\",\"aud\":\"sluice\",\"sub\":\"ada\",\"exp\":%d}"
                        .formatted(issuer.url(), Instant.now().getEpochSecond() + 60));
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/models"))
                .header("authorization", "Bearer " + token)
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    @Test
    void shouldServeFromTheFileOfTheLastRun() throws Exception {
        FakeIssuer issuer = new FakeIssuer().publish(List.of(key.jwk()));
        Map<String, String> settings = Map.of(
                "SLUICE_KEK",
                Base64.getEncoder().encodeToString(new byte[32]),
                "SLUICE_POLICY_CACHE_DIR",
                directory.resolve("cache").toString());
        try (RunningGateway first = start(issuer, settings)) {
            assertThat(call(first, issuer, key)).isEqualTo(200);
            issuer.close();
            assertThat(call(first, issuer, key)).isEqualTo(200);
        }
        try (RunningGateway second = start(issuer, settings)) {
            assertThat(call(second, issuer, key)).isEqualTo(200);
            assertThat(call(second, issuer, SigningPair.elliptic("k", "secp256r1")))
                    .isEqualTo(401);
        }
    }

    @Test
    void shouldKeepNothingWithoutAKeyToSignWith() throws Exception {
        FakeIssuer issuer = new FakeIssuer().publish(List.of(key.jwk()));
        Path cache = directory.resolve("cache");
        Map<String, String> settings = Map.of("SLUICE_POLICY_CACHE_DIR", cache.toString());
        try (RunningGateway first = start(issuer, settings)) {
            assertThat(call(first, issuer, key)).isEqualTo(200);
        }
        assertThat(cache).doesNotExist();
        issuer.close();
        try (RunningGateway second = start(issuer, settings)) {
            assertThat(call(second, issuer, key)).isEqualTo(401);
        }
    }
}
