package dev.sluice.gateway.provider.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.catalog.Dialect;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.SignatureOrigin;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the model said, as parts. The first call of a run must carry the signature of the thought that led to it. A client
 * that lost it is let through by a value that Google documents for the purpose (Gemini API, "Thought signatures").
 */
final class ModelParts {
    /** Base64 of {@code skip_thought_signature_validator}. */
    static final String NO_SIGNATURE = "c2tpcF90aG91Z2h0X3NpZ25hdHVyZV92YWxpZGF0b3I=";

    private final ArrayNode parts = GeminiJson.array();
    private @Nullable String signature;
    private boolean called;

    private ModelParts() {}

    static ArrayNode of(List<Content> contents) {
        ModelParts made = new ModelParts();
        contents.forEach(made::add);
        return made.parts;
    }

    private void add(Content content) {
        switch (content) {
            case Content.Text text -> parts.addObject().put("text", text.text());
            case Content.Image image -> parts.add(MediaPart.of(image));
            case Content.Document document -> parts.add(MediaPart.of(document));
            case Content.Audio audio -> parts.add(MediaPart.of(audio));
            case Content.Thinking thinking -> {
                String usable = usable(thinking.signature());
                signature = usable == null ? signature : usable;
            }
            case Content.HiddenThinking _ -> {} // another provider's
            case Content.ToolCall call -> call(call);
            case Content.ToolResult result ->
                throw Refusal.of(
                        "messages",
                        "messages: the result of call '" + result.callId()
                                + "' is in an assistant message: send it as a tool message");
        }
    }

    private void call(Content.ToolCall call) {
        ObjectNode part = parts.addObject();
        part.putObject("functionCall").put("name", call.name()).set("args", arguments(call.arguments()));
        if (signature != null) {
            part.put("thoughtSignature", signature);
        } else if (!called) {
            part.put("thoughtSignature", NO_SIGNATURE);
        }
        signature = null;
        called = true;
    }

    /** A model that ran into its limit of output may have left half an object: it is kept as a text, the call goes on. */
    private static ObjectNode arguments(String text) {
        ObjectNode arguments = GeminiJson.readObject(text);
        if (arguments != null) {
            return arguments;
        }
        return text.isBlank() ? GeminiJson.object() : GeminiJson.object().put("_raw", text);
    }

    /** Null for a signature that is not of this provider, whose signatures are base64. */
    private static @Nullable String usable(@Nullable String marked) {
        String signature = SignatureOrigin.of(Dialect.GEMINI, marked);
        if (signature == null) {
            return null;
        }
        try {
            return Base64.getDecoder().decode(signature).length == 0 ? null : signature;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
