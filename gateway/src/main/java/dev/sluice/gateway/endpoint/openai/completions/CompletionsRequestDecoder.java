package dev.sluice.gateway.endpoint.openai.completions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.Reasoning;
import dev.sluice.gateway.inference.chat.ResponseFormat;
import dev.sluice.gateway.inference.chat.ToolChoice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a prompt as a chat of one user's turn. What a chat cannot do is refused. */
final class CompletionsRequestDecoder {
    /** What OpenAI's reference says of {@code max_tokens}. */
    private static final long DEFAULT_MAX_TOKENS = 16;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> KNOWN = Set.of(
            "model",
            "prompt",
            "max_tokens",
            "temperature",
            "top_p",
            "n",
            "stream",
            "stream_options",
            "stop",
            "presence_penalty",
            "frequency_penalty",
            "seed",
            "user",
            "suffix",
            "echo",
            "best_of",
            "logprobs");

    private CompletionsRequestDecoder() {}

    /** @throws GatewayException with an invalid request that names the field at fault */
    static ChatRequest decode(byte[] body) {
        JsonNode root = parse(body);
        refuseWhatChatsCannot(root);
        ChatRequest.Sampling sampling = new ChatRequest.Sampling(
                number(root, "temperature"),
                number(root, "top_p"),
                OptionalInt.empty(),
                number(root, "frequency_penalty"),
                number(root, "presence_penalty"),
                whole(root, "seed", Long.MIN_VALUE),
                stops(root.path("stop")));
        return new ChatRequest(
                List.of(new ChatRequest.Turn(
                        ChatRequest.Role.USER, List.of(new Content.Text(prompt(root.path("prompt")))))),
                List.of(),
                ToolChoice.UNSAID,
                null,
                OptionalLong.of(whole(root, "max_tokens", 1).orElse(DEFAULT_MAX_TOKENS)),
                sampling,
                ResponseFormat.TEXT,
                Reasoning.UNSAID,
                root.path("stream").asBoolean(),
                (int) Math.min(Integer.MAX_VALUE, whole(root, "n", 1).orElse(1)),
                root.path("user").textValue(),
                others(root));
    }

    private static JsonNode parse(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw invalid(null, "the body is not valid JSON: send a JSON object in UTF-8");
        }
    }

    private static String prompt(JsonNode value) {
        JsonNode text = value.isArray() && value.size() == 1 ? value.get(0) : value;
        if (text.isNumber() || (text.isArray() && !text.isEmpty() && text.get(0).isNumber())) {
            throw invalid("prompt", "is made of tokens, which this model's provider does not take: send text");
        }
        if (!text.isTextual() || text.textValue().isEmpty()) {
            throw invalid("prompt", "must be one text that is not empty, since this model's provider only chats");
        }
        return text.textValue();
    }

    private static void refuseWhatChatsCannot(JsonNode root) {
        for (String field : List.of("suffix", "logprobs")) {
            if (!isUnsaid(root.path(field))) {
                throw invalid(field, "is not possible with this model, whose provider only chats: leave it out");
            }
        }
        if (root.path("echo").asBoolean()) {
            throw invalid("echo", "is not possible with this model, whose provider only chats: leave it out");
        }
        if (root.path("best_of").asInt(1) != root.path("n").asInt(1) && !isUnsaid(root.path("best_of"))) {
            throw invalid("best_of", "is not possible with this model, whose provider only chats: leave it out");
        }
    }

    private static List<String> stops(JsonNode value) {
        if (isUnsaid(value)) {
            return List.of();
        }
        List<String> stops = new ArrayList<>();
        for (JsonNode stop : value.isArray() ? value : List.of(value)) {
            if (!stop.isTextual()) {
                throw invalid("stop", "must be a text or an array of texts");
            }
            stops.add(stop.textValue());
        }
        return stops;
    }

    private static @Nullable Double number(JsonNode root, String field) {
        JsonNode value = root.path(field);
        if (isUnsaid(value)) {
            return null;
        }
        if (!value.isNumber()) {
            throw invalid(field, "must be a number");
        }
        return value.doubleValue();
    }

    private static OptionalLong whole(JsonNode root, String field, long least) {
        JsonNode value = root.path(field);
        if (isUnsaid(value)) {
            return OptionalLong.empty();
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < least) {
            throw invalid(field, "must be a whole number" + (least > 0 ? " of " + least + " or more" : ""));
        }
        return OptionalLong.of(value.longValue());
    }

    private static Map<String, String> others(JsonNode root) {
        Map<String, String> others = new HashMap<>();
        root.properties().forEach(member -> {
            if (!KNOWN.contains(member.getKey())) {
                others.put(member.getKey(), member.getValue().toString());
            }
        });
        return others;
    }

    private static boolean isUnsaid(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    private static GatewayException invalid(@Nullable String field, String message) {
        return new GatewayException(
                new GatewayError.InvalidRequest(field, field == null ? message : field + " " + message));
    }
}
