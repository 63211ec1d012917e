package dev.sluice.gateway.provider.anthropic;

import static dev.sluice.gateway.provider.anthropic.Asked.assistant;
import static dev.sluice.gateway.provider.anthropic.Asked.sampling;
import static dev.sluice.gateway.provider.anthropic.Asked.user;
import static dev.sluice.gateway.provider.anthropic.Fixtures.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.Reasoning;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnthropicThinkingTest {
    private static final String OLD = "claude-sonnet-4-5-20250929";

    private final Asked asked = new Asked();

    private static Reasoning reasoning(String spec) {
        return switch (spec) {
            case "off" -> Reasoning.OFF;
            case "adaptive" -> new Reasoning.Adaptive();
            default -> spec.matches("\\d+") ? new Reasoning.Budget(Long.parseLong(spec)) : new Reasoning.Effort(spec);
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                // A budget up to 4.5.
                "claude-sonnet-4-5-20250929|minimal|{'type':'enabled','budget_tokens':1024}|-",
                "claude-sonnet-4-5-20250929|low|{'type':'enabled','budget_tokens':1024}|-",
                "claude-opus-4-20250514|medium|{'type':'enabled','budget_tokens':4096}|-",
                "claude-3-7-sonnet-20250219|high|{'type':'enabled','budget_tokens':16384}|-",
                "claude-haiku-4-5|xhigh|{'type':'enabled','budget_tokens':24576}|-",
                "claude-haiku-4-5|adaptive|{'type':'enabled','budget_tokens':4096}|-",
                "claude-haiku-4-5|5000|{'type':'enabled','budget_tokens':5000}|-",
                "claude-haiku-4-5|100|{'type':'enabled','budget_tokens':1024}|-",
                "claude-haiku-4-5|off|{'type':'disabled'}|-",
                // Both with 4.6.
                "claude-sonnet-4-6|low|{'type':'adaptive'}|low",
                "claude-opus-4-6|xhigh|{'type':'adaptive'}|high",
                "claude-opus-4-6|max|{'type':'adaptive'}|max",
                "claude-opus-4-6|adaptive|{'type':'adaptive'}|-",
                "claude-opus-4-6|5000|{'type':'enabled','budget_tokens':5000}|-",
                // An effort from 4.7 on.
                "claude-opus-4-7|minimal|{'type':'adaptive','display':'summarized'}|low",
                "claude-opus-5|xhigh|{'type':'adaptive','display':'summarized'}|xhigh",
                "us.anthropic.claude-opus-4-8|5000|{'type':'adaptive','display':'summarized'}|medium",
                "claude-sonnet-5|100000|{'type':'adaptive','display':'summarized'}|xhigh",
                "claude-opus-5|off|{'type':'disabled'}|-",
                "claude-opus-5|none|{'type':'disabled'}|-",
                "claude-haiku-5-5|off|{'type':'disabled'}|-",
                // Never without, after 5.0.
                "claude-opus-5-5|off|-|low",
                "claude-fable-5-1|none|-|low",
                "some-deployment|off|-|low",
                "some-deployment|high|{'type':'adaptive','display':'summarized'}|high",
            })
    void asksEachGenerationInItsWords(String model, String spec, String thinking, String effort) {
        asked.reasoning = reasoning(spec);
        JsonNode body = asked.body(model);
        assertThat(body.path("thinking")).isEqualTo(thinking == null ? body.path("-") : json(thinking));
        assertThat(body.path("output_config"))
                .isEqualTo(effort == null ? body.path("-") : json("{'effort':'" + effort + "'}"));
        assertThat(asked.dropped(model)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"low", "off", "2000", "adaptive"})
    void asksModelsThatCannotThinkForNothing(String spec) {
        asked.reasoning = reasoning(spec);
        assertThat(asked.body("claude-3-5-sonnet-20241022").has("thinking")).isFalse();
        assertThat(asked.dropped("claude-3-5-sonnet-20241022"))
                .isEqualTo(spec.equals("off") ? List.of() : List.of("reasoning_effort"));
    }

    @Test
    void makesRoomForTheBudgetWhenTheClientNamesNoLimit() {
        asked.reasoning = new Reasoning.Effort("high");
        assertThat(asked.body(OLD).path("max_tokens").asLong()).isEqualTo(16_384 + Asked.DEFAULT_MAX);
        asked.reasoning = new Reasoning.Budget(2_000);
        assertThat(asked.body(OLD).path("max_tokens").asLong()).isEqualTo(Asked.DEFAULT_MAX);
    }

    @ParameterizedTest
    @CsvSource({"high,10000,5000", "low,10000,1024", "9999,10000,9999", "10000,10000,5000", "20000,10000,5000"})
    void keepsTheBudgetBelowTheClientsLimit(String spec, long limit, long budget) {
        asked.reasoning = reasoning(spec);
        asked.maxOutputTokens = OptionalLong.of(limit);
        assertThat(asked.body(OLD).path("max_tokens").asLong()).isEqualTo(limit);
        assertThat(asked.body(OLD).at("/thinking/budget_tokens").asLong()).isEqualTo(budget);
    }

    @ParameterizedTest
    @CsvSource({"high,2047", "1024,1024", "5000,256"})
    void doesNotThinkBelowTheLeastBudget(String spec, long limit) {
        asked.reasoning = reasoning(spec);
        asked.maxOutputTokens = OptionalLong.of(limit);
        assertThat(asked.body(OLD).has("thinking")).isFalse();
        assertThat(asked.body(OLD).path("max_tokens").asLong()).isEqualTo(limit);
        assertThat(asked.dropped(OLD)).containsExactly("reasoning_effort");
    }

    @Test
    void thinksAtNoOtherTemperature() {
        asked.reasoning = new Reasoning.Effort("low");
        asked.sampling = sampling(0.2, 0.9);
        assertThat(asked.body().has("temperature")).isFalse();
        assertThat(asked.body().has("top_p")).isFalse();
        assertThat(asked.dropped()).containsExactly("temperature", "top_p");
        asked.reasoning = Reasoning.OFF;
        assertThat(asked.body().path("temperature").asDouble()).isEqualTo(0.2);
    }

    @Test
    void doesNotThinkByBudgetAmidCallsWhoseThoughtsAreLost() {
        asked.reasoning = new Reasoning.Effort("low");
        Content call = new Content.ToolCall("x", "f", "{}");
        var result = user(new Content.ToolResult("x", List.of(), false, null));
        asked.turns = List.of(user("a"), assistant(new Content.Thinking("hm", null), call), result);
        assertThat(asked.body(OLD).has("thinking")).isFalse();
        assertThat(asked.dropped(OLD)).containsExactly("reasoning_effort");

        asked.turns = List.of(user("a"), assistant(new Content.Thinking("hm", "U0lH"), call), result);
        assertThat(asked.body(OLD).has("thinking")).isTrue();
        asked.turns = List.of(user("a"), assistant(call), result, assistant(new Content.Text("b")), user("c"));
        assertThat(asked.body(OLD).has("thinking")).isTrue();
    }
}
