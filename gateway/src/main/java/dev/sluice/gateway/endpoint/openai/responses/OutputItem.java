package dev.sluice.gateway.endpoint.openai.responses;

import dev.sluice.gateway.endpoint.openai.chat.AnnotationJson;
import dev.sluice.gateway.inference.JsonBytes;
import dev.sluice.gateway.inference.chat.Citation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An item of a response's output. */
sealed interface OutputItem {
    /**
     * @param citations their ranges are of this text
     * @param complete whether the answer was not cut off in it
     */
    record Message(String id, String text, List<Citation> citations, boolean complete) implements OutputItem {
        Message citing(Citation citation) {
            List<Citation> more = new ArrayList<>(citations);
            more.add(citation);
            return new Message(id, text, more, complete);
        }
    }

    /** @param carried see {@link CarriedThought}; null when there is nothing to send back */
    record Reasoning(String id, String summary, @Nullable String carried) implements OutputItem {}

    /** @param arguments JSON text */
    record FunctionCall(String id, String callId, String name, String arguments, boolean complete)
            implements OutputItem {}

    /** Made by the model itself, and told as if by OpenAI's tool: the dialect has no other word. */
    record Image(String id, String mediaType, String base64) implements OutputItem {}

    /** Of all messages together. */
    static int textLength(List<OutputItem> items) {
        int length = 0;
        for (OutputItem item : items) {
            length += item instanceof Message message ? Citation.length(message.text()) : 0;
        }
        return length;
    }

    /** As it is when it is done. */
    static void write(OutputItem item, JsonBytes out) {
        switch (item) {
            case Message message -> {
                out.raw("{\"id\":").string(message.id());
                out.raw(",\"type\":\"message\",\"status\":\"").raw(status(message.complete()));
                out.raw("\",\"role\":\"assistant\",\"content\":[");
                text(message.text(), message.citations(), out);
                out.raw("]}");
            }
            case Reasoning reasoning -> {
                out.raw("{\"id\":").string(reasoning.id()).raw(",\"type\":\"reasoning\",\"summary\":[");
                if (!reasoning.summary().isEmpty()) {
                    summary(reasoning.summary(), out);
                }
                out.raw("]");
                if (reasoning.carried() != null) {
                    out.raw(",\"encrypted_content\":").string(reasoning.carried());
                }
                out.raw("}");
            }
            case Image image -> {
                begun(image, "completed", out);
                out.raw(",\"output_format\":").string(format(image.mediaType()));
                out.raw(",\"result\":").string(image.base64()).raw("}");
            }
            case FunctionCall call -> {
                begun(call, out);
                out.raw(",\"arguments\":").string(call.arguments());
                out.raw(",\"status\":\"").raw(status(call.complete())).raw("\"}");
            }
        }
    }

    /** As it is when it is added: without what will come in deltas. */
    static void writeAdded(OutputItem item, JsonBytes out) {
        switch (item) {
            case Message message -> {
                out.raw("{\"id\":").string(message.id());
                out.raw(",\"type\":\"message\",\"status\":\"in_progress\",\"role\":\"assistant\",\"content\":[]}");
            }
            case Reasoning reasoning ->
                out.raw("{\"id\":").string(reasoning.id()).raw(",\"type\":\"reasoning\",\"summary\":[]}");
            case Image image -> {
                begun(image, "in_progress", out);
                out.raw(",\"result\":null}");
            }
            case FunctionCall call -> {
                begun(call, out);
                out.raw(",\"arguments\":\"\",\"status\":\"in_progress\"}");
            }
        }
    }

    private static void begun(Image image, String status, JsonBytes out) {
        out.raw("{\"id\":").string(image.id());
        out.raw(",\"type\":\"image_generation_call\",\"status\":\"").raw(status).raw("\"");
    }

    /** Such as {@code png}. */
    private static String format(String mediaType) {
        return mediaType.substring(mediaType.indexOf('/') + 1);
    }

    private static void begun(FunctionCall call, JsonBytes out) {
        out.raw("{\"id\":")
                .string(call.id())
                .raw(",\"type\":\"function_call\",\"call_id\":")
                .string(call.callId());
        out.raw(",\"name\":").string(call.name());
    }

    /** A part of a message. */
    static void text(String text, List<Citation> citations, JsonBytes out) {
        out.raw("{\"type\":\"output_text\",\"annotations\":[");
        for (int i = 0; i < citations.size(); i++) {
            out.raw(i == 0 ? "" : ",");
            AnnotationJson.response(citations.get(i), out);
        }
        out.raw("],\"logprobs\":[],\"text\":").string(text).raw("}");
    }

    /** A part of a summary. */
    static void summary(String text, JsonBytes out) {
        out.raw("{\"type\":\"summary_text\",\"text\":").string(text).raw("}");
    }

    private static String status(boolean complete) {
        return complete ? "completed" : "incomplete";
    }
}
