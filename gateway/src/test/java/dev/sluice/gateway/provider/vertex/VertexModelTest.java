package dev.sluice.gateway.provider.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.catalog.Dialect;
import dev.sluice.contract.policy.BaseUrl;
import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.ProviderAccountSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VertexModelTest {
    private static CompiledModel target(String base, String upstream) {
        CompiledAccount account = new CompiledAccount(
                "vertex",
                "vertex",
                Dialect.GEMINI,
                false,
                BaseUrl.parse("https://example.com" + base, false),
                false,
                List.of(),
                ProviderAccountSpec.Timeouts.DEFAULTS,
                ProviderAccountSpec.OnDisconnect.CANCEL,
                Map.of(),
                0,
                new CompiledAccount.Cloud(null, "global", "p/../q", null));
        return new CompiledModel("m", "m", upstream, account, null, 1);
    }

    @ParameterizedTest
    @CsvSource({
        "gemini-2.5-pro, GEMINI, google/models/gemini-2.5-pro",
        "claude-opus-4-6@default, ANTHROPIC, anthropic/models/claude-opus-4-6%40default",
        "google/gemini-2.5-pro, GEMINI, google/models/gemini-2.5-pro",
        "publishers/anthropic/models/claude-x, ANTHROPIC, anthropic/models/claude-x",
        "x/../../y, GEMINI, google/models/x%2F..%2F..%2Fy"
    })
    void knowsThePublisherByTheName(String upstream, Dialect dialect, String path) {
        CompiledModel target = target("", upstream);

        assertThat(VertexModel.of(target).dialect()).isEqualTo(dialect);
        assertThat(VertexModel.of(target).uri(target, "m"))
                .isEqualTo("/v1/projects/p%2F..%2Fq/locations/global/publishers/" + path + ":m");
    }

    @ParameterizedTest
    @CsvSource({"/proxy, /proxy/v1", "/proxy/v1, /proxy/v1", "/v1beta1, /v1beta1"})
    void takesABaseUrlWithAVersionOrWithout(String base, String prefix) {
        CompiledModel target = target(base, "g");

        assertThat(VertexModel.of(target).uri(target, "m")).startsWith(prefix + "/projects/");
    }
}
