package dev.sluice.gateway.provider.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** What is lost with a field of OpenAI's chat completions: a hint, the meaning of the answer, or nothing. */
final class Meaning {
    private static final Set<String> CHANGING = Set.of(
            "n",
            "logprobs",
            "top_logprobs",
            "response_format",
            "tools",
            "tool_choice",
            "functions",
            "function_call",
            "modalities",
            "audio",
            "web_search_options",
            "dimensions",
            "suffix",
            "echo",
            "best_of",
            "messages",
            "model");

    private Meaning() {}

    /** Whether the answer would be another one without the field. */
    static boolean changesWith(String field) {
        return CHANGING.contains(field);
    }

    /** Whether the value asks for nothing but what happens anyway. */
    static boolean isNothing(String field, JsonNode value) {
        if (value.isNull() || (value.isContainerNode() && value.isEmpty())) {
            return true;
        }
        return switch (field) {
            case "n" -> value.isNumber() && value.asDouble() == 1;
            case "logprobs", "store" -> value.isBoolean() && !value.booleanValue();
            case "top_logprobs", "frequency_penalty", "presence_penalty" -> value.isNumber() && value.asDouble() == 0;
            case "parallel_tool_calls" -> value.isBoolean() && value.booleanValue();
            case "response_format" -> value.path("type").asText().equals("text");
            case "modalities" -> value.size() == 1 && value.path(0).asText().equals("text");
            case "tool_choice", "function_call", "service_tier" ->
                value.asText().equals("auto");
            // Usage is asked for, and left out again, whatever the client says.
            case "stream_options" -> true;
            default -> false;
        };
    }
}
