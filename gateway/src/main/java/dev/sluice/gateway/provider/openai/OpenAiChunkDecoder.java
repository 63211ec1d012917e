package dev.sluice.gateway.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.inference.chat.Citation;
import dev.sluice.gateway.inference.chat.FinishReason;
import dev.sluice.gateway.inference.chat.StreamDecoder;
import dev.sluice.gateway.inference.chat.StreamEvent;
import dev.sluice.gateway.provider.UrlCitations;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The chunks of a streamed chat completion, for clients that speak another dialect. */
final class OpenAiChunkDecoder implements StreamDecoder {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] DONE = {'[', 'D', 'O', 'N', 'E', ']'};

    private final List<StreamEvent> events = new ArrayList<>();
    /** The provider's index of a call to ours. */
    private final Map<Integer, Integer> calls = new HashMap<>();
    /** Of each call. */
    private final List<String> ids = new ArrayList<>();
    /** Of each call, whether it has had arguments. */
    private final List<Boolean> argued = new ArrayList<>();

    /** The last event named a call: another like it may begin a new one. */
    private boolean named;

    /** Perplexity's: every chunk has the list so far, and it is told once, at the end. */
    private JsonNode searched = JSON.missingNode();

    private boolean cited;
    private boolean started;
    private @Nullable FinishReason finish;
    private boolean ended;

    @Override
    public List<StreamEvent> event(String name, byte[] data, int start, int end) {
        events.clear();
        named = false;
        if (Arrays.equals(data, start, end, DONE, 0, DONE.length)) {
            finish();
            return List.copyOf(events);
        }
        try {
            JsonNode chunk = JSON.readTree(data, start, end - start);
            if (chunk.hasNonNull("error")) {
                byte[] error = Arrays.copyOfRange(data, start, end);
                fail(
                        OpenAiSuccess.classify(error),
                        chunk.path("error").path("message").asText());
            } else {
                chunk(chunk);
                if (chunk.path("search_results").isArray()) {
                    searched = chunk.path("search_results");
                }
                if (chunk.path("usage").isObject() || chunk.has(OpenAiUsage.GROQ)) {
                    Tokens tokens = OpenAiUsage.ofReply(Arrays.copyOfRange(data, start, end));
                    if (tokens != null) {
                        events.add(new StreamEvent.Usage(tokens));
                    }
                }
            }
        } catch (IOException e) {
            fail(UpstreamClass.SERVER_ERROR, "the provider sent an event that is not JSON");
        }
        return List.copyOf(events);
    }

    @Override
    public boolean repeats() {
        return !named;
    }

    private void fail(UpstreamClass kind, String message) {
        ended = true;
        events.add(new StreamEvent.Failure(kind, message));
    }

    private void chunk(JsonNode chunk) {
        JsonNode choice = chunk.path("choices").path(0);
        if (!choice.isObject() || choice.path("index").asInt(0) != 0) {
            return; // Azure's first chunk, and usage alone, have none
        }
        if (!started) {
            started = true;
            events.add(new StreamEvent.Start(
                    chunk.path("id").asText(), chunk.path("model").asText()));
        }
        JsonNode delta = choice.path("delta");
        String thought = OpenAiReplyDecoder.thought(delta);
        if (!thought.isEmpty()) {
            events.add(new StreamEvent.ThinkingDelta(thought));
        }
        String text = OpenAiReplyDecoder.text(delta.path("content"));
        if (!text.isEmpty()) {
            events.add(new StreamEvent.TextDelta(text));
        }
        delta.path("tool_calls").forEach(this::call);
        cite(UrlCitations.of(delta.path("annotations"), 0));
        String reason = choice.path("finish_reason").asText("");
        if (!reason.isEmpty() && !reason.equals("null") && finish == null) {
            finish = OpenAiReplyDecoder.finish(reason, !argued.isEmpty());
        }
    }

    private void cite(List<Citation> citations) {
        for (Citation citation : citations) {
            cited = true;
            events.add(new StreamEvent.Cited(citation));
        }
    }

    private void call(JsonNode call) {
        int sent = call.path("index").asInt(0);
        JsonNode function = call.path("function");
        String id = call.path("id").asText("");
        Integer index = calls.get(sent);
        named |= function.hasNonNull("name");
        // Some number all calls 0: a name and another id begin a new one.
        boolean another = index != null && !id.isEmpty() && !id.equals(ids.get(index));
        if (index == null || (another && function.hasNonNull("name") && argued.get(index))) {
            index = argued.size();
            calls.put(sent, index);
            argued.add(false);
            ids.add(id);
            events.add(new StreamEvent.ToolCallStart(
                    index, id, function.path("name").asText()));
        }
        String arguments = function.path("arguments").asText("");
        if (!arguments.isEmpty()) {
            argued.set(index, true);
            events.add(new StreamEvent.ToolArgumentsDelta(index, arguments));
        }
    }

    private void finish() {
        if (ended || finish == null) {
            return;
        }
        ended = true;
        for (int i = 0; i < argued.size(); i++) {
            if (!argued.get(i)) {
                events.add(new StreamEvent.ToolArgumentsDelta(i, "{}"));
            }
        }
        if (!cited) {
            cite(UrlCitations.ofSearch(searched));
        }
        events.add(new StreamEvent.Finish(finish, null));
    }

    @Override
    public List<StreamEvent> end() {
        events.clear();
        finish();
        if (!ended) {
            fail(UpstreamClass.STREAM_INTERRUPTED, "the provider's stream ended before its answer did");
        }
        return List.copyOf(events);
    }
}
