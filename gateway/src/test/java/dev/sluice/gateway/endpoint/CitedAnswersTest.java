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
import dev.sluice.gateway.inference.chat.Citation;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.FinishReason;
import dev.sluice.gateway.inference.chat.StreamEncoder;
import dev.sluice.gateway.inference.chat.StreamEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an answer cites, in each client's words, whole and streamed. */
class CitedAnswersTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Citation RANGED = new Citation("https://a", "A \"1\"", "so", 6, 11);
    private static final Citation WHOLE = new Citation("https://b", "", null, 0, 0);
    private static final ChatReply REPLY = new ChatReply(
            "id",
            "m",
            List.of(new ChatReply.Answer(
                    List.of(new Content.Text("It is "), new Content.Thinking("hm", null), new Content.Text("Grüße")),
                    List.of(RANGED, WHOLE),
                    FinishReason.STOP,
                    null)),
            null);
    private static final List<StreamEvent> EVENTS = List.of(
            new StreamEvent.Start("id", "m"),
            new StreamEvent.TextDelta("It is "),
            new StreamEvent.ThinkingDelta("hm"),
            new StreamEvent.TextDelta("Grüße"),
            new StreamEvent.Cited(RANGED),
            new StreamEvent.Cited(WHOLE),
            new StreamEvent.Finish(FinishReason.STOP, null));

    private static ChatCall call(ClientDialect dialect, String body) {
        return new ChatCall(body.getBytes(StandardCharsets.UTF_8), RequestFields.of("m", false), dialect);
    }

    private static JsonNode whole(ClientDialect dialect, String body) throws IOException {
        return JSON.readTree(dialect.reply(REPLY, call(dialect, body)));
    }

    private static List<JsonNode> streamed(ClientDialect dialect, String body, List<StreamEvent> events)
            throws IOException {
        StreamEncoder encoder = dialect.stream(call(dialect, body));
        StringBuilder text = new StringBuilder();
        for (StreamEvent event : events) {
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

    private static final String CHAT =
            "[{'type':'url_citation','url_citation':{'url':'https://a','title':'A \\\"1\\\"',"
                    + "'start_index':6,'end_index':11}},{'type':'url_citation','url_citation':{'url':'https://b','title':'',"
                    + "'start_index':0,'end_index':0}}]";
    private static final String RESPONSE =
            "[{'type':'url_citation','url':'https://a','title':'A \\\"1\\\"','start_index':0,"
                    + "'end_index':5},{'type':'url_citation','url':'https://b','title':'','start_index':0,'end_index':0}]";
    private static final String MESSAGE =
            "[{'type':'web_search_result_location','url':'https://a','title':'A \\\"1\\\"',"
                    + "'encrypted_index':'','cited_text':'so'},{'type':'web_search_result_location','url':'https://b','title':'',"
                    + "'encrypted_index':'','cited_text':''}]";
    private static final String ASKED = "{\"model\":\"m\",\"input\":\"Hi\"}";

    @Test
    void areAnnotationsOfAChatCompletion() throws IOException {
        assertThat(whole(ChatDialect.INSTANCE, "{}").at("/choices/0/message/annotations"))
                .isEqualTo(quoted(CHAT));

        List<JsonNode> told = new ArrayList<>();
        for (JsonNode chunk : streamed(ChatDialect.INSTANCE, "{}", EVENTS)) {
            chunk.at("/choices/0/delta/annotations").forEach(told::add);
        }
        assertThat(told).hasSize(2).containsExactlyElementsOf(quoted(CHAT));
    }

    /** Ranges are of the message that has the text. */
    @Test
    void areAnnotationsOfTheTextOfAResponse() throws IOException {
        JsonNode output = whole(ResponsesDialect.INSTANCE, ASKED).path("output");
        List<JsonNode> events = streamed(ResponsesDialect.INSTANCE, ASKED, EVENTS);

        assertThat(output.at("/0/content/0/annotations")).isEmpty();
        assertThat(output.at("/2/content/0/annotations")).isEqualTo(quoted(RESPONSE));
        assertThat(events.getLast().at("/response/output/2/content/0/annotations"))
                .isEqualTo(quoted(RESPONSE));
        List<JsonNode> added = events.stream()
                .filter(event -> event.path("type").asText().equals("response.output_text.annotation.added"))
                .toList();
        assertThat(added).hasSize(2);
        assertThat(added.get(0).path("annotation")).isEqualTo(quoted(RESPONSE).path(0));
        assertThat(added.get(1).path("annotation_index").asInt()).isEqualTo(1);
        assertThat(added.get(1).path("output_index").asInt()).isEqualTo(2);
        assertThat(added.get(1).path("item_id")).isEqualTo(events.getLast().at("/response/output/2/id"));
        assertThat(events)
                .filteredOn(event -> event.path("type").asText().equals("response.content_part.done"))
                .last()
                .satisfies(done -> assertThat(done.at("/part/annotations")).isEqualTo(quoted(RESPONSE)));
    }

    @Test
    void areCitationsOfTheBlockOfAMessage() throws IOException {
        JsonNode content = whole(MessagesDialect.INSTANCE, "{}").path("content");
        List<JsonNode> told = new ArrayList<>();
        for (JsonNode event : streamed(MessagesDialect.INSTANCE, "{}", EVENTS)) {
            if (event.at("/delta/type").asText().equals("citations_delta")) {
                assertThat(event.path("index").asInt()).isEqualTo(2);
                told.add(event.at("/delta/citation"));
            }
        }

        assertThat(content.path(0).has("citations")).isFalse();
        assertThat(content.at("/2/citations")).isEqualTo(quoted(MESSAGE));
        assertThat(told).hasSize(2).containsExactlyElementsOf(quoted(MESSAGE));
    }

    /** A part that is done cannot be added to, and the answer goes on without. */
    @Test
    void areLeftOutWhereTheirTextIsDone() throws IOException {
        List<StreamEvent> late = List.of(
                new StreamEvent.Start("id", "m"),
                new StreamEvent.TextDelta("It is "),
                new StreamEvent.ToolCallStart(0, "c", "f"),
                new StreamEvent.Cited(RANGED),
                new StreamEvent.Finish(FinishReason.TOOL_CALLS, null));

        for (ClientDialect dialect : List.of(ResponsesDialect.INSTANCE, MessagesDialect.INSTANCE)) {
            List<JsonNode> events = streamed(dialect, ASKED, late);
            assertThat(events.toString()).doesNotContain("https://a");
            assertThat(events.getLast().path("type").asText()).isIn("response.completed", "message_stop");
        }
    }
}
