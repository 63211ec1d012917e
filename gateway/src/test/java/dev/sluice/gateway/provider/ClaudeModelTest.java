package dev.sluice.gateway.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.catalog.Capabilities;
import dev.sluice.contract.catalog.Catalog;
import dev.sluice.contract.catalog.CatalogModel;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaudeModelTest {
    @ParameterizedTest
    @CsvSource({
        "claude-opus-4-7,opus,407",
        "claude-sonnet-4-20250514,sonnet,400",
        "claude-opus-4-5@20251101,opus,405",
        "claude-3-7-sonnet-20250219,'',307",
        "claude-3-opus-20240229,'',300",
        "claude-instant-1.2,instant,102",
        "us.anthropic.claude-haiku-4-5-20251001-v1:0,haiku,405",
        "databricks-claude-sonnet-4-6,sonnet,406",
        "claude-fable-5,fable,500",
        "claude-opus-10-1,opus,1001",
        "my-deployment,'',2147483647",
        "claude-next,'',2147483647"
    })
    void readsTheGenerationOffTheName(String name, String family, int version) {
        assertThat(ClaudeModel.named(name)).isEqualTo(new ClaudeModel(family, version));
    }

    private static ClaudeModel of(String upstream) {
        Capabilities can = Catalog.builtIn()
                .model("anthropic", upstream)
                .map(CatalogModel::capabilities)
                .orElse(Capabilities.UNKNOWN);
        ClaudeModel named = ClaudeModel.named(upstream);
        return new ClaudeModel(named.family(), named.version(), can);
    }

    @Test
    void pitfall57TheNewestModelsAlwaysThinkAndAreNotForced() {
        for (String name : List.of("claude-opus-5-5", "claude-fable-5-1", "claude-sonnet-5-5")) {
            assertThat(of(name).canStopThinking()).isFalse();
            assertThat(of(name).takesForcedTool()).isFalse();
            assertThat(of(name).takesSampling()).isFalse();
        }
        assertThat(of("claude-sonnet-4-6").takesForcedTool()).isTrue();
        assertThat(of("claude-sonnet-4-6").takesSampling()).isTrue();
    }

    @Test
    void pitfall59TheCatalogGoesBeforeTheName() {
        Capabilities can =
                new Capabilities(true, true, true, true, true, true, List.of("low", "xhigh"), true, true, null);
        ClaudeModel named = ClaudeModel.named("claude-opus-9");
        ClaudeModel known = new ClaudeModel("opus", 900, can);

        assertThat(named.takesSampling()).isFalse();
        assertThat(known.takesSampling()).isTrue();
        assertThat(named.canStopThinking()).isFalse();
        assertThat(known.canStopThinking()).isTrue();
        assertThat(named.takesForcedTool()).isFalse();
        assertThat(known.takesForcedTool()).isTrue();
        assertThat(new ClaudeModel("opus", 300, can).takesHighestEfforts()).isTrue();
    }
}
