package dev.sluice.gateway.provider.anthropic;

import static dev.sluice.gateway.provider.anthropic.Asked.assistant;
import static dev.sluice.gateway.provider.anthropic.Asked.system;
import static dev.sluice.gateway.provider.anthropic.Asked.user;
import static dev.sluice.gateway.provider.anthropic.Fixtures.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.inference.chat.ChatRequest.Role;
import dev.sluice.gateway.inference.chat.ChatRequest.Turn;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.Content.Source;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnthropicConversationTest {
    private static final String CACHE = "{\"type\":\"ephemeral\",\"ttl\":\"1h\"}";

    private final Asked asked = new Asked();

    private JsonNode messages(Turn... turns) {
        asked.turns = List.of(turns);
        return asked.body().path("messages");
    }

    private JsonNode block(Content content) {
        return messages(user(content)).at("/0/content/0");
    }

    private static Content text(String text) {
        return new Content.Text(text);
    }

    private static Content result(String callId, Content... content) {
        return new Content.ToolResult(callId, List.of(content), false, null);
    }

    @Test
    void pitfall29HoistsSystemTurnsInOrder() {
        messages(system("one"), user("Hi"), system(" "), system("two"));
        assertThat(asked.body().path("system"))
                .isEqualTo(json("[{'type':'text','text':'one'},{'type':'text','text':'two'}]"));
    }

    @Test
    void keepsCacheBreakpointsOfSystemTurns() {
        messages(new Turn(Role.SYSTEM, List.of(new Content.Text("long", CACHE))), user("Hi"));
        assertThat(asked.body().at("/system/0/cache_control")).isEqualTo(json(CACHE));
    }

    @Test
    void pitfall29MergesTurnsOfOneRole() {
        assertThat(messages(user("a"), system("s"), user("b"), assistant(text("c")), assistant(text("d"))))
                .isEqualTo(json("[{'role':'user','content':[{'type':'text','text':'a'},{'type':'text','text':'b'}]},"
                        + "{'role':'assistant','content':[{'type':'text','text':'c'},{'type':'text','text':'d'}]}]"));
    }

    @Test
    void mergesTurnsBetweenWhichNothingIsLeft() {
        assertThat(messages(user("a"), assistant(text("")), user("b"))).hasSize(1);
    }

    @Test
    void pitfall27PutsToolResultsFirst() {
        JsonNode content = messages(
                        user("a"),
                        assistant(new Content.ToolCall("x", "f", "{}"), new Content.ToolCall("y", "f", "{}")),
                        user(result("x", text("1"))),
                        user("hurry"),
                        user(result("y", text("2"))))
                .at("/2/content");
        assertThat(content)
                .isEqualTo(json("[{'type':'tool_result','tool_use_id':'x','content':'1'},"
                        + "{'type':'tool_result','tool_use_id':'y','content':'2'},{'type':'text','text':'hurry'}]"));
    }

    @Test
    void leavesBlankTextOut() {
        assertThat(messages(user(text(" \n"), text("a"), text(""))).at("/0/content"))
                .isEqualTo(json("[{'type':'text','text':'a'}]"));
    }

    @Test
    void asksForAUserMessageWhenThereIsNothingToAnswer() {
        asked.turns = List.of(system("Be brief."), user(" "));
        assertThatThrownBy(asked::body)
                .asInstanceOf(InstanceOfAssertFactories.type(GatewayException.class))
                .extracting(GatewayException::error)
                .isInstanceOfSatisfying(GatewayError.InvalidRequest.class, error -> {
                    assertThat(error.param()).isEqualTo("messages");
                    assertThat(error.message()).contains("add a user message");
                });
    }

    @Test
    void pitfall23SendsBackSignedThoughtsAndForgetsOthers() {
        JsonNode content = messages(
                        user("a"),
                        assistant(
                                new Content.Thinking("unsigned", null),
                                new Content.Thinking("blank", ""),
                                new Content.Thinking("signed", "U0lH"),
                                new Content.Thinking("signed by another", "gemini:c2ln"),
                                new Content.HiddenThinking("responses:b64"),
                                new Content.HiddenThinking("b64"),
                                text("b")),
                        user("c"))
                .at("/1/content");
        assertThat(content)
                .isEqualTo(json("[{'type':'thinking','thinking':'signed','signature':'U0lH'},"
                        + "{'type':'redacted_thinking','data':'b64'},{'type':'text','text':'b'}]"));
        assertThat(asked.dropped()).isEmpty();
    }

    @Test
    void stripsTheEndOfAnAnswerThatTheModelIsToContinue() {
        JsonNode messages = messages(user("a "), assistant(text("{ \n")));
        assertThat(messages.at("/1/content/0/text").asText()).isEqualTo("{");
        assertThat(messages.at("/0/content/0/text").asText()).isEqualTo("a ");
    }

    @Test
    void namesSourcesOfImagesAndDocuments() {
        assertThat(block(new Content.Image(new Source.Base64("image/jpg", "AAAA"), "high", CACHE)))
                .isEqualTo(json("{'type':'image','source':{'type':'base64','media_type':'image/jpeg','data':'AAAA'},"
                        + "'cache_control':{'type':'ephemeral','ttl':'1h'}}"));
        assertThat(block(new Content.Image(new Source.Url("https://example.org/a.png"), null, null)))
                .isEqualTo(json("{'type':'image','source':{'type':'url','url':'https://example.org/a.png'}}"));
        assertThat(block(new Content.Document(new Source.Base64("application/pdf", "JVBE"), "a.pdf", null)))
                .isEqualTo(json("{'type':'document','source':{'type':'base64','media_type':'application/pdf',"
                        + "'data':'JVBE'},'title':'a.pdf'}"));
        assertThat(block(new Content.Document(new Source.Url("https://example.org/a.pdf"), null, null)))
                .isEqualTo(json("{'type':'document','source':{'type':'url','url':'https://example.org/a.pdf'}}"));
    }

    @Test
    void sendsDocumentsOfTextAsText() {
        String data = Base64.getEncoder().encodeToString("Grüße".getBytes(StandardCharsets.UTF_8));
        assertThat(block(new Content.Document(new Source.Base64("text/markdown", data), null, null))
                        .path("source"))
                .isEqualTo(json("{'type':'text','media_type':'text/plain','data':'Grüße'}"));
    }

    @Test
    void refusesWhatTheModelCannotTake() {
        assertThatThrownBy(() -> block(new Content.Audio("AAAA", "wav"))).isInstanceOf(GatewayException.class);
        Content image = new Content.Image(new Source.Url("https://example.org/a.png"), null, null);
        assertThatThrownBy(() -> messages(user("a"), assistant(image))).isInstanceOf(GatewayException.class);
        assertThatThrownBy(() -> block(new Content.Document(new Source.Base64("text/plain", "*"), null, null)))
                .isInstanceOf(GatewayException.class);
        assertThatThrownBy(() -> block(new Content.Text("a", "true"))).isInstanceOf(GatewayException.class);
    }

    @Test
    void writesResultsAsTheirContentNeeds() {
        assertThat(block(result("x"))).isEqualTo(json("{'type':'tool_result','tool_use_id':'x'}"));
        assertThat(block(new Content.ToolResult("x", List.of(text("no")), true, CACHE)))
                .isEqualTo(json("{'type':'tool_result','tool_use_id':'x','content':'no','is_error':true,"
                        + "'cache_control':{'type':'ephemeral','ttl':'1h'}}"));
        assertThat(block(result(
                                "x",
                                new Content.Text("a", CACHE),
                                new Content.Image(new Source.Url("https://example.org/a.png"), null, CACHE)))
                        .path("content"))
                .isEqualTo(json("[{'type':'text','text':'a'},"
                        + "{'type':'image','source':{'type':'url','url':'https://example.org/a.png'}}]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1.10,\"b\":12345678901234567890}|{\"a\":1.10,\"b\":12345678901234567890}",
                "{}|{}",
                "` `|{}",
                "{\"a\":\"cut sh|{\"_raw\":\"{\\\"a\\\":\\\"cut sh\"}",
                "[1]|{\"_raw\":\"[1]\"}",
                "{}{}|{\"_raw\":\"{}{}\"}"
            })
    void makesAnObjectOfEveryArgument(String arguments, String input) {
        asked.turns = List.of(user("a"), assistant(new Content.ToolCall("x", "f", arguments)));
        assertThat(new String(asked.encode(Asked.MODEL).body(), StandardCharsets.UTF_8))
                .contains("\"input\":" + input + "}");
    }

    @Test
    void givesCallAndResultTheSameAllowedId() {
        JsonNode messages = messages(
                user("a"),
                assistant(
                        new Content.ToolCall("functions.f:0", "f", "{}"),
                        new Content.ToolCall("functions/f:0", "f", "{}")),
                user(result("functions.f:0"), result("functions/f:0")));
        List<String> calls = messages.at("/1/content").findValuesAsText("id");
        assertThat(calls).doesNotHaveDuplicates().allMatch(id -> id.matches("[a-zA-Z0-9_-]+"));
        assertThat(messages.at("/2/content").findValuesAsText("tool_use_id")).isEqualTo(calls);
    }
}
