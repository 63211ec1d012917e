package dev.sluice.gateway.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contract.catalog.Dialect;
import dev.sluice.gateway.inference.chat.SignatureOrigin;
import dev.sluice.gateway.inference.chat.StreamEvent;
import dev.sluice.gateway.provider.CallIds;
import java.util.List;

/** The parts of an answer, in order, as steps of the neutral stream. Holds state: one per answer. */
final class PartReader {
    private boolean thinking;
    /** Kept for those who cite it. */
    private final StringBuilder answer = new StringBuilder();

    private boolean images;
    private int calls;

    void read(JsonNode part, List<StreamEvent> out) {
        String text = GeminiJson.text(part.path("text"));
        String signature = GeminiJson.text(part.path("thoughtSignature"));
        if (part.path("thought").asBoolean()) {
            if (!text.isEmpty()) {
                out.add(new StreamEvent.ThinkingDelta(text));
                thinking = true;
            }
            sign(signature, out);
            return;
        }
        // Here the signature is the part's own, there the thought's before it.
        sign(signature, out);
        if (!text.isEmpty()) {
            out.add(new StreamEvent.TextDelta(text));
            thinking = false;
            answer.append(text);
        }
        image(part.path("inlineData"), out);
        JsonNode call = part.path("functionCall");
        if (!GeminiJson.text(call.path("name")).isEmpty()) {
            call(call, out);
        }
    }

    /** Sound and whatever else an answer may hold has no word. */
    private void image(JsonNode inline, List<StreamEvent> out) {
        String mediaType = GeminiJson.text(inline.path("mimeType"));
        String data = GeminiJson.text(inline.path("data"));
        if (mediaType.startsWith("image/") && !data.isEmpty()) {
            out.add(new StreamEvent.Image(mediaType, data));
            thinking = false;
            images = true;
        }
    }

    /** Thoughts that are not shown are signed all the same: then there is an empty one. */
    private void sign(String signature, List<StreamEvent> out) {
        if (signature.isEmpty()) {
            return;
        }
        if (!thinking) {
            out.add(new StreamEvent.ThinkingDelta(""));
        }
        out.add(new StreamEvent.ThinkingSignature(SignatureOrigin.mark(Dialect.GEMINI, signature)));
        thinking = false;
    }

    /** A call comes whole. */
    private void call(JsonNode call, List<StreamEvent> out) {
        String id = GeminiJson.text(call.path("id"));
        JsonNode arguments = call.path("args");
        out.add(new StreamEvent.ToolCallStart(
                calls, id.isEmpty() ? CallIds.next() : id, GeminiJson.text(call.path("name"))));
        out.add(new StreamEvent.ToolArgumentsDelta(calls, arguments.isObject() ? arguments.toString() : "{}"));
        calls++;
        thinking = false;
    }

    CharSequence text() {
        return answer;
    }

    boolean hasCalls() {
        return calls > 0;
    }

    /** Whether there is anything but thoughts. */
    boolean hasAnswer() {
        return !answer.isEmpty() || images || calls > 0;
    }
}
