package dev.sluice.gateway.provider.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.inference.chat.ToolChoice;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiToolsTest {
    private static JsonNode body(Asked asked) {
        return Fixture.json(GeminiRequestEncoder.encode(asked.request()).body());
    }

    private static void assertRefused(Asked asked, String param, String... words) {
        assertThatThrownBy(() -> GeminiRequestEncoder.encode(asked.request()))
                .isInstanceOfSatisfying(
                        GatewayException.class,
                        e -> assertThat(e.error()).isInstanceOfSatisfying(GatewayError.InvalidRequest.class, error -> {
                            assertThat(error.param()).isEqualTo(param);
                            assertThat(error.message()).startsWith(param + ": ").contains(words);
                        }));
    }

    static Stream<Arguments> choices() {
        return Stream.of(
                Arguments.of(ToolChoice.AUTO, "{\"mode\":\"AUTO\"}"),
                Arguments.of(ToolChoice.NONE, "{\"mode\":\"NONE\"}"),
                Arguments.of(ToolChoice.REQUIRED, "{\"mode\":\"ANY\"}"),
                Arguments.of(new ToolChoice.Named("g"), "{\"mode\":\"ANY\",\"allowedFunctionNames\":[\"g\"]}"));
    }

    @ParameterizedTest
    @MethodSource("choices")
    void saysWhetherToCall(ToolChoice choice, String config) {
        Asked asked = Asked.hello().tools(Asked.tool("f", null), Asked.tool("g", null));
        asked.toolChoice = choice;

        assertThat(body(asked).at("/toolConfig/functionCallingConfig")).isEqualTo(Fixture.json(config));
    }

    @Test
    void saysNothingOfAChoiceThatWasNotMade() {
        assertThat(body(Asked.hello().tools(Asked.tool("f", null))).has("toolConfig"))
                .isFalse();
    }

    @Test
    void leavesOutAChoiceBetweenNoTools() {
        Asked asked = Asked.hello();
        asked.toolChoice = ToolChoice.AUTO;
        assertThat(body(asked).has("toolConfig")).isFalse();
        assertThat(body(asked).has("tools")).isFalse();

        asked.toolChoice = ToolChoice.REQUIRED;
        assertRefused(asked, "tool_choice", "no tools", "add tools");
        asked.toolChoice = new ToolChoice.Named("f");
        assertRefused(asked, "tool_choice", "'f'", "not among the tools");
    }

    @Test
    void declaresAllFunctionsInOneTool() {
        assertThat(body(Asked.hello()
                                .tools(
                                        Asked.tool("f", null),
                                        Asked.tool("g", "{\"type\":\"object\",\"properties\":{\"a\":{}}}")))
                        .path("tools"))
                .isEqualTo(Fixture.json("[{\"functionDeclarations\":[{\"name\":\"f\"},{\"name\":\"g\","
                        + "\"parametersJsonSchema\":{\"type\":\"object\",\"properties\":{\"a\":{}}}}]}]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"type\":\"object\"}",
                "{\"type\":\"object\",\"properties\":{},\"required\":[],\"additionalProperties\":false}"
            })
    void leavesOutASchemaThatSaysNothing(String schema) {
        assertThat(body(Asked.hello().tools(Asked.tool("f", schema))).at("/tools/0/functionDeclarations/0"))
                .isEqualTo(Fixture.json("{\"name\":\"f\"}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"object\",\"additionalProperties\":{\"type\":\"string\"}}",
                "{\"type\":\"object\",\"additionalProperties\":true}",
                "{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"type\":\"object\"}}}"
            })
    void keepsASchemaWithoutPropertiesThatSaysSomething(String schema) {
        assertThat(body(Asked.hello().tools(Asked.tool("f", schema)))
                        .at("/tools/0/functionDeclarations/0/parametersJsonSchema"))
                .isEqualTo(Fixture.json(schema));
    }

    @Test
    void refusesASchemaThatIsNone() {
        assertRefused(Asked.hello().tools(Asked.tool("f", "[]")), "tools", "'f'", "no JSON object");
    }
}
