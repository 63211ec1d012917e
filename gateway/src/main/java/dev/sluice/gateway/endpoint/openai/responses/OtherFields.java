package dev.sluice.gateway.endpoint.openai.responses;

import dev.sluice.gateway.endpoint.openai.chat.Field;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Fields that the neutral vocabulary has no word for, as far as they ask for something: a provider that does not know one
 * names it among those left out. {@code store} is on where it is unsaid, and the answer says that it is off; only a client
 * that asked for it is told so.
 */
final class OtherFields {
    /** Fields that are translated, refused, or say nothing to a provider. */
    private static final Set<String> KNOWN = Set.of(
            "model",
            "input",
            "instructions",
            "tools",
            "tool_choice",
            "parallel_tool_calls",
            "max_output_tokens",
            "temperature",
            "top_p",
            "top_logprobs",
            "text",
            "reasoning",
            "stream",
            "stream_options",
            "user",
            "background",
            "previous_response_id",
            "conversation",
            "prompt",
            "context_management",
            "include");

    /** Values with which a field asks for nothing but what happens anyway. */
    private static final Set<String> USUAL = Set.of("false", "{}", "[]", "\"auto\"", "\"disabled\"", "\"default\"");

    /** An item with an image that a model made: to no provider does one of the model's turns say that. */
    static final String MADE_IMAGE = "image_generation_call";

    private OtherFields() {}

    static Map<String, String> of(Field request) {
        Map<String, String> others = new HashMap<>();
        for (Map.Entry<String, Field> member : request.members()) {
            String json = member.getValue().json();
            boolean truncated = member.getKey().equals("truncation") && json.equals("\"auto\"");
            if (!KNOWN.contains(member.getKey()) && (truncated || !USUAL.contains(json))) {
                others.put(member.getKey(), json);
            }
        }
        for (Field wanted : request.member("include").elements()) {
            if (!wanted.text().equals("reasoning.encrypted_content")) {
                others.put("include", request.member("include").json());
            }
        }
        Field input = request.member("input");
        if (!input.isText()
                && input.elements().stream()
                        .anyMatch(item ->
                                MADE_IMAGE.equals(item.object().member("type").textIfSaid()))) {
            others.put(MADE_IMAGE, "true");
        }
        Field verbosity = request.member("text").member("verbosity");
        if (verbosity.isSaid() && !verbosity.text().equals("medium")) {
            others.put("text.verbosity", verbosity.json());
        }
        return others;
    }
}
