package dev.sluice.gateway.provider.cohere;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.inference.chat.StreamDecoder;
import dev.sluice.gateway.inference.chat.StreamEvent;
import dev.sluice.gateway.provider.WireJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a streamed answer. An event's {@code index} is that of its part, or of its call, and not of an answer; calls are numbered
 * anew. Not thread-safe.
 */
final class CohereStreamDecoder implements StreamDecoder {
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    private int calls;
    /** The call that was begun last has no arguments yet. */
    private boolean bare;

    private boolean started;
    private boolean over;

    @Override
    public List<StreamEvent> event(String name, byte[] data, int start, int end) {
        if (over || start >= end || Arrays.equals(data, start, end, DONE, 0, DONE.length)) {
            return List.of();
        }
        List<StreamEvent> out = new ArrayList<>(2);
        ObjectNode event = WireJson.object(data, start, end);
        if (event == null) {
            fail(UpstreamClass.SERVER_ERROR, "The provider sent an event that is not JSON.", out);
            return out;
        }
        String type = WireJson.text(event, "type");
        JsonNode message = event.path("delta").path("message");
        switch (type.isEmpty() ? name : type) {
            case "message-start" -> start(WireJson.text(event, "id"), out);
            case "content-start", "content-delta" -> content(message.path("content"), out);
            case "tool-plan-delta" -> thought(WireJson.text(message, "tool_plan"), out);
            case "tool-call-start" -> call(first(message.path("tool_calls")), out);
            case "tool-call-delta" ->
                arguments(WireJson.text(first(message.path("tool_calls")).path("function"), "arguments"), out);
            case "tool-call-end" -> endCall(out);
            case "message-end" -> finish(event.path("delta"), out);
            case "" -> fail(UpstreamClass.SERVER_ERROR, CohereErrors.message(event), out);
            case "citation-start" ->
                CohereCitations.of(message.path("citations"))
                        .forEach(citation -> out.add(new StreamEvent.Cited(citation)));
            default -> {} // what a later version may say
        }
        return out;
    }

    @Override
    public boolean repeats() {
        return true;
    }

    @Override
    public List<StreamEvent> end() {
        if (over) {
            return List.of();
        }
        List<StreamEvent> out = new ArrayList<>(1);
        fail(UpstreamClass.STREAM_INTERRUPTED, "The provider's stream ended before the answer did.", out);
        return out;
    }

    /** An object; servers that imitate the dialect have an array of one. */
    private static JsonNode first(JsonNode calls) {
        return calls.isArray() ? calls.path(0) : calls;
    }

    private void start(String id, List<StreamEvent> out) {
        if (!started) {
            started = true;
            out.add(new StreamEvent.Start(id, ""));
        }
    }

    private void content(JsonNode content, List<StreamEvent> out) {
        start("", out);
        thought(WireJson.text(content, "thinking"), out);
        String text = WireJson.text(content, "text");
        if (!text.isEmpty()) {
            out.add(new StreamEvent.TextDelta(text));
        }
    }

    private void thought(String text, List<StreamEvent> out) {
        start("", out);
        if (!text.isEmpty()) {
            out.add(new StreamEvent.ThinkingDelta(text));
        }
    }

    private void call(JsonNode call, List<StreamEvent> out) {
        start("", out);
        endCall(out);
        out.add(new StreamEvent.ToolCallStart(
                calls, WireJson.text(call, "id"), WireJson.text(call.path("function"), "name")));
        calls++;
        bare = true;
        arguments(WireJson.text(call.path("function"), "arguments"), out);
    }

    private void arguments(String json, List<StreamEvent> out) {
        if (calls > 0 && !json.isEmpty()) {
            bare = false;
            out.add(new StreamEvent.ToolArgumentsDelta(calls - 1, json));
        }
    }

    private void endCall(List<StreamEvent> out) {
        if (bare) {
            arguments("{}", out);
        }
    }

    private void finish(JsonNode delta, List<StreamEvent> out) {
        start("", out);
        Tokens usage = CohereUsage.of(delta.path("usage"));
        if (usage != null) {
            out.add(new StreamEvent.Usage(usage));
        }
        String reason = WireJson.text(delta, "finish_reason");
        UpstreamClass failure = CohereStops.failure(reason);
        if (failure != null) {
            String error = WireJson.text(delta, "error");
            fail(failure, error.isEmpty() ? "The provider gave no answer: " + reason + "." : error, out);
            return;
        }
        over = true;
        endCall(out);
        out.add(new StreamEvent.Finish(CohereStops.reason(reason, calls > 0), null));
    }

    private void fail(UpstreamClass kind, String message, List<StreamEvent> out) {
        over = true;
        out.add(new StreamEvent.Failure(kind, message));
    }
}
