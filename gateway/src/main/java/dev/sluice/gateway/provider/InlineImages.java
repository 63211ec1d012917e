package dev.sluice.gateway.provider;

import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.ChatRequest.Turn;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.Content.Source;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Images of a chat for providers that take bytes and no addresses. */
final class InlineImages {
    private InlineImages() {}

    /** Where images are that are not in the request itself. */
    static List<String> addresses(ChatRequest request) {
        return request.turns().stream()
                .flatMap(turn -> addresses(turn.content()))
                .distinct()
                .toList();
    }

    private static Stream<String> addresses(List<Content> content) {
        return content.stream().flatMap(part -> switch (part) {
            case Content.Image(Source.Url(String url), String _, String _) -> Stream.of(url);
            case Content.ToolResult result -> addresses(result.content());
            default -> Stream.empty();
        });
    }

    /** @param images by their address */
    static ChatRequest put(ChatRequest request, Map<String, Source.Base64> images) {
        return new ChatRequest(
                request.turns().stream()
                        .map(turn -> new Turn(turn.role(), put(turn.content(), images)))
                        .toList(),
                request.tools(),
                request.toolChoice(),
                request.parallelToolCalls(),
                request.maxOutputTokens(),
                request.sampling(),
                request.format(),
                request.reasoning(),
                request.stream(),
                request.choices(),
                request.user(),
                request.others());
    }

    private static List<Content> put(List<Content> content, Map<String, Source.Base64> images) {
        return content.stream().map(part -> put(part, images)).toList();
    }

    private static Content put(Content part, Map<String, Source.Base64> images) {
        return switch (part) {
            case Content.Image(Source.Url(String url), String detail, String mark)
            when images.containsKey(url) -> new Content.Image(images.get(url), detail, mark);
            case Content.ToolResult result ->
                new Content.ToolResult(
                        result.callId(), put(result.content(), images), result.failed(), result.cacheControl());
            default -> part;
        };
    }
}
