package dev.sluice.gateway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.gateway.endpoint.anthropic.MessagesDialect;
import dev.sluice.gateway.endpoint.openai.chat.ChatDialect;
import dev.sluice.gateway.endpoint.openai.responses.ResponsesDialect;
import dev.sluice.gateway.inference.ChatCall;
import dev.sluice.gateway.inference.ClientDialect;
import dev.sluice.gateway.inference.RequestFields;
import dev.sluice.gateway.inference.chat.ChatReply;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.FinishReason;
import dev.sluice.gateway.inference.chat.StreamEncoder;
import dev.sluice.gateway.inference.chat.StreamEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Images in an answer, in each client's words, whole and streamed. */
class PicturedAnswersTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ASKED = "{\"model\":\"m\",\"input\":\"Hi\"}";
    private static final ChatReply REPLY = new ChatReply(
            "id",
            "m",
            List.of(
                    new Content.Text("Here: "),
                    image("image/png", "aGk="),
                    image("image/webp", "eW8="),
                    new Content.Text("Nice?")),
            FinishReason.STOP,
            null,
            null);
    private static final List<StreamEvent> EVENTS = List.of(
            new StreamEvent.Start("id", "m"),
            new StreamEvent.TextDelta("Here: "),
            new StreamEvent.Image("image/png", "aGk="),
            new StreamEvent.Image("image/webp", "eW8="),
            new StreamEvent.TextDelta("Nice?"),
            new StreamEvent.Finish(FinishReason.STOP, null));

    private static Content image(String type, String data) {
        return new Content.Image(new Content.Source.Base64(type, data), null, null);
    }

    private static ChatCall call(ClientDialect dialect) {
        return new ChatCall(ASKED.getBytes(StandardCharsets.UTF_8), RequestFields.of("m", false), dialect);
    }

    private static JsonNode whole(ClientDialect dialect) throws IOException {
        return JSON.readTree(dialect.reply(REPLY, call(dialect)));
    }

    private static List<JsonNode> streamed(ClientDialect dialect) throws IOException {
        StreamEncoder encoder = dialect.stream(call(dialect));
        StringBuilder text = new StringBuilder();
        for (StreamEvent event : EVENTS) {
            text.append(new String(encoder.encode(event), StandardCharsets.UTF_8));
        }
        text.append(new String(encoder.end(), StandardCharsets.UTF_8));
        List<JsonNode> read = new ArrayList<>();
        for (String line : text.toString().lines().toList()) {
            if (line.startsWith("data: {")) {
                read.add(JSON.readTree(line.substring("data: ".length())));
            }
        }
        return read;
    }

    private static JsonNode quoted(String json) throws IOException {
        return JSON.readTree(json.replace('\'', '"'));
    }

    @Test
    void areImagesOfAChatCompletion() throws IOException {
        JsonNode message = whole(ChatDialect.INSTANCE).at("/choices/0/message");
        List<JsonNode> told = new ArrayList<>();
        for (JsonNode chunk : streamed(ChatDialect.INSTANCE)) {
            chunk.at("/choices/0/delta/images").forEach(told::add);
        }

        assertThat(message.path("content").asText()).isEqualTo("Here: Nice?");
        assertThat(message.path("images"))
                .isEqualTo(quoted("[{'type':'image_url','image_url':{'url':'data:image/png;base64,aGk='}},"
                        + "{'type':'image_url','image_url':{'url':'data:image/webp;base64,eW8='}}]"));
        assertThat(told)
                .containsExactly(
                        quoted("{'index':0,'type':'image_url','image_url':{'url':'data:image/png;base64,aGk='}}"),
                        quoted("{'index':1,'type':'image_url','image_url':{'url':'data:image/webp;base64,eW8='}}"));
    }

    @Test
    void areImageCallsOfAResponse() throws IOException {
        JsonNode output = whole(ResponsesDialect.INSTANCE).path("output");
        List<JsonNode> events = streamed(ResponsesDialect.INSTANCE);

        assertThat(output).hasSize(4);
        for (JsonNode items : List.of(output, events.getLast().at("/response/output"))) {
            assertThat(items.at("/1/type").asText()).isEqualTo("image_generation_call");
            assertThat(items.at("/1/status").asText()).isEqualTo("completed");
            assertThat(items.at("/1/result").asText()).isEqualTo("aGk=");
            assertThat(items.at("/2/output_format").asText()).isEqualTo("webp");
            assertThat(items.at("/3/content/0/text").asText()).isEqualTo("Nice?");
        }
        assertThat(events)
                .filteredOn(event -> event.path("output_index").asInt(-1) == 1)
                .extracting(event -> event.path("type").asText())
                .containsExactly(
                        "response.output_item.added",
                        "response.image_generation_call.completed",
                        "response.output_item.done");
    }

    /** There is no such block in an assistant's message of this dialect, and the answer goes on without. */
    @Test
    void areLeftOutOfAMessage() throws IOException {
        assertThat(whole(MessagesDialect.INSTANCE).path("content"))
                .isEqualTo(quoted("[{'type':'text','text':'Here: '},{'type':'text','text':'Nice?'}]"));
        assertThat(streamed(MessagesDialect.INSTANCE).toString())
                .contains("Here: ", "Nice?", "message_stop")
                .doesNotContain("aGk=");
    }
}
