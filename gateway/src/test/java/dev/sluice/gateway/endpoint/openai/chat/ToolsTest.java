package dev.sluice.gateway.endpoint.openai.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.ChatRequest.Tool;
import dev.sluice.gateway.inference.chat.ToolChoice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolsTest {
    private static final String TWO = "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"a\"}},"
            + "{\"type\":\"function\",\"function\":{\"name\":\"b\"}}]";

    @Test
    void readsATool() {
        assertThat(Requests.with("\"tools\":[{\"type\":\"function\",\"cache_control\":{\"type\":\"ephemeral\"},"
                                + "\"function\":{\"name\":\"a\",\"description\":\"d\",\"parameters\":{},"
                                + "\"strict\":false}}]")
                        .tools())
                .containsExactly(new Tool("a", "d", "{}", false, "{\"type\":\"ephemeral\"}"));
    }

    @Test
    void readsFunctionsOfOldAsTools() {
        ChatRequest request = Requests.with("\"functions\":[{\"name\":\"a\",\"parameters\":{\"type\":\"object\"}}],"
                + "\"function_call\":{\"name\":\"a\"}");

        assertThat(request.tools()).containsExactly(new Tool("a", null, "{\"type\":\"object\"}", null, null));
        assertThat(request.toolChoice()).isEqualTo(new ToolChoice.Named("a"));
        assertThat(Requests.with("\"functions\":[{\"name\":\"a\"}],\"function_call\":\"none\"")
                        .toolChoice())
                .isEqualTo(ToolChoice.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"auto\"|Auto[]",
                "\"none\"|None[]",
                "\"required\"|Required[]",
                "null|Unsaid[]",
                "{\"type\":\"function\",\"function\":{\"name\":\"b\"}}|Named[name=b]"
            })
    void readsTheChoice(String choice, String read) {
        ChatRequest request = Requests.with(TWO + ",\"tool_choice\":" + choice);

        assertThat(request.toolChoice()).hasToString(read);
        assertThat(request.tools()).hasSize(2);
    }

    @Test
    void offersOnlyTheToolsThatAreAllowed() {
        ChatRequest request = Requests.with(TWO + ",\"tool_choice\":{\"type\":\"allowed_tools\",\"allowed_tools\":"
                + "{\"mode\":\"required\",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"b\"}}]}}");

        assertThat(request.tools()).extracting(Tool::name).containsExactly("b");
        assertThat(request.toolChoice()).isEqualTo(ToolChoice.REQUIRED);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void readsWhetherCallsMayBeParallel(boolean parallel) {
        assertThat(Requests.with(TWO + ",\"parallel_tool_calls\":" + parallel).parallelToolCalls())
                .isEqualTo(parallel);
    }

    @Test
    void saysNothingOfToolsWhenThereAreNone() {
        ChatRequest request = Requests.with("\"tools\":[],\"tool_choice\":\"auto\",\"parallel_tool_calls\":true");

        assertThat(request.toolChoice()).isEqualTo(ToolChoice.UNSAID);
        assertThat(request.parallelToolCalls()).isNull();
    }
}
