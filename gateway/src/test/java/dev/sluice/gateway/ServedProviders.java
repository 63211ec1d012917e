package dev.sluice.gateway;

import dev.sluice.contract.key.KeyFormat;
import dev.sluice.contract.usage.UsageRecord;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A gateway with one account at each of some providers, all of them played by one {@link ReplayingProvider}. The model of
 * each is {@code <provider>/m}, at a dollar for a million tokens of input and two for output.
 */
final class ServedProviders implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final ReplayingProvider provider = new ReplayingProvider(vertx);
    private final StringBuilder manifests = new StringBuilder();
    private final Path directory;
    private @Nullable RunningGateway gateway;

    ServedProviders(Path directory) {
        this.directory = directory;
    }

    /** @param path what the account's base URL ends with */
    ServedProviders with(String name, String path, String upstream) {
        manifests.append("""
            kind: ProviderAccount
            metadata: {name: %1$s}
            spec: {provider: %1$s, baseUrl: "http://127.0.0.1:%2$d%3$s", allowPrivateNetwork: true, credentials: [{name: primary, secret: {value: upstream-secret}}]}
            ---
            kind: Model
            metadata: {name: %1$s/m}
            spec: {account: %1$s, upstream: "%4$s", modes: [chat, embedding], price: {input: "1", output: "2"}}
            ---
            """.formatted(name, provider.port(), path, upstream));
        return this;
    }

    /** An account and a model named {@code public-<provider>}, where nobody of the test answers. */
    ServedProviders withPublic(String provider, String baseUrl, String upstream) {
        manifests.append("""
            kind: ProviderAccount
            metadata: {name: public-%1$s}
            spec: {provider: %1$s, baseUrl: "%2$s", credentials: [{name: primary, secret: {value: upstream-secret}}]}
            ---
            kind: Model
            metadata: {name: public-%1$s/m}
            spec: {account: public-%1$s, upstream: "%3$s", modes: [chat]}
            ---
            """.formatted(provider, baseUrl, upstream));
        return this;
    }

    ServedProviders withManifest(String manifest) {
        manifests.append(manifest).append("---\n");
        return this;
    }

    ServedProviders start() throws IOException {
        manifests.append("""
            kind: ServiceAccount
            metadata: {name: bot}
            spec: {}
            ---
            kind: AccessRule
            metadata: {name: all}
            spec: {subjects: ["serviceAccount:bot"], models: ["*"]}
            ---
            kind: ApiKey
            metadata: {name: bot-key}
            spec: {owner: "serviceAccount:bot", models: ["*"], secret: {sha256: %s}}
            """.formatted(KeyFormat.sha256(Manifest.KEY)));
        gateway = RunningGateway.alone(vertx, directory, manifests.toString());
        return this;
    }

    ReplayingProvider provider() {
        return provider;
    }

    RunningGateway gateway() {
        return Objects.requireNonNull(gateway, "not started");
    }

    /** What the provider was asked last. */
    ReplayingProvider.Asked asked() {
        return provider.asked().getLast();
    }

    HttpResponse<String> post(String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway().url() + path))
                .header("authorization", "Bearer " + Manifest.KEY)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway().url() + path))
                .header("authorization", "Bearer " + Manifest.KEY)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    UsageRecord record(HttpResponse<String> response) {
        return gateway().record(response.headers().firstValue("x-request-id").orElseThrow());
    }

    @Override
    public void close() {
        gateway().close();
        vertx.close();
    }
}
