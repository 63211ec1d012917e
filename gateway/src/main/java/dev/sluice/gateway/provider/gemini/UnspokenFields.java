package dev.sluice.gateway.provider.gemini;

import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.Content;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;

/** Fields that this dialect has no word for: hints are left out by name, what would change the answer is refused. */
final class UnspokenFields {
    /** It is about the client's stream; usage comes here without being asked for. */
    private static final String STREAM_OPTIONS = "stream_options";
    /** JSON that asks for nothing but what happens anyway. */
    private static final Set<String> NOTHING =
            Set.of("null", "false", "0", "\"\"", "[]", "{}", "[\"text\"]", "\"auto\"");
    /** Each with its remedy. */
    private static final Map<String, String> REFUSED = Map.of(
            "logprobs", "leave it out",
            "top_logprobs", "leave it out",
            "audio", "ask for text alone",
            "modalities", "ask for text, or text and image",
            "web_search_options", "offer a tool that searches",
            "functions", "use tools",
            "function_call", "use tool_choice");

    private UnspokenFields() {}

    static void collect(ChatRequest request, SortedSet<String> dropped) {
        request.others().forEach((name, json) -> other(name, json.replaceAll("\\s+", ""), dropped));
        if (request.user() != null) {
            dropped.add("user");
        }
        if (Boolean.FALSE.equals(request.parallelToolCalls())) {
            dropped.add("parallel_tool_calls"); // several calls at once are what happens unsaid
        }
        if (hasCacheControl(request)) {
            dropped.add("cache_control");
        }
    }

    private static void other(String name, String json, SortedSet<String> dropped) {
        if (name.equals(STREAM_OPTIONS) || NOTHING.contains(json) || Modalities.areSpoken(name, json)) {
            return;
        }
        String remedy = REFUSED.get(name);
        if (remedy != null) {
            throw new GatewayException(new GatewayError.UnsupportedParameter(
                    name, name + ": cannot be passed on to this model's provider: " + remedy));
        }
        dropped.add(name);
    }

    private static boolean hasCacheControl(ChatRequest request) {
        return request.tools().stream().anyMatch(tool -> tool.cacheControl() != null)
                || request.turns().stream()
                        .flatMap(turn -> turn.content().stream())
                        .anyMatch(UnspokenFields::hasCacheControl);
    }

    private static boolean hasCacheControl(Content content) {
        return switch (content) {
            case Content.Text text -> text.cacheControl() != null;
            case Content.Image image -> image.cacheControl() != null;
            case Content.Document document -> document.cacheControl() != null;
            case Content.ToolResult result ->
                result.cacheControl() != null || result.content().stream().anyMatch(UnspokenFields::hasCacheControl);
            case Content.Audio _, Content.Thinking _, Content.HiddenThinking _, Content.ToolCall _ -> false;
        };
    }
}
