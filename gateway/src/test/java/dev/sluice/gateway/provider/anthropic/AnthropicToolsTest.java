package dev.sluice.gateway.provider.anthropic;

import static dev.sluice.gateway.provider.anthropic.Asked.assistant;
import static dev.sluice.gateway.provider.anthropic.Asked.user;
import static dev.sluice.gateway.provider.anthropic.Fixtures.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.inference.chat.ChatRequest.Tool;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.Reasoning;
import dev.sluice.gateway.inference.chat.ToolChoice;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnthropicToolsTest {
    private final Asked asked = new Asked();

    private JsonNode choice(ToolChoice choice, @Nullable Boolean parallel) {
        asked.tools = List.of(Asked.WEATHER);
        asked.toolChoice = choice;
        asked.parallelToolCalls = parallel;
        return asked.body().path("tool_choice");
    }

    private JsonNode tool(@Nullable String schema, @Nullable Boolean strict, @Nullable String cacheControl) {
        asked.tools = List.of(new Tool("f", null, schema, strict, cacheControl));
        return asked.body().at("/tools/0");
    }

    @Test
    void translatesChoices() {
        assertThat(choice(ToolChoice.UNSAID, null).isMissingNode()).isTrue();
        assertThat(choice(ToolChoice.UNSAID, true).isMissingNode()).isTrue();
        assertThat(choice(ToolChoice.AUTO, true)).isEqualTo(json("{'type':'auto'}"));
        assertThat(choice(ToolChoice.NONE, null)).isEqualTo(json("{'type':'none'}"));
        assertThat(choice(ToolChoice.REQUIRED, null)).isEqualTo(json("{'type':'any'}"));
        assertThat(choice(new ToolChoice.Named("weather"), null)).isEqualTo(json("{'type':'tool','name':'weather'}"));
    }

    @Test
    void asksForOneCallAtMostWithinAChoice() {
        assertThat(choice(ToolChoice.UNSAID, false))
                .isEqualTo(json("{'type':'auto','disable_parallel_tool_use':true}"));
        assertThat(choice(new ToolChoice.Named("weather"), false))
                .isEqualTo(json("{'type':'tool','name':'weather','disable_parallel_tool_use':true}"));
        assertThat(choice(ToolChoice.NONE, false)).isEqualTo(json("{'type':'none'}"));
    }

    @Test
    void saysNothingOfChoicesWithoutTools() {
        asked.toolChoice = ToolChoice.REQUIRED;
        asked.parallelToolCalls = false;
        assertThat(asked.body().has("tool_choice")).isFalse();
        assertThat(asked.body().has("tools")).isFalse();
    }

    @Test
    void asksInWordsForACallThatCannotBeDemanded() {
        asked.reasoning = new Reasoning.Effort("low");
        assertThat(choice(ToolChoice.REQUIRED, false))
                .isEqualTo(json("{'type':'auto','disable_parallel_tool_use':true}"));
        assertThat(asked.body().at("/system/0/text").asText()).contains("calling one of the tools");
        assertThat(asked.dropped()).containsExactly("tool_choice");

        asked.reasoning = Reasoning.UNSAID;
        asked.toolChoice = new ToolChoice.Named("weather");
        assertThat(asked.body("claude-opus-5-5").at("/tool_choice/type").asText())
                .isEqualTo("auto");
        assertThat(asked.body("claude-opus-5-5").at("/system/0/text").asText()).contains("weather");
        assertThat(asked.body("claude-opus-5").at("/tool_choice/type").asText()).isEqualTo("tool");
    }

    @Test
    void givesEverySchemaAType() {
        assertThat(tool(null, null, null))
                .isEqualTo(json("{'name':'f','input_schema':{'type':'object','properties':{}}}"));
        assertThat(tool("{\"properties\":{\"a\":{}}}", false, null))
                .isEqualTo(json("{'name':'f','input_schema':{'type':'object','properties':{'a':{}}}}"));
        assertThatThrownBy(() -> tool("[]", null, null)).isInstanceOf(GatewayException.class);
    }

    @Test
    void passesStrictAndCacheBreakpointsOn() {
        assertThat(tool(null, true, "{\"type\":\"ephemeral\"}"))
                .isEqualTo(json("{'name':'f','input_schema':{'type':'object','properties':{}},'strict':true,"
                        + "'cache_control':{'type':'ephemeral'}}"));
    }

    @Test
    void pitfall28TellsOfToolsThatOnlyTheHistoryKnows() {
        asked.turns = List.of(
                user("a"),
                assistant(new Content.ToolCall("x", "f", "{}"), new Content.ToolCall("y", "f", "{}")),
                user(new Content.ToolResult("x", List.of(), false, null)));
        assertThat(asked.body().path("tools"))
                .isEqualTo(json("[{'name':'f','input_schema':{'type':'object','properties':{}}}]"));
        assertThat(asked.body().path("tool_choice")).isEqualTo(json("{'type':'none'}"));
    }
}
