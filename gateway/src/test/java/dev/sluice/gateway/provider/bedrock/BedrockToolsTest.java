package dev.sluice.gateway.provider.bedrock;

import static dev.sluice.gateway.provider.Wire.anthropic;
import static dev.sluice.gateway.provider.Wire.assertRefused;
import static dev.sluice.gateway.provider.Wire.json;
import static dev.sluice.gateway.provider.Wire.openai;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.gateway.inference.chat.Encoded;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BedrockToolsTest {
    private static final String CLAUDE = "us.anthropic.claude-sonnet-4-6";
    private static final String TOOLS = "'tools':[{'type':'function','function':{'name':'a'}},"
            + "{'type':'function','function':{'name':'b','description':' '}}]";
    private static final String USER = "{'role':'user','content':'q'}";
    private static final String CALLED = USER
            + ",{'role':'assistant','tool_calls':[{'id':'1','type':'function','function':{'name':'a','arguments':'{}'}}]},"
            + "{'role':'tool','tool_call_id':'1','content':'x'}";

    private static Encoded encoded(String messages, String fields, String model) {
        return BedrockRequestEncoder.encode(
                openai("{'model':'m','messages':[" + messages + "]" + (fields.isEmpty() ? "" : "," + fields) + "}"),
                model);
    }

    private static JsonNode body(String messages, String fields, String model) {
        return json(encoded(messages, fields, model).body());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'auto'|{'auto':{}}",
                "'required'|{'any':{}}",
                "{'type':'function','function':{'name':'b'}}|{'tool':{'name':'b'}}"
            },
            quoteCharacter = '"')
    void choosesInItsOwnWords(String choice, String expected) {
        assertThat(body(USER, TOOLS + ",'tool_choice':" + choice, CLAUDE).at("/toolConfig/toolChoice"))
                .isEqualTo(json(expected));
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "meta.llama3-3-70b-instruct-v1:0,",
                "us.anthropic.claude-sonnet-4-6,'reasoning_effort':'high'",
                "us.anthropic.claude-sonnet-5-5,",
                "mistral.mistral-7b-instruct-v0:2,"
            },
            quoteCharacter = '"')
    void demandsInWordsWhereAModelCannotBeMade(String model, @Nullable String more) {
        String fields = TOOLS + ",'tool_choice':'required'" + (more == null ? "" : "," + more);

        JsonNode body = body(USER, fields, model);

        assertThat(body.at("/toolConfig/toolChoice").isMissingNode()).isTrue();
        assertThat(body.at("/system/0/text").asText()).contains("calling one of the tools");
        assertThat(encoded(USER, fields, model).dropped()).contains("tool_choice");
    }

    @Test
    void offersNothingToThoseWhoMayNotCall() {
        assertThat(body(USER, TOOLS + ",'tool_choice':'none'", CLAUDE).has("toolConfig"))
                .isFalse();
        assertThat(encoded(USER, TOOLS + ",'tool_choice':'none'", CLAUDE).dropped())
                .isEmpty();

        JsonNode afterCalls = body(CALLED, TOOLS + ",'tool_choice':'none'", CLAUDE);
        assertThat(afterCalls.at("/toolConfig/tools")).hasSize(2);
        assertThat(afterCalls.at("/system/0/text").asText()).contains("Do not call");
    }

    @Test
    void pitfall28NamesToolsOfTheHistory() {
        assertThat(body(CALLED, "", CLAUDE).path("toolConfig"))
                .isEqualTo(
                        json(
                                "{'tools':[{'toolSpec':{'name':'a','inputSchema':{'json':{'type':'object','properties':{}}}}}]}"));
    }

    @Test
    void givesLongNamesShortOnesAndRemembersThem() {
        String name = "mcp." + "x".repeat(80);
        String tool = "'tools':[{'type':'function','function':{'name':'" + name + "'}}],"
                + "'tool_choice':{'type':'function','function':{'name':'" + name + "'}}";

        Encoded encoded = encoded(USER, tool, CLAUDE);

        String sent =
                json(encoded.body()).at("/toolConfig/tools/0/toolSpec/name").asText();
        assertThat(sent).matches("mcp_x{51}_[0-9a-f]{8}").hasSize(64);
        assertThat(json(encoded.body()).at("/toolConfig/toolChoice/tool/name").asText())
                .isEqualTo(sent);
        assertThat(encoded.renamedTools()).containsOnly(Map.entry(sent, name));
    }

    @Test
    void refusesAChoiceThatIsNotOffered() {
        assertRefused(
                "tool_choice",
                "not among the tools",
                () -> BedrockRequestEncoder.encode(
                        anthropic("'messages':[{'role':'user','content':'q'}],'tools':[{'name':'a','input_schema':{}}],"
                                + "'tool_choice':{'type':'tool','name':'z'}"),
                        CLAUDE));
    }
}
