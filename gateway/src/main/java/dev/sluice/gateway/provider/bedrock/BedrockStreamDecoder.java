package dev.sluice.gateway.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.inference.chat.StreamDecoder;
import dev.sluice.gateway.inference.chat.StreamEvent;
import dev.sluice.gateway.provider.WireJson;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a stream of ConverseStream. The framing names its events and its exceptions. Usage comes after the end of the message;
 * nothing but the end of the bytes says that there is no more. Not thread-safe.
 */
final class BedrockStreamDecoder implements StreamDecoder {
    private final BedrockToolBlocks tools = new BedrockToolBlocks();
    private boolean started;
    private boolean answered;
    private boolean finished;
    private boolean over;

    @Override
    public List<StreamEvent> event(String name, byte[] data, int start, int end) {
        if (over) {
            return List.of();
        }
        List<StreamEvent> out = new ArrayList<>(2);
        ObjectNode payload = start == end ? WireJson.object() : WireJson.object(data, start, end);
        if (name.startsWith(ERROR_MARK)) {
            JsonNode exception = payload == null ? WireJson.object() : payload;
            String type = name.substring(ERROR_MARK.length());
            fail(BedrockErrors.classify(type, exception), BedrockErrors.message(exception), out);
        } else if (payload == null) {
            fail(UpstreamClass.SERVER_ERROR, "The provider sent an event that is not JSON.", out);
        } else {
            event(name, payload, out);
        }
        return out;
    }

    private void event(String name, JsonNode event, List<StreamEvent> out) {
        switch (name) {
            case "messageStart" -> ensureStarted(out);
            case "contentBlockStart" -> blockStart(event, out);
            case "contentBlockDelta" -> blockDelta(event, out);
            case "contentBlockStop" -> tools.stop(index(event), out);
            case "messageStop" -> finish(event, out);
            case "metadata" -> {
                Tokens usage = BedrockUsage.of(event.path("usage"));
                if (usage != null) {
                    out.add(new StreamEvent.Usage(usage));
                }
            }
            default -> {} // of a later version
        }
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

    private void ensureStarted(List<StreamEvent> out) {
        if (!started) {
            started = true;
            out.add(new StreamEvent.Start("", ""));
        }
    }

    private void blockStart(JsonNode event, List<StreamEvent> out) {
        JsonNode call = event.path("start").path("toolUse");
        if (!finished && call.isObject()) {
            ensureStarted(out);
            answered = true;
            tools.start(index(event), call, out);
        }
    }

    private void blockDelta(JsonNode event, List<StreamEvent> out) {
        if (finished) {
            return;
        }
        ensureStarted(out);
        JsonNode delta = event.path("delta");
        String text = WireJson.text(delta, "text");
        if (!text.isEmpty()) {
            answered = true;
            out.add(new StreamEvent.TextDelta(text));
        }
        tools.arguments(index(event), WireJson.text(delta.path("toolUse"), "input"), out);
        JsonNode reasoning = delta.path("reasoningContent");
        if (reasoning.isObject()) {
            reasoning(reasoning, out);
        }
    }

    private static void reasoning(JsonNode reasoning, List<StreamEvent> out) {
        String text = WireJson.text(reasoning, "text");
        if (!text.isEmpty()) {
            out.add(new StreamEvent.ThinkingDelta(text));
        }
        String signature = WireJson.text(reasoning, "signature");
        if (!signature.isEmpty()) {
            out.add(new StreamEvent.ThinkingSignature(signature));
        }
        String hidden = WireJson.text(reasoning, "redactedContent");
        if (!hidden.isEmpty()) {
            out.add(new StreamEvent.HiddenThinking(hidden));
        }
    }

    private void finish(JsonNode stop, List<StreamEvent> out) {
        if (finished) {
            return;
        }
        ensureStarted(out);
        String reason = WireJson.text(stop, "stopReason");
        if (!answered && BedrockStops.isFault(reason)) {
            fail(UpstreamClass.SAMPLING_FAILURE, "The provider's model gave no answer that can be read.", out);
            return;
        }
        finished = true;
        tools.stopAll(out);
        out.add(new StreamEvent.Finish(BedrockStops.reason(reason, tools.any()), BedrockStops.stopText(stop)));
    }

    private void fail(UpstreamClass kind, String message, List<StreamEvent> out) {
        over = true;
        out.add(new StreamEvent.Failure(kind, message));
    }

    private static int index(JsonNode event) {
        return event.path("contentBlockIndex").asInt(-1);
    }
}
