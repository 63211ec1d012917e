package dev.sluice.gateway.dispatch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A hint that a model does not take.
 *
 * @param value the one value it does not take; null: none
 * @param renamed under which name it takes the same; null: it does not
 */
record Refusal(
        String field, @Nullable String value, @Nullable String renamed) {
    /** DashScope's, of models that think in streams alone. */
    private static final String THINKING = "enable_thinking";

    private static final String WHOLE_WITHOUT_THINKING = "enable_thinking must be set to false for non-streaming";

    /** What a client can do without. The limit of the output is not among them: it is renamed or stays. */
    private static final Set<String> HINTS = Set.of(
            "temperature",
            "top_p",
            "top_k",
            "frequency_penalty",
            "presence_penalty",
            "seed",
            "random_seed",
            "user",
            "metadata",
            "store",
            "logit_bias",
            "prediction",
            "verbosity",
            "service_tier",
            "parallel_tool_calls",
            "prompt_cache_key",
            "prompt_cache_retention",
            "safety_identifier",
            "reasoning_effort",
            "stream_options");

    /** How providers say it; the group is the field. */
    private static final List<Pattern> WORDS = List.of(
            Pattern.compile("(?<![.\\w])([a-z_]{2,40}): Extra inputs are not permitted"),
            Pattern.compile("[Uu]nsupported (?:parameter|value):? [`'\"]?([a-z_]{2,40})"),
            Pattern.compile(
                    "[Uu]n(?:recognized|known) (?:request argument|parameter|field)[a-z ]*:? [`'\"]?([a-z_]{2,40})"),
            Pattern.compile(
                    "[`'\"]([a-z_]{2,40})[`'\"] (?:parameter )?(?:is|are) (?:deprecated|unsupported|not (?:supported|permitted|allowed))"),
            Pattern.compile("property [`'\"]([a-z_]{2,40})[`'\"] is unsupported"),
            Pattern.compile("does not support (?:the )?(?:parameter )?[`'\"]?([a-z_]{2,40})"),
            Pattern.compile("[Ii]nvalid ([a-z_]{2,40}): only "));

    /** @return null when the error is about something else, or about what the client cannot do without */
    static @Nullable Refusal of(JsonNode reply, JsonNode sent) {
        JsonNode error = reply.path("error").isObject() ? reply.path("error") : reply;
        String message = text(error);
        if (message.contains(WHOLE_WITHOUT_THINKING)) {
            return thinks(sent) ? new Refusal(THINKING, null, null) : null;
        }
        String field = field(error, message);
        JsonNode value = sent.path(field);
        if (field.isEmpty() || value.isMissingNode()) {
            return null;
        }
        if (field.equals("max_tokens") && message.contains("max_completion_tokens")) {
            return new Refusal(field, null, "max_completion_tokens");
        }
        if (!HINTS.contains(field)) {
            return null;
        }
        boolean oneValue = error.path("code").asText().equals("unsupported_value") && value.isTextual();
        return new Refusal(field, oneValue ? value.textValue() : null, null);
    }

    private static String text(JsonNode error) {
        JsonNode message = error.path("message");
        return message.isTextual() ? message.textValue() : error.path("error").asText();
    }

    private static String field(JsonNode error, String message) {
        String code = error.path("code").asText();
        if (code.equals("unsupported_parameter")
                || code.equals("unsupported_value")
                || code.equals("unknown_parameter")) {
            return error.path("param").asText();
        }
        for (JsonNode detail :
                List.of(error.path("detail"), error.path("message").path("detail"))) {
            for (JsonNode one : detail) {
                JsonNode place = one.path("loc");
                if (one.path("type").asText().equals("extra_forbidden") && place.size() == 2) {
                    return place.path(1).asText();
                }
            }
        }
        for (Pattern words : WORDS) {
            Matcher found = words.matcher(message);
            if (found.find()) {
                return found.group(1);
            }
        }
        return "";
    }

    /** @return whether the body was changed */
    boolean apply(ObjectNode body, List<String> dropped) {
        if (field.equals(THINKING)) {
            return withoutThinking(body, dropped);
        }
        JsonNode now = body.path(field);
        if (now.isMissingNode() || (value != null && !value.equals(now.asText()))) {
            return false;
        }
        body.remove(field);
        if (renamed != null) {
            body.set(renamed, now);
        } else if (!field.equals("stream_options")) {
            dropped.add(field); // usage is asked for by the gateway itself
        }
        return true;
    }

    private static boolean thinks(JsonNode body) {
        return !body.path("stream").asBoolean() && body.path(THINKING).asBoolean(true);
    }

    private static boolean withoutThinking(ObjectNode body, List<String> dropped) {
        if (!thinks(body)) {
            return false;
        }
        if (body.path(THINKING).asBoolean()) {
            dropped.add(THINKING); // the client asked for it
        }
        body.put(THINKING, false);
        return true;
    }
}
