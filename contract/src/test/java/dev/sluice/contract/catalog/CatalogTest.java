package dev.sluice.contract.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class CatalogTest {
    private final Catalog catalog = Catalog.builtIn();

    @Test
    void knowsPricesByExactProviderAndName() {
        assertThat(catalog.price("openai", "gpt-4o-mini")).hasValueSatisfying(price -> {
            assertThat(price.input()).isEqualTo("0.15");
            assertThat(price.cachedInput()).isEqualTo("0.075");
            assertThat(price.output()).isEqualTo("0.6");
        });
        assertThat(catalog.price("openai", "gpt-4o-min")).isEmpty();
        assertThat(catalog.price("groq", "gpt-4o-mini")).isEmpty();
    }

    @Test
    void keepsTheTiersOfAPrice() {
        assertThat(catalog.price("openai", "gpt-5.5").orElseThrow().tiers())
                .singleElement()
                .satisfies(tier -> assertThat(tier.above()).isEqualTo(272_000));
    }

    @Test
    void knowsWhereProvidersAreAndWhichVariablesHoldTheirKeys() {
        assertThat(catalog.provider("openai").orElseThrow().env()).contains("OPENAI_API_KEY");
        assertThat(catalog.provider("openai").orElseThrow().baseUrl()).startsWith("https://");
        assertThat(catalog.provider("openai-compatible").orElseThrow().baseUrl())
                .isNull();
        assertThat(catalog.provider("nobody")).isEmpty();
    }

    @Test
    void knowsWhereModelsTakeTools() {
        assertThat(catalog.model("openai", "gpt-6-sol").orElseThrow().tools()).isEqualTo(ToolEndpoint.RESPONSES);
        assertThat(catalog.model("openai", "gpt-5.6-luna").orElseThrow().tools())
                .isEqualTo(ToolEndpoint.RESPONSES);
        assertThat(catalog.model("openai", "gpt-5.4").orElseThrow().tools())
                .isEqualTo(ToolEndpoint.RESPONSES_WITH_EFFORT);
        assertThat(catalog.model("openai", "gpt-4.1").orElseThrow().tools()).isEqualTo(ToolEndpoint.CHAT);
    }

    @Test
    void knowsWhatModelsTake() {
        Capabilities o3 = catalog.model("openai", "o3").orElseThrow().capabilities();
        assertThat(o3.known()).isTrue();
        assertThat(o3.temperature()).isFalse();
        assertThat(o3.efforts()).containsExactly("low", "medium", "high");
        assertThat(o3.maxOutput()).isEqualTo(100_000);

        Capabilities claude =
                catalog.model("anthropic", "claude-opus-5-5").orElseThrow().capabilities();
        assertThat(claude.thinkingOff()).isFalse();
        assertThat(claude.forcedToolChoice()).isFalse();
        assertThat(catalog.model("deepseek", "deepseek-chat")
                        .orElseThrow()
                        .capabilities()
                        .vision())
                .isFalse();
    }

    @Test
    void takesWhatARowDoesNotSayToBePossible() {
        Capabilities unsaid =
                catalog.model("mistral", "mistral-large-4").orElseThrow().capabilities();

        assertThat(unsaid.vision()).isTrue();
        assertThat(unsaid.reasoning()).isTrue();
        assertThat(unsaid.thinkingOff()).isTrue();
        assertThat(unsaid.maxOutput()).isNull();
    }

    @Test
    void knowsTheQuirksOfVendors() {
        Quirks mistral = catalog.provider("mistral").orElseThrow().quirks();
        assertThat(mistral).isNotNull();
        assertThat(mistral.fields().rename()).containsEntry("seed", "random_seed");
        assertThat(mistral.messages().images()).isEqualTo(Images.TEXT);
        assertThat(mistral.tools().idLength()).isEqualTo(9);
        assertThat(catalog.provider("openai").orElseThrow().quirks()).isNull();
    }

    @Test
    void knowsModelsThatAProviderServesForAnotherAtItsPrices() {
        assertThat(catalog.price("azure-openai", "gpt-4o-mini"))
                .isEqualTo(catalog.price("openai", "gpt-4o-mini"))
                .isPresent();
        assertThat(catalog.model("azure-openai", "gpt-5").orElseThrow().capabilities())
                .isEqualTo(catalog.model("openai", "gpt-5").orElseThrow().capabilities());
        assertThat(catalog.price("azure-openai", "my-deployment")).isEmpty();
        assertThat(catalog.price("groq", "gpt-4o-mini")).isEmpty();
    }

    @Test
    void refusesAQuirkThatItDoesNotKnow() {
        assertThat(catchThrowable(
                        () -> new ObjectMapper().readValue("{\"fields\":{\"lack\":[\"seed\"]}}", Quirks.class)))
                .hasMessageContaining("lack");
    }

    @Test
    void knowsWhoServesResponses() {
        assertThat(catalog.provider("openai").orElseThrow().responses()).isTrue();
        assertThat(catalog.provider("openai-compatible").orElseThrow().responses())
                .isFalse();
        assertThat(catalog.provider("vllm").orElseThrow().responses()).isFalse();
    }
}
