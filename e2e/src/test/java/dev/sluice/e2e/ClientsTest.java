package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.e2e.product.AdminApi;
import dev.sluice.e2e.product.NodeScript;
import dev.sluice.e2e.product.Product;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Scripts of Node: the official client, and the console in a browser. */
@Tag("e2e")
class ClientsTest {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

    @Test
    void theOfficialNodeClientNeedsOnlyAnotherBaseUrlAndKey() {
        Product product = SharedProduct.get();
        AdminApi.Reply narrow = new AdminApi(product)
                .post(
                        "/api-keys",
                        "{\"metadata\":{\"name\":\"narrow-" + System.nanoTime()
                                + "\"},\"spec\":{\"owner\":\"serviceAccount:quickstart\",\"models\":[\"none/*\"]}}");
        assertThat(narrow.status()).as(narrow.toString()).isEqualTo(201);

        NodeScript.Result result = NodeScript.run(
                "openai.mjs",
                Map.of(
                        "SLUICE_GATEWAY_URL", product.env("SLUICE_GATEWAY_URL"),
                        "SLUICE_API_KEY", product.env("SLUICE_API_KEY"),
                        "SLUICE_DEMO_MODEL", product.env("SLUICE_DEMO_MODEL"),
                        "NARROW_KEY", narrow.body().path("key").asText()));

        assertThat(result.output()).doesNotContain("not ok").contains("ok a completion", "ok a 403");
        assertThat(result.exitCode()).as(result.output()).isZero();
    }

    @Test
    void aPersonFindsTheirFirstRequestInTheConsole() {
        assumeTrue(Files.exists(CHROMIUM), "Chromium is not installed: the console was not driven");
        Product product = SharedProduct.get();

        NodeScript.Result result = NodeScript.run(
                "console.mjs",
                Map.of(
                        "SLUICE_ADMIN_URL", product.env("SLUICE_ADMIN_URL"),
                        "SLUICE_ADMIN_EMAIL", product.env("SLUICE_ADMIN_EMAIL"),
                        "SLUICE_ADMIN_PASSWORD", product.env("SLUICE_ADMIN_PASSWORD"),
                        "SLUICE_DEMO_PROVIDER_URL", product.env("SLUICE_DEMO_PROVIDER_URL"),
                        "SLUICE_DEMO_MODEL", product.env("SLUICE_DEMO_MODEL"),
                        "CHROMIUM", CHROMIUM.toString(),
                        "SCREENSHOTS",
                                Path.of("target", "screenshots")
                                        .toAbsolutePath()
                                        .toString()));

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output()).contains("ok requests");
    }
}
