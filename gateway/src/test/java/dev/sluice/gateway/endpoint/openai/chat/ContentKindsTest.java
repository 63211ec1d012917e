package dev.sluice.gateway.endpoint.openai.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.inference.chat.ChatRequest.Role;
import dev.sluice.gateway.inference.chat.ChatRequest.Turn;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.Content.Audio;
import dev.sluice.gateway.inference.chat.Content.Document;
import dev.sluice.gateway.inference.chat.Content.HiddenThinking;
import dev.sluice.gateway.inference.chat.Content.Image;
import dev.sluice.gateway.inference.chat.Content.Source;
import dev.sluice.gateway.inference.chat.Content.Text;
import dev.sluice.gateway.inference.chat.Content.Thinking;
import dev.sluice.gateway.inference.chat.Content.ToolCall;
import dev.sluice.gateway.inference.chat.Content.ToolResult;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentKindsTest {
    private static final String MARK = "{\"type\":\"ephemeral\"}";

    @Test
    void readsTextsOfAllKinds() {
        assertThat(Requests.turns(
                        "{\"role\":\"system\",\"content\":\"a\"}",
                        "{\"role\":\"developer\",\"content\":[{\"type\":\"text\",\"text\":\"b\"}]}",
                        "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"c\"},"
                                + "{\"type\":\"text\",\"text\":\"d\"}]}",
                        "{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"e\"},"
                                + "{\"type\":\"refusal\",\"refusal\":\"f\"}],\"refusal\":\"g\"}"))
                .containsExactly(
                        new Turn(Role.SYSTEM, List.of(new Text("a"))),
                        new Turn(Role.SYSTEM, List.of(new Text("b"))),
                        new Turn(Role.USER, List.of(new Text("c"), new Text("d"))),
                        new Turn(Role.ASSISTANT, List.of(new Text("e"), new Text("f"), new Text("g"))));
    }

    @Test
    void leavesOutWhatSaysNothing() {
        assertThat(Requests.turns(
                        "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"\"},"
                                + "{\"type\":\"text\",\"text\":\"a\"}]}",
                        "{\"role\":\"assistant\",\"content\":\"\"}",
                        "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[],\"refusal\":null}"))
                .containsExactly(new Turn(Role.USER, List.of(new Text("a"))));
    }

    @Test
    void readsImages() {
        assertThat(Requests.part("{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://a.example/b.png\"}}"))
                .isEqualTo(new Image(new Source.Url("https://a.example/b.png"), null, null));
        assertThat(Requests.part("{\"type\":\"image_url\",\"cache_control\":" + MARK
                        + ",\"image_url\":{\"detail\":\"original\",\"url\":\"DATA:image/JPEG;x=y;BASE64,AA==\"}}"))
                .isEqualTo(new Image(new Source.Base64("image/jpeg", "AA=="), "high", MARK));
    }

    @Test
    void readsSoundAndFiles() {
        assertThat(Requests.part("{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"AA==\",\"format\":\"wav\"}}"))
                .isEqualTo(new Audio("AA==", "wav"));
        assertThat(Requests.part("{\"type\":\"file\",\"file\":{\"filename\":\"a.pdf\","
                        + "\"file_data\":\"data:application/pdf;base64,AA==\"}}"))
                .isEqualTo(new Document(new Source.Base64("application/pdf", "AA=="), "a.pdf", null));
    }

    @Test
    void readsCallsAndTheirResultsInOneTurn() {
        assertThat(Requests.turns(
                        "{\"role\":\"assistant\",\"content\":\"Let me see.\",\"tool_calls\":["
                                + "{\"id\":\"1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}",
                        "{\"role\":\"tool\",\"tool_call_id\":\"1\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},"
                                + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://b.example\"}}]}",
                        "{\"role\":\"tool\",\"tool_call_id\":\"2\",\"content\":\"\",\"cache_control\":" + MARK + "}",
                        "{\"role\":\"user\",\"content\":\"b\"}",
                        "{\"role\":\"tool\",\"tool_call_id\":\"3\",\"content\":\"c\"}"))
                .containsExactly(
                        new Turn(Role.ASSISTANT, List.of(new Text("Let me see."), new ToolCall("1", "f", "{}"))),
                        new Turn(
                                Role.USER,
                                List.of(
                                        new ToolResult(
                                                "1",
                                                List.of(
                                                        new Text("a"),
                                                        new Image(new Source.Url("https://b.example"), null, null)),
                                                false,
                                                null),
                                        new ToolResult("2", List.of(), false, MARK))),
                        new Turn(Role.USER, List.of(new Text("b"))),
                        new Turn(Role.USER, List.of(new ToolResult("3", List.of(new Text("c")), false, null))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"\"|{}",
                "\" \"|{}",
                "null|{}",
                "\"{\\\"a\\\":1.50}\"|{\"a\":1.50}",
                "\"{\\\"a\\\":\"|{\"_raw\":\"{\\\"a\\\":\"}",
                "\"{}{}\"|{\"_raw\":\"{}{}\"}",
                "\"[1]\"|{\"_raw\":\"[1]\"}",
                "\"null\"|{\"_raw\":\"null\"}",
                "\"say \\\"a\\\"\\n\"|{\"_raw\":\"say \\\"a\\\"\\n\"}"
            })
    void pitfall18MakesAnObjectOfAnyArguments(String arguments, String read) {
        Content call = Requests.turns("{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"1\",\"function\":"
                        + "{\"name\":\"f\",\"arguments\":" + arguments + "}}]}")
                .getFirst()
                .content()
                .getFirst();

        assertThat(call).isEqualTo(new ToolCall("1", "f", read));
    }

    @Test
    void joinsFunctionCallsOfOldWithTheirResults() {
        String call =
                "{\"role\":\"assistant\",\"content\":null,\"function_call\":{\"name\":\"f\",\"arguments\":\"{}\"}}";
        String result = "{\"role\":\"function\",\"name\":\"f\",\"content\":\"r\"}";
        List<Turn> turns = Requests.turns(call, result, call, result, result);

        assertThat(turns)
                .containsExactly(
                        new Turn(Role.ASSISTANT, List.of(new ToolCall("call_function_0", "f", "{}"))),
                        new Turn(Role.USER, List.of(functionResult("call_function_0"))),
                        new Turn(Role.ASSISTANT, List.of(new ToolCall("call_function_1", "f", "{}"))),
                        new Turn(
                                Role.USER,
                                List.of(functionResult("call_function_1"), functionResult("call_function_2"))));
    }

    private static ToolResult functionResult(String id) {
        return new ToolResult(id, List.of(new Text("r")), false, null);
    }

    @ParameterizedTest
    @CsvSource({"reasoning_content", "reasoning", "thinking"})
    void readsThoughtsWithoutSignature(String name) {
        assertThat(Requests.turns("{\"role\":\"assistant\",\"content\":\"a\",\"" + name + "\":\"hm\"}"))
                .containsExactly(new Turn(Role.ASSISTANT, List.of(new Thinking("hm", null), new Text("a"))));
    }

    @Test
    void prefersSignedThoughts() {
        assertThat(Requests.turns("{\"role\":\"assistant\",\"content\":\"a\",\"reasoning_content\":\"hm\","
                        + "\"thinking_blocks\":[{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"s\"},"
                        + "{\"type\":\"redacted_thinking\",\"data\":\"d\"},"
                        + "{\"type\":\"thinking\",\"thinking\":\"so\",\"signature\":\"\"}]}"))
                .containsExactly(new Turn(
                        Role.ASSISTANT,
                        List.of(
                                new Thinking("hm", "s"),
                                new HiddenThinking("d"),
                                new Thinking("so", null),
                                new Text("a"))));
    }

    @Test
    void marksTheLastPartOfAMarkedMessage() {
        assertThat(Requests.turns("{\"role\":\"system\",\"content\":\"a\",\"cache_control\":" + MARK + "}"))
                .containsExactly(new Turn(Role.SYSTEM, List.of(new Text("a", MARK))));
        assertThat(Requests.turns("{\"role\":\"user\",\"cache_control\":" + MARK
                        + ",\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"file\",\"file\":"
                        + "{\"file_data\":\"data:text/plain;base64,AA==\"}}]}"))
                .containsExactly(new Turn(
                        Role.USER,
                        List.of(new Text("a"), new Document(new Source.Base64("text/plain", "AA=="), null, MARK))));
        assertThat(
                        Requests.turns(
                                "{\"role\":\"user\",\"cache_control\":" + MARK + ",\"content\":["
                                        + "{\"type\":\"text\",\"text\":\"a\",\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"}}]}"))
                .containsExactly(
                        new Turn(Role.USER, List.of(new Text("a", "{\"type\":\"ephemeral\",\"ttl\":\"1h\"}"))));
    }
}
