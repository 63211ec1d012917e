package dev.sluice.gateway.provider.anthropic;

import static dev.sluice.gateway.provider.anthropic.Fixtures.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.inference.chat.ChatRequest.Sampling;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnthropicHintsTest {
    private final Asked asked = new Asked();

    private void assertRefused(String param) {
        assertThatThrownBy(asked::body)
                .asInstanceOf(InstanceOfAssertFactories.type(GatewayException.class))
                .extracting(GatewayException::error)
                .isInstanceOfSatisfying(GatewayError.UnsupportedParameter.class, error -> {
                    assertThat(error.param()).isEqualTo(param);
                    assertThat(error.message()).contains("'" + param + "'").containsAnyOf("leave", "ask", "offer");
                });
    }

    @Test
    void refusesSeveralChoices() {
        asked.choices = 2;
        assertRefused("n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "logprobs|true",
                "top_logprobs|3",
                "audio|{\"voice\":\"alloy\"}",
                "modalities|[\"text\",\"audio\"]",
                "functions|[{\"name\":\"f\"}]"
            })
    void refusesWhatChangesTheMeaning(String name, String value) {
        asked.others = Map.of(name, value);
        assertRefused(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "logprobs|false",
                "top_logprobs|0",
                "audio|null",
                "modalities|[\"text\"]",
                "functions|[]",
                "seed|null",
                "stream_options|{\"include_usage\":true}"
            })
    void saysNothingOfWhatAsksForNothing(String name, String value) {
        asked.others = Map.of(name, value);
        assertThat(asked.dropped()).isEmpty();
        assertThat(asked.body().has(name)).isFalse();
    }

    @Test
    void namesTheHintsItDrops() {
        asked.sampling = new Sampling(null, null, OptionalInt.empty(), 0.5, -0.5, OptionalLong.of(7), List.of());
        asked.others = Map.of("logit_bias", "{\"1\":2}", "store", "true", "verbosity", "\"low\"");
        assertThat(asked.dropped())
                .containsExactly("frequency_penalty", "presence_penalty", "seed", "logit_bias", "store", "verbosity");

        asked.sampling = new Sampling(null, null, OptionalInt.empty(), 0.0, 0.0, OptionalLong.empty(), List.of());
        asked.others = Map.of();
        assertThat(asked.dropped()).isEmpty();
    }

    @Test
    void saysWhoTheUserIs() {
        asked.user = "u-1";
        asked.others = Map.of("safety_identifier", "\"u-2\"");
        assertThat(asked.body().path("metadata")).isEqualTo(json("{'user_id':'u-1'}"));
        assertThat(asked.dropped()).containsExactly("safety_identifier");

        asked.user = null;
        assertThat(asked.body().path("metadata")).isEqualTo(json("{'user_id':'u-2'}"));

        asked.others = Map.of();
        asked.user = "x".repeat(257);
        assertThat(asked.body().has("metadata")).isFalse();
        assertThat(asked.dropped()).containsExactly("user");
    }

    @ParameterizedTest
    @CsvSource({"auto,auto", "default,standard_only", "standard_only,standard_only", "flex,"})
    void translatesServiceTiers(String openai, String anthropic) {
        asked.others = Map.of("service_tier", "\"" + openai + "\"");
        assertThat(asked.body().path("service_tier").asText(null)).isEqualTo(anthropic);
        assertThat(asked.dropped()).isEqualTo(anthropic == null ? List.of("service_tier") : List.of());
    }

    @Test
    void passesAnthropicsOwnFieldsOn() {
        asked.others = Map.of("cache_control", "{\"type\":\"ephemeral\"}", "inference_geo", "\"us\"");
        assertThat(asked.body().path("cache_control")).isEqualTo(json("{'type':'ephemeral'}"));
        assertThat(asked.body().path("inference_geo").asText()).isEqualTo("us");
        assertThat(asked.dropped()).isEmpty();
    }
}
