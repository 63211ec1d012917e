package dev.sluice.contract.catalog;

import static org.assertj.core.api.Assertions.assertThat;

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
    void knowsWhoServesResponses() {
        assertThat(catalog.provider("openai").orElseThrow().responses()).isTrue();
        assertThat(catalog.provider("openai-compatible").orElseThrow().responses())
                .isFalse();
        assertThat(catalog.provider("vllm").orElseThrow().responses()).isFalse();
    }
}
