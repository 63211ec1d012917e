package dev.sluice.gateway.provider.openai.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.inference.chat.ChatRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a client asks for beside the conversation: sent where the API has the same field, else left out or refused. */
final class ResponsesHints {
    /** Of the same name and meaning at chat completions. */
    private static final Set<String> SAME = Set.of(
            "metadata", "prompt_cache_key", "prompt_cache_retention", "prompt_cache_options", "safety_identifier");

    private static final Set<String> TIERS = Set.of("auto", "default", "flex", "scale", "priority", "fast");
    /** These change what the answer is; each with its remedy. */
    private static final Map<String, String> REFUSED = Map.of(
            "logprobs", "leave it out",
            "top_logprobs", "leave it out",
            "audio", "ask for text alone",
            "modalities", "ask for text alone",
            "web_search_options", "offer a tool that searches");
    /** JSON that asks for nothing but what happens anyway. */
    private static final Set<String> NOTHING = Set.of("null", "false", "0", "[]", "{}", "[\"text\"]");

    private ResponsesHints() {}

    /** @throws GatewayException of an invalid request that names a field which cannot be done without */
    static void put(ObjectNode body, ChatRequest request, List<String> dropped) {
        if (!request.sampling().stop().isEmpty()) {
            throw refused("stop", "leave it out");
        }
        if (request.user() != null) {
            body.put("user", request.user());
        }
        new TreeMap<>(request.others()).forEach((name, json) -> {
            if (!NOTHING.contains(json)) {
                other(body, name, ResponsesJson.parsed(json), dropped);
            }
        });
    }

    private static void other(ObjectNode body, String name, JsonNode value, List<String> dropped) {
        String remedy = REFUSED.get(name);
        if (remedy != null) {
            throw refused(name, remedy);
        }
        boolean text = value.isTextual();
        if (name.equals("verbosity") && text) {
            body.withObjectProperty("text").set("verbosity", value);
        } else if (SAME.contains(name) || (name.equals("service_tier") && TIERS.contains(value.asText()))) {
            body.set(name, value);
        } else {
            dropped.add(name);
        }
    }

    private static GatewayException refused(String name, String remedy) {
        return new GatewayException(new GatewayError.UnsupportedParameter(
                name,
                name
                        + " cannot be passed on: this model takes tools at the Responses API alone, which has no such field: "
                        + remedy));
    }
}
