package dev.sluice.gateway.provider.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.inference.chat.Content;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiContentsTest {
    private static JsonNode body(Asked asked) {
        return Fixture.json(GeminiRequestEncoder.encode(asked.request()).body());
    }

    private static void assertContents(Asked asked, String expected) {
        assertThat(body(asked).path("contents")).isEqualTo(Fixture.json(expected.replace('\'', '"')));
    }

    private static void assertRefused(Asked asked, String... words) {
        assertThatThrownBy(() -> GeminiRequestEncoder.encode(asked.request()))
                .isInstanceOfSatisfying(
                        GatewayException.class,
                        e -> assertThat(e.error()).isInstanceOfSatisfying(GatewayError.InvalidRequest.class, error -> {
                            assertThat(error.param()).isEqualTo("messages");
                            assertThat(error.message()).startsWith("messages: ").contains(words);
                        }));
    }

    @Test
    void mergesMessagesOfOneSide() {
        assertContents(
                new Asked()
                        .user(Asked.text("a"))
                        .user(Asked.text("b"))
                        .assistant(Asked.text("c"))
                        .assistant(Asked.text("d"))
                        .user(Asked.text("e")),
                "[{'role':'user','parts':[{'text':'a'},{'text':'b'}]},"
                        + "{'role':'model','parts':[{'text':'c'},{'text':'d'}]},"
                        + "{'role':'user','parts':[{'text':'e'}]}]");
    }

    @Test
    void mergesAcrossWhatIsNotSent() {
        assertContents(
                new Asked()
                        .user(Asked.text("a"))
                        .assistant(Asked.text(""), new Content.HiddenThinking("h"), new Content.Thinking("t", null))
                        .system(Asked.text("s"))
                        .user(Asked.text("b")),
                "[{'role':'user','parts':[{'text':'a'},{'text':'b'}]}]");
    }

    @Test
    void hoistsEverySystemMessageInOrder() {
        assertThat(body(Asked.hello().system(Asked.text("a"), Asked.text("")).system(Asked.text("b")))
                        .path("systemInstruction"))
                .isEqualTo(Fixture.json("{\"parts\":[{\"text\":\"a\"},{\"text\":\"b\"}]}"));
        assertThat(body(Asked.hello()).has("systemInstruction")).isFalse();
    }

    @Test
    void beginsWithTheUserWhoeverBegan() {
        assertContents(
                new Asked().assistant(Asked.text("hi")).user(Asked.text("a")),
                "[{'role':'user','parts':[{'text':' '}]},{'role':'model','parts':[{'text':'hi'}]},"
                        + "{'role':'user','parts':[{'text':'a'}]}]");
        assertContents(new Asked().system(Asked.text("s")), "[{'role':'user','parts':[{'text':' '}]}]");
    }

    @Test
    void refusesToGoOnFromTheAssistantsWord() {
        assertRefused(Asked.hello().assistant(Asked.text("Once")), "last message", "user or tool message");
    }

    @Test
    void answersCallsInTheirOrderAndBeforeEverythingElse() {
        assertContents(
                Asked.hello()
                        .assistant(Asked.call("1", "f"), Asked.call("2", "g"))
                        .user(Asked.text("by the way"))
                        .user(Asked.result("2", "G"), Asked.result("1", "F")),
                "[{'role':'user','parts':[{'text':'hello'}]},"
                        + "{'role':'model','parts':[{'functionCall':{'name':'f','args':{}},'thoughtSignature':'"
                        + ModelParts.NO_SIGNATURE
                        + "'},{'functionCall':{'name':'g','args':{}}}]},"
                        + "{'role':'user','parts':[{'functionResponse':{'name':'f','response':{'output':'F'}}},"
                        + "{'functionResponse':{'name':'g','response':{'output':'G'}}},{'text':'by the way'}]}]");
    }

    @Test
    void knowsCallsApartWhoseIdsAreUsedAgain() {
        JsonNode contents = body(Asked.hello()
                        .assistant(Asked.call("call_0", "f"))
                        .user(Asked.result("call_0", "F"))
                        .assistant(Asked.call("call_0", "g"))
                        .user(Asked.result("call_0", "G")))
                .path("contents");

        assertThat(contents.at("/2/parts/0/functionResponse/name").textValue()).isEqualTo("f");
        assertThat(contents.at("/4/parts/0/functionResponse/name").textValue()).isEqualTo("g");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"t\":21.10}|false|{\"t\":21.10}",
                "noon|false|{\"output\":\"noon\"}",
                "[1]|false|{\"output\":\"[1]\"}",
                "{\"t\":1} and more|false|{\"output\":\"{\\\"t\\\":1} and more\"}",
                "{\"n\":1e99999999999}|false|{\"output\":\"{\\\"n\\\":1e99999999999}\"}",
                "``|false|{\"output\":\"\"}",
                "no city|true|{\"error\":\"no city\"}",
                "{\"code\":4}|true|{\"error\":{\"code\":4}}"
            })
    void sendsAResultAsAnObject(String text, boolean failed, String response) {
        Content.ToolResult result = new Content.ToolResult("1", List.of(Asked.text(text)), failed, null);
        Asked asked = Asked.hello().assistant(Asked.call("1", "f")).user(result);

        assertThat(body(asked).at("/contents/2/parts/0/functionResponse/response"))
                .isEqualTo(Fixture.json(response));
    }

    @Test
    void sendsTheImagesOfResultsBehindAllResponses() {
        Content.Image image = new Content.Image(new Content.Source.Base64("image/png", "AA=="), null, null);
        Asked asked = Asked.hello()
                .assistant(Asked.call("1", "f"), Asked.call("2", "g"))
                .user(
                        new Content.ToolResult("1", List.of(Asked.text("a"), image, Asked.text("b")), false, null),
                        Asked.result("2", "G"));

        assertThat(body(asked).at("/contents/2/parts"))
                .isEqualTo(Fixture.json("[{\"functionResponse\":{\"name\":\"f\",\"response\":{\"output\":\"a\\nb\"}}},"
                        + "{\"functionResponse\":{\"name\":\"g\",\"response\":{\"output\":\"G\"}}},"
                        + "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"AA==\"}}]"));
    }

    @Test
    void pitfall27RefusesCallsAndResultsThatDoNotMatch() {
        assertRefused(
                Asked.hello()
                        .assistant(Asked.call("1", "f"), Asked.call("2", "g"))
                        .user(Asked.result("1", "F")),
                "'2'",
                "'g'",
                "no result",
                "add a tool message");
        assertRefused(
                Asked.hello().assistant(Asked.text("a")).user(Asked.result("9", "F")),
                "answers '9'",
                "leave the result out");
        assertRefused(
                Asked.hello().assistant(Asked.call("1", "f")).user(Asked.result("1", "F"), Asked.result("1", "again")),
                "answers '1'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1.50}|{\"a\":1.50}",
                "{\"big\":12345678901234567890}|{\"big\":12345678901234567890}",
                "{\"a\":|{\"_raw\":\"{\\\"a\\\":\"}",
                "[1]|{\"_raw\":\"[1]\"}",
                "` `|{}"
            })
    void parsesArguments(String arguments, String args) {
        Asked asked = Asked.hello()
                .assistant(new Content.ToolCall("1", "f", arguments))
                .user(Asked.result("1", "F"));

        JsonNode body = body(asked);
        assertThat(body.at("/contents/1/parts/0/functionCall/args")).isEqualTo(Fixture.json(args));
    }

    @Test
    void keepsTheDigitsOfNumbers() {
        Asked asked = Asked.hello()
                .assistant(new Content.ToolCall("1", "f", "{\"a\":0.1234567890123456789,\"b\":2.50}"))
                .user(Asked.result("1", "F"));

        assertThat(new String(GeminiRequestEncoder.encode(asked.request()).body(), StandardCharsets.UTF_8))
                .contains("\"args\":{\"a\":0.1234567890123456789,\"b\":2.50}");
    }

    @Test
    void pitfall23SendsTheSignatureOfTheThoughtBeforeTheCall() {
        Asked asked = Asked.hello()
                .assistant(new Content.Thinking("I should look", "gemini:c2ln"))
                .assistant(new Content.Thinking("unsigned", null), Asked.text("Looking."), Asked.call("1", "f"))
                .assistant(Asked.call("2", "g"))
                .user(Asked.result("1", "F"), Asked.result("2", "G"));

        assertThat(body(asked).at("/contents/1/parts"))
                .isEqualTo(Fixture.json("[{\"text\":\"Looking.\"},"
                        + "{\"functionCall\":{\"name\":\"f\",\"args\":{}},\"thoughtSignature\":\"c2ln\"},"
                        + "{\"functionCall\":{\"name\":\"g\",\"args\":{}}}]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gemini:not base64!", "gemini:", "c2ln", "responses:c2ln"})
    void doesNotSendASignatureThatCannotBeOneOfGeminis(String signature) {
        Asked asked = Asked.hello()
                .assistant(new Content.Thinking("t", signature), Asked.call("1", "f"))
                .user(Asked.result("1", "F"));

        assertThat(body(asked).at("/contents/1/parts/0/thoughtSignature").textValue())
                .isEqualTo(ModelParts.NO_SIGNATURE);
    }

    @Test
    void doesNotTakeASignatureAcrossTheUsersWord() {
        Asked asked = Asked.hello()
                .assistant(new Content.Thinking("t", "gemini:c2ln"))
                .user(Asked.text("well?"))
                .assistant(Asked.call("1", "f"))
                .user(Asked.result("1", "F"));

        assertThat(body(asked).at("/contents/1/parts/0/thoughtSignature").textValue())
                .isEqualTo(ModelParts.NO_SIGNATURE);
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.com/a.PNG?size=1.x,image/png",
        "https://example.com/a,image/jpeg",
        "gs://bucket/a.webp,image/webp"
    })
    void sendsAnImagesAddressWithAType(String url, String type) {
        Asked asked = new Asked().user(new Content.Image(new Content.Source.Url(url), "high", null));

        assertThat(body(asked).at("/contents/0/parts/0"))
                .isEqualTo(Fixture.json("{\"fileData\":{\"mimeType\":\"" + type + "\",\"fileUri\":\"" + url + "\"}}"));
    }

    @Test
    void sendsDocumentsAndAudio() {
        Asked asked = new Asked()
                .user(
                        new Content.Document(new Content.Source.Base64("application/pdf", "JVBE"), "a.pdf", null),
                        new Content.Document(new Content.Source.Url("https://example.com/x"), null, null),
                        new Content.Audio("UklG", "WAV"));

        assertThat(body(asked).at("/contents/0/parts"))
                .isEqualTo(Fixture.json("[{\"inlineData\":{\"mimeType\":\"application/pdf\",\"data\":\"JVBE\"}},"
                        + "{\"fileData\":{\"mimeType\":\"application/pdf\",\"fileUri\":\"https://example.com/x\"}},"
                        + "{\"inlineData\":{\"mimeType\":\"audio/wav\",\"data\":\"UklG\"}}]"));
    }
}
