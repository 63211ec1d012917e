package dev.sluice.gateway.provider.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.inference.chat.FinishReason;
import dev.sluice.gateway.inference.chat.StreamDecoder;
import dev.sluice.gateway.inference.chat.StreamEvent;
import dev.sluice.gateway.provider.CallIds;
import dev.sluice.gateway.provider.WireJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of an answer. Calls come whole, mostly without ids and all with the same number, so they are named and numbered
 * here. Not thread-safe.
 */
final class OllamaStreamDecoder implements StreamDecoder {
    private int calls;
    private boolean started;
    private boolean over;

    @Override
    public List<StreamEvent> event(String name, byte[] data, int start, int end) {
        if (over) {
            return List.of();
        }
        List<StreamEvent> out = new ArrayList<>(2);
        ObjectNode line = WireJson.object(data, start, end);
        if (line == null) {
            fail(UpstreamClass.SERVER_ERROR, "The provider sent a line that is not JSON.", out);
        } else if (line.has("error")) {
            fail(OllamaErrors.classify(line), OllamaErrors.message(line), out);
        } else {
            line(line, out);
        }
        return out;
    }

    private void line(JsonNode line, List<StreamEvent> out) {
        if (!started) {
            started = true;
            out.add(new StreamEvent.Start("", WireJson.text(line, "model")));
        }
        JsonNode message = line.path("message");
        String thought = WireJson.text(message, "thinking");
        if (!thought.isEmpty()) {
            out.add(new StreamEvent.ThinkingDelta(thought));
        }
        String text = WireJson.text(message, "content");
        if (!text.isEmpty()) {
            out.add(new StreamEvent.TextDelta(text));
        }
        message.path("tool_calls").forEach(call -> call(call, out));
        if (line.path("done").asBoolean()) {
            finish(line, out);
        }
    }

    private void call(JsonNode call, List<StreamEvent> out) {
        String id = WireJson.text(call, "id");
        JsonNode function = call.path("function");
        JsonNode arguments = function.path("arguments");
        out.add(new StreamEvent.ToolCallStart(
                calls, id.isEmpty() ? CallIds.next() : id, WireJson.text(function, "name")));
        out.add(new StreamEvent.ToolArgumentsDelta(calls, arguments.isObject() ? arguments.toString() : "{}"));
        calls++;
    }

    private void finish(JsonNode line, List<StreamEvent> out) {
        over = true;
        Tokens usage = usage(line);
        if (usage != null) {
            out.add(new StreamEvent.Usage(usage));
        }
        boolean cut = WireJson.text(line, "done_reason").equals("length");
        FinishReason whole = calls > 0 ? FinishReason.TOOL_CALLS : FinishReason.STOP;
        out.add(new StreamEvent.Finish(cut ? FinishReason.LENGTH : whole, null));
    }

    /** A prompt that is still in memory is not counted by older servers. */
    private static @Nullable Tokens usage(JsonNode line) {
        long input = WireJson.count(line, "prompt_eval_count");
        long output = WireJson.count(line, "eval_count");
        return input < 0 && output < 0 ? null : Tokens.of(Math.max(input, 0), Math.max(output, 0));
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

    private void fail(UpstreamClass kind, String message, List<StreamEvent> out) {
        over = true;
        out.add(new StreamEvent.Failure(kind, message));
    }
}
