package dev.sluice.e2e.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.e2e.product.AdminApi;
import dev.sluice.e2e.product.DemoLog;
import dev.sluice.e2e.product.Product;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The product with four gateways, and what tests of limits ask of it. The test closes it. */
final class FourGateways implements AutoCloseable {
    private final Product product;
    private final AdminApi admin;

    /** @param restartDelay of a process that died, such as {@code 2s} */
    FourGateways(String restartDelay) {
        try {
            product = new Product(
                            Files.createTempDirectory("sluice-faults"),
                            Map.of("SLUICE_GATEWAYS", "4", "SLUICE_RESTART_DELAY", restartDelay))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        admin = new AdminApi(product);
    }

    Product product() {
        return product;
    }

    AdminApi admin() {
        return admin;
    }

    List<String> urls() {
        return product.gatewayUrls();
    }

    /** A key of a service account of its own, so that rules may match it alone. */
    String key(String name) {
        JsonNode applied = admin.apply("""
                [{"kind": "ServiceAccount", "metadata": {"name": "%1$s"}, "spec": {"team": "everyone"}},
                 {"kind": "ApiKey", "metadata": {"name": "%1$s"},
                  "spec": {"owner": "serviceAccount:%1$s", "models": ["*"]}}]""".formatted(name));
        return applied.path("secrets").path(name).asText();
    }

    /** @param spec without {@code match}: it matches the service account alone */
    void rule(String kind, String name, String serviceAccount, String spec) {
        admin.apply("""
                [{"kind": "%s", "metadata": {"name": "%s"},
                  "spec": {"match": {"subjects": {"in": ["serviceAccount:%s"]}}, %s}}]""".formatted(kind, name, serviceAccount, spec));
    }

    /** A model of the demo provider. */
    void model(String name, String inputPrice, String outputPrice) {
        admin.apply("""
                [{"kind": "Model", "metadata": {"name": "%s"}, "spec": {"account": "demo", "upstream": "%s", "modes": ["chat"],
                  "price": {"input": "%s", "output": "%s"}}}]""".formatted(name, name, inputPrice, outputPrice));
    }

    /** A virtual model whose first target always fails. */
    void failover(String name, String spare) {
        admin.apply("""
                [{"kind": "Model", "metadata": {"name": "%1$s-down"}, "spec": {"account": "demo", "upstream": "[error 503]",
                  "modes": ["chat"], "price": {"input": "1", "output": "1"}}},
                 {"kind": "VirtualModel", "metadata": {"name": "%1$s"}, "spec": {"strategy": {"type": "priority"},
                  "targets": [{"model": "%1$s-down"}, {"model": "%2$s", "priority": 1}]}}]""".formatted(name, spare));
    }

    /** What the provider served of a model, which has the name of its upstream. */
    List<JsonNode> served(String model) throws IOException, InterruptedException {
        return DemoLog.read(product.env("SLUICE_DEMO_PROVIDER_URL")).values().stream()
                .filter(entry -> entry.path("model").asText().equals(model))
                .filter(entry -> entry.path("status").asInt() == 200)
                .toList();
    }

    /** The first segment of the state of a budget or a rate limit. */
    JsonNode state(String path) {
        AdminApi.Reply reply = admin.get(path + "/state");
        if (reply.status() != 200) {
            throw new AssertionError("GET " + path + "/state: " + reply);
        }
        return reply.body().path("segments").path(0);
    }

    /** Whether all gateways answered the question how a rule stands, and what they say holds. */
    boolean state(String path, Predicate<JsonNode> condition) {
        AdminApi.Reply reply = admin.get(path + "/state");
        return reply.status() == 200
                && reply.body().path("instances").asInt() == urls().size()
                && condition.test(reply.body().path("segments").path(0));
    }

    static BigDecimal usd(JsonNode amount) {
        return new BigDecimal(amount.asText("0"));
    }

    @Override
    public void close() {
        product.close();
    }
}
