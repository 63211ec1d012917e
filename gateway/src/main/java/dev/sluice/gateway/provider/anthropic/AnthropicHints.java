package dev.sluice.gateway.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.inference.chat.ChatRequest;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the client asks for beside the conversation: sent where the dialect has a word for it, else left out or refused. */
final class AnthropicHints {
    private static final int MAX_USER = 256;
    /** Anthropic's own, by the same name in its clients' requests. */
    private static final Set<String> OWN =
            Set.of("cache_control", "container", "context_management", "inference_geo", "mcp_servers");
    /** Without effect here: usage is always stated in streams, and the others are refused when they ask for something. */
    private static final Set<String> WITHOUT_EFFECT =
            Set.of("stream_options", "logprobs", "top_logprobs", "modalities", "functions");

    private AnthropicHints() {}

    static GatewayException invalid(String param, String message) {
        return new GatewayException(new GatewayError.InvalidRequest(param, message));
    }

    private static GatewayException unsupported(String param, String message) {
        return new GatewayException(new GatewayError.UnsupportedParameter(param, message));
    }

    static void refuseWhatChangesMeaning(ChatRequest request) {
        if (request.choices() > 1) {
            throw unsupported(
                    "n",
                    "'n' is " + request.choices()
                            + ", and this model gives one answer to a request: leave 'n' out, or send the request "
                            + request.choices() + " times.");
        }
        request.others().forEach((name, text) -> {
            JsonNode value = AnthropicJson.value(text);
            String problem = value == null ? null : problem(name, value);
            if (problem != null) {
                throw unsupported(name, problem);
            }
        });
    }

    private static @Nullable String problem(String name, JsonNode value) {
        return switch (name) {
            case "logprobs" ->
                value.asBoolean() ? "'logprobs' is set, and this model states none: leave it out." : null;
            case "top_logprobs" ->
                value.asInt() > 0 ? "'top_logprobs' is set, and this model states none: leave it out." : null;
            case "audio" ->
                value.isNull()
                        ? null
                        : "'audio' is set, and this model does not speak: leave it out, or ask one that does.";
            case "modalities" ->
                value.isArray()
                                && value.valueStream()
                                        .anyMatch(kind -> !kind.asText().equals("text"))
                        ? "'modalities' names more than text, and this model answers in text: ask for [\"text\"]."
                        : null;
            case "functions" ->
                value.isEmpty() ? null : "'functions' is not taken by this model: offer them as 'tools'.";
            default -> null;
        };
    }

    static void put(ObjectNode body, ChatRequest request, Set<String> dropped) {
        Map<String, String> others = new TreeMap<>(request.others());
        putUser(body, "user", request.user(), dropped);
        others.forEach((name, text) -> {
            JsonNode value = AnthropicJson.value(text);
            if (value == null || value.isNull() || WITHOUT_EFFECT.contains(name)) {
                return;
            }
            switch (name) {
                case "service_tier" -> putTier(body, value.asText(), dropped);
                case "safety_identifier" -> putUser(body, name, value.asText(), dropped);
                default -> {
                    if (OWN.contains(name)) {
                        body.set(name, value);
                    } else {
                        dropped.add(name);
                    }
                }
            }
        });
    }

    /** The first that says who the user is. Too long a name is refused, and a part of it would name somebody else. */
    private static void putUser(ObjectNode body, String name, @Nullable String user, Set<String> dropped) {
        if (user == null || user.isEmpty()) {
            return;
        }
        if (user.length() > MAX_USER || body.has("metadata")) {
            dropped.add(name);
        } else {
            body.putObject("metadata").put("user_id", user);
        }
    }

    private static void putTier(ObjectNode body, String tier, Set<String> dropped) {
        switch (tier) {
            case "auto" -> body.put("service_tier", "auto");
            case "default", "standard_only" -> body.put("service_tier", "standard_only");
            default -> dropped.add("service_tier");
        }
    }
}
