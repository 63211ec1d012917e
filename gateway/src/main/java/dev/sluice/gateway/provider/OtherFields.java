package dev.sluice.gateway.provider;

import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.Content;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a client asks for and a dialect has no word for: hints are named as left out, what would change the answer is refused. */
public final class OtherFields {
    /** It is about the client's own stream: usage is always read from the provider's. */
    private static final String STREAM_OPTIONS = "stream_options";
    /** JSON that asks for nothing but what happens anyway. */
    private static final Set<String> NOTHING =
            Set.of("null", "false", "0", "\"\"", "[]", "{}", "[\"text\"]", "\"auto\"");
    /** Each with its remedy. */
    private static final Map<String, String> REFUSED = Map.of(
            "logprobs", "leave it out",
            "top_logprobs", "leave it out",
            "audio", "ask for text alone",
            "modalities", "ask for text alone",
            "web_search_options", "offer a tool that searches",
            "functions", "use tools",
            "function_call", "use tool_choice");

    private OtherFields() {}

    /**
     * @param param the field of the client's dialect
     * @param message field, problem and remedy
     */
    public static GatewayException refused(String param, String message) {
        return new GatewayException(new GatewayError.InvalidRequest(param, message));
    }

    /** @param spoken names that the dialect has words for; the adapter sends them */
    public static void drop(ChatRequest request, Set<String> spoken, Set<String> dropped) {
        request.others().forEach((name, json) -> {
            String compact = json.replaceAll("\\s+", "");
            if (spoken.contains(name) || name.equals(STREAM_OPTIONS) || NOTHING.contains(compact)) {
                return;
            }
            String remedy = REFUSED.get(name);
            if (remedy != null) {
                throw new GatewayException(new GatewayError.UnsupportedParameter(
                        name, name + ": cannot be passed on to this model's provider: " + remedy));
            }
            dropped.add(name);
        });
    }

    /** A penalty of zero is none. */
    public static void dropPenalty(String name, @Nullable Double penalty, Set<String> dropped) {
        if (penalty != null && penalty != 0) {
            dropped.add(name);
        }
    }

    /** Of dialects that cannot be told where to cache. */
    public static void dropCacheControl(ChatRequest request, Set<String> dropped) {
        if (request.tools().stream().anyMatch(tool -> tool.cacheControl() != null)
                || request.turns().stream()
                        .flatMap(turn -> turn.content().stream())
                        .anyMatch(OtherFields::hasCacheControl)) {
            dropped.add("cache_control");
        }
    }

    private static boolean hasCacheControl(Content content) {
        return switch (content) {
            case Content.Text text -> text.cacheControl() != null;
            case Content.Image image -> image.cacheControl() != null;
            case Content.Document document -> document.cacheControl() != null;
            case Content.ToolResult result ->
                result.cacheControl() != null || result.content().stream().anyMatch(OtherFields::hasCacheControl);
            case Content.Audio _, Content.Thinking _, Content.HiddenThinking _, Content.ToolCall _ -> false;
        };
    }
}
