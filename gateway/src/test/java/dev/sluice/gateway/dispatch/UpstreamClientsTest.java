package dev.sluice.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.catalog.Dialect;
import dev.sluice.contract.policy.BaseUrl;
import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.contract.policy.ProviderAccountSpec;
import dev.sluice.gateway.HeardWarnings;
import dev.sluice.testkit.FakeProvider;
import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamClientsTest {
    private static CompiledAccount account(String baseUrl, boolean allowPrivateNetwork) {
        return new CompiledAccount(
                "a",
                "openai-compatible",
                Dialect.OPENAI,
                new BaseUrl(false, "127.0.0.1", URI.create(baseUrl).getPort(), "/v1"),
                allowPrivateNetwork,
                List.of(),
                ProviderAccountSpec.Timeouts.DEFAULTS,
                ProviderAccountSpec.OnDisconnect.CANCEL,
                Map.of(),
                0);
    }

    /** An upgrade of the framework that asks its own pool again costs 17 kB for each record over TLS. */
    @Test
    void connectionsTakeTheirBuffersFromNettysPool() {
        Vertx vertx = Vertx.vertx();
        try (FakeProvider provider = FakeProvider.start(vertx)) {
            UpstreamClients clients = new UpstreamClients(vertx);

            HttpClientRequest request = clients.open(account(provider.baseUrl(), true), HttpMethod.POST, "/", false)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();

            assertThat(UpstreamReads.channel(request.connection()).alloc()).isSameAs(PooledByteBufAllocator.DEFAULT);
            clients.close();
        } finally {
            vertx.close();
        }
    }

    @Test
    void connectionsGatherWhatAReadBrings() {
        Vertx vertx = Vertx.vertx();
        try (FakeProvider provider = FakeProvider.start(vertx)) {
            UpstreamClients clients = new UpstreamClients(vertx);

            HttpClientRequest request = clients.open(account(provider.baseUrl(), true), HttpMethod.POST, "/", false)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();

            List<String> handlers =
                    UpstreamReads.channel(request.connection()).pipeline().names();
            assertThat(handlers).containsSubsequence("gathered-content-end", "codec", "gathered-content", "handler");
            clients.close();
        } finally {
            vertx.close();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void writesNothingToAPrivateAddressThatANameHasLedTo(boolean alone) throws Exception {
        Vertx vertx = Vertx.vertx();
        HeardWarnings told = HeardWarnings.of(Unreachable.class.getName());
        try (FakeProvider provider = FakeProvider.start(vertx)) {
            UpstreamClients clients = new UpstreamClients(vertx);
            Future<HttpClientResponse> refused = clients.open(
                            account(provider.baseUrl(), false), HttpMethod.POST, "/v1/chat/completions", alone)
                    .compose(request -> request.send("secret"));
            Future<HttpClientResponse> allowed = clients.open(
                            account(provider.baseUrl(), true), HttpMethod.POST, "/v1/chat/completions", alone)
                    .compose(request -> request.send("fine"));

            allowed.toCompletionStage().toCompletableFuture().join();
            assertThat(refused.toCompletionStage()
                            .toCompletableFuture()
                            .handle((_, failure) -> failure != null)
                            .join())
                    .isTrue();
            assertThat(provider.requests())
                    .extracting(r -> new String(r.body(), StandardCharsets.UTF_8))
                    .containsExactly("fine");
            assertThat(told.lines())
                    .containsExactly("a provider's name leads to the private address 127.0.0.1:"
                            + " set allowPrivateNetwork if that is meant");
            clients.close();
        } finally {
            told.close();
            vertx.close();
        }
    }
}
