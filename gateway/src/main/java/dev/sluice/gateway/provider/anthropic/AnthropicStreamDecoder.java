package dev.sluice.gateway.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.inference.chat.StreamDecoder;
import dev.sluice.gateway.inference.chat.StreamEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a streamed message. What it does not know, events as well as blocks and deltas, it passes over; what is not JSON ends
 * the stream. Not thread-safe.
 */
public final class AnthropicStreamDecoder implements StreamDecoder {
    private final AnthropicUsage usage = new AnthropicUsage();
    private final AnthropicToolBlocks tools = new AnthropicToolBlocks();
    private final AnthropicCitations citations = new AnthropicCitations();
    /** The last event had text of the answer. */
    private boolean spoke;

    private boolean started;
    private boolean finished;
    /** Nothing follows any more: the message is complete, or has failed. */
    private boolean over;

    @Override
    public List<StreamEvent> event(String name, byte[] data, int start, int end) {
        if (over || start >= end) {
            return List.of();
        }
        spoke = false;
        List<StreamEvent> out = new ArrayList<>(2);
        ObjectNode event = AnthropicJson.object(data, start, end);
        if (event == null) {
            fail(UpstreamClass.SERVER_ERROR, "The provider sent an event that is not JSON.", out);
            return out;
        }
        String type = AnthropicJson.text(event, "type");
        switch (type.isEmpty() ? name : type) {
            case "message_start" -> start(event.path("message"), out);
            case "content_block_start" -> blockStart(event, out);
            case "content_block_delta" -> blockDelta(event, out);
            case "content_block_stop" -> {
                citations.end(out);
                tools.stop(index(event), out);
            }
            case "message_delta" -> messageDelta(event, out);
            case "message_stop" -> {
                finish(event, out);
                over = true;
            }
            case "error" -> {
                JsonNode error = event.path("error");
                fail(AnthropicErrors.classify(error), AnthropicErrors.message(error), out);
            }
            default -> {}
        }
        return out;
    }

    @Override
    public boolean repeats() {
        return !spoke || citations.unread();
    }

    @Override
    public List<StreamEvent> end() {
        if (over || finished) {
            over = true;
            return List.of();
        }
        List<StreamEvent> out = new ArrayList<>(1);
        fail(UpstreamClass.STREAM_INTERRUPTED, "The provider's stream ended before the answer did.", out);
        return out;
    }

    private void start(JsonNode message, List<StreamEvent> out) {
        if (!started) {
            started = true;
            out.add(new StreamEvent.Start(AnthropicJson.text(message, "id"), AnthropicJson.text(message, "model")));
        }
        usage(message, out);
    }

    /** For streams that do without a message_start. */
    private void ensureStarted(List<StreamEvent> out) {
        if (!started) {
            started = true;
            out.add(new StreamEvent.Start("", ""));
        }
    }

    private void blockStart(JsonNode event, List<StreamEvent> out) {
        if (finished) {
            return;
        }
        ensureStarted(out);
        JsonNode block = event.path("content_block");
        switch (AnthropicJson.text(block, "type")) {
            case "text" -> {
                citations.begin(block);
                text(AnthropicJson.text(block, "text"), out);
            }
            case "thinking" -> {
                thinking(AnthropicJson.text(block, "thinking"), out);
                signature(AnthropicJson.text(block, "signature"), out);
            }
            case "redacted_thinking" -> out.add(new StreamEvent.HiddenThinking(AnthropicJson.text(block, "data")));
            case "tool_use" -> tools.start(index(event), block, out);
            default -> {}
        }
    }

    private void blockDelta(JsonNode event, List<StreamEvent> out) {
        if (finished) {
            return;
        }
        ensureStarted(out);
        JsonNode delta = event.path("delta");
        switch (AnthropicJson.text(delta, "type")) {
            case "text_delta" -> text(AnthropicJson.text(delta, "text"), out);
            case "thinking_delta" -> thinking(AnthropicJson.text(delta, "thinking"), out);
            case "signature_delta" -> signature(AnthropicJson.text(delta, "signature"), out);
            case "citations_delta" -> citations.cite(delta.path("citation"));
            case "input_json_delta" -> tools.arguments(index(event), AnthropicJson.text(delta, "partial_json"), out);
            default -> {}
        }
    }

    private void text(String text, List<StreamEvent> out) {
        if (!text.isEmpty()) {
            spoke = true;
            citations.text(text);
            out.add(new StreamEvent.TextDelta(text));
        }
    }

    private static void thinking(String text, List<StreamEvent> out) {
        if (!text.isEmpty()) {
            out.add(new StreamEvent.ThinkingDelta(text));
        }
    }

    private static void signature(String signature, List<StreamEvent> out) {
        if (!signature.isEmpty()) {
            out.add(new StreamEvent.ThinkingSignature(signature));
        }
    }

    private void messageDelta(JsonNode event, List<StreamEvent> out) {
        ensureStarted(out);
        usage(event, out);
        JsonNode delta = event.path("delta");
        if (!AnthropicJson.text(delta, "stop_reason").isEmpty()) {
            finish(delta, out);
        }
    }

    private void usage(JsonNode holder, List<StreamEvent> out) {
        Tokens tokens = usage.plus(holder.path("usage"));
        if (tokens != null) {
            out.add(new StreamEvent.Usage(tokens));
        }
    }

    private void finish(JsonNode stop, List<StreamEvent> out) {
        if (finished) {
            return;
        }
        finished = true;
        ensureStarted(out);
        citations.end(out);
        tools.stopAll(out);
        out.add(new StreamEvent.Finish(
                AnthropicStops.reason(AnthropicJson.text(stop, "stop_reason"), tools.any()),
                AnthropicStops.stopText(stop)));
    }

    private void fail(UpstreamClass kind, String message, List<StreamEvent> out) {
        over = true;
        out.add(new StreamEvent.Failure(kind, message));
    }

    private static int index(JsonNode event) {
        return event.path("index").asInt(-1);
    }
}
