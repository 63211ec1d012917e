package dev.sluice.gateway.provider.openai.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.inference.chat.Citation;
import dev.sluice.gateway.inference.chat.StreamDecoder;
import dev.sluice.gateway.inference.chat.StreamEvent;
import dev.sluice.gateway.provider.UrlCitations;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The events of a streamed response, for clients that speak another dialect. Items are told apart by their index; servers
 * differ in the ids. What came in no delta is taken from the item when it is done.
 */
final class ResponsesStreamDecoder implements StreamDecoder {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<StreamEvent> events = new ArrayList<>();
    /** The output index of a call to its index among calls. */
    private final Map<Integer, Integer> calls = new HashMap<>();
    /** Output indexes of items of which something was told already. */
    private final Set<Integer> told = new HashSet<>();

    /** Of the answer's text. */
    private int length;

    /** The output index of the message that text came of last, and where its own text begins. */
    private int message = -1;

    private int messageStart;
    private boolean started;
    private boolean over;

    @Override
    public List<StreamEvent> event(String name, byte[] data, int start, int end) {
        events.clear();
        if (!over && start < end) {
            try {
                JsonNode event = JSON.readTree(data, start, end - start);
                if (event.isObject()) {
                    read(event, event.path("type").asText(name));
                } else {
                    fail(new ResponsesFailure(
                            UpstreamClass.SERVER_ERROR, "the provider sent an event that is no object"));
                }
            } catch (IOException e) {
                fail(new ResponsesFailure(UpstreamClass.SERVER_ERROR, "the provider sent an event that is not JSON"));
            }
        }
        return List.copyOf(events);
    }

    private void read(JsonNode event, String type) {
        switch (type) {
            case "response.created", "response.in_progress" -> start(event.path("response"));
            case "response.output_item.added" -> added(event);
            case "response.output_text.delta", "response.refusal.delta" -> {
                if (isTold(event)) {
                    text(index(event), event.path("delta").asText(""));
                }
            }
            case "response.output_text.annotation.added" -> cited(event);
            case "response.reasoning_summary_text.delta", "response.reasoning_text.delta" -> {
                if (isTold(event)) {
                    events.add(new StreamEvent.ThinkingDelta(event.path("delta").asText("")));
                }
            }
            case "response.reasoning_summary_part.added" -> {
                if (event.path("summary_index").asInt(0) > 0) {
                    events.add(new StreamEvent.ThinkingDelta("\n\n"));
                }
            }
            case "response.function_call_arguments.delta" ->
                arguments(event, event.path("delta").asText(""));
            case "response.output_item.done" -> done(event);
            case "response.completed", "response.incomplete" -> finish(event.path("response"));
            case "response.failed" -> fail(ResponsesFailure.ofResponse(event.path("response")));
            case "error" -> fail(ResponsesFailure.ofEvent(event));
            default -> {}
        }
    }

    private void start(JsonNode response) {
        if (!started) {
            started = true;
            events.add(new StreamEvent.Start(
                    response.path("id").asText(""), response.path("model").asText("")));
        }
    }

    /** Whether the delta of the event says anything; then its item is no longer untold. */
    private boolean isTold(JsonNode event) {
        start(JSON.missingNode());
        boolean says = !event.path("delta").asText("").isEmpty();
        if (says) {
            told.add(index(event));
        }
        return says;
    }

    private void text(int index, String text) {
        if (index != message) {
            message = index;
            messageStart = length;
        }
        events.add(new StreamEvent.TextDelta(text));
        length += Citation.length(text);
    }

    /** Of a message that another one followed, nobody knows any more where it began. */
    private void cited(JsonNode event) {
        Citation citation = UrlCitations.of(event.path("annotation"));
        if (citation != null) {
            events.add(new StreamEvent.Cited(
                    index(event) == message ? citation.moved(messageStart) : citation.withoutRange()));
        }
    }

    private static int index(JsonNode event) {
        return event.path("output_index").asInt(-1);
    }

    private void added(JsonNode event) {
        start(JSON.missingNode());
        JsonNode item = event.path("item");
        if (item.path("type").asText("").equals("function_call") && !calls.containsKey(index(event))) {
            int call = calls.size();
            calls.put(index(event), call);
            events.add(new StreamEvent.ToolCallStart(
                    call, item.path("call_id").asText(""), item.path("name").asText("")));
        }
    }

    private void arguments(JsonNode event, String json) {
        Integer call = calls.get(index(event));
        if (call != null && !json.isEmpty()) {
            told.add(index(event));
            events.add(new StreamEvent.ToolArgumentsDelta(call, json));
        }
    }

    private void done(JsonNode event) {
        start(JSON.missingNode());
        JsonNode item = event.path("item");
        boolean untold = !told.contains(index(event));
        switch (item.path("type").asText("")) {
            case "message" -> {
                String text = untold ? ResponsesReplyDecoder.texts(item) : "";
                if (!text.isEmpty()) {
                    told.add(index(event));
                    List<Citation> citations = new ArrayList<>();
                    ResponsesReplyDecoder.cited(item, length, citations);
                    text(index(event), text);
                    citations.forEach(citation -> events.add(new StreamEvent.Cited(citation)));
                }
            }
            case "reasoning" -> reasoned(item, untold);
            case "function_call" -> {
                added(event);
                if (!told.contains(index(event))) {
                    String whole = item.path("arguments").asText("");
                    arguments(event, whole.isBlank() ? "{}" : whole);
                }
            }
            default -> {}
        }
    }

    /** A thought that is not shown is there all the same: then there is an empty one. */
    private void reasoned(JsonNode item, boolean untold) {
        String signature = EncryptedReasoning.signature(item);
        String text = untold ? EncryptedReasoning.text(item) : "";
        if (!text.isEmpty() || (untold && signature != null)) {
            events.add(new StreamEvent.ThinkingDelta(text));
        }
        if (signature != null) {
            events.add(new StreamEvent.ThinkingSignature(signature));
        }
    }

    private void finish(JsonNode response) {
        start(response);
        Tokens usage = ResponsesUsage.of(response.path("usage"));
        if (usage != null) {
            events.add(new StreamEvent.Usage(usage));
        }
        over = true;
        events.add(new StreamEvent.Finish(ResponsesReplyDecoder.finish(response, !calls.isEmpty()), null));
    }

    private void fail(ResponsesFailure failure) {
        over = true;
        events.add(new StreamEvent.Failure(failure.kind(), failure.message()));
    }

    @Override
    public List<StreamEvent> end() {
        events.clear();
        if (!over) {
            fail(new ResponsesFailure(
                    UpstreamClass.STREAM_INTERRUPTED, "the provider's stream ended before its answer did"));
        }
        return List.copyOf(events);
    }
}
