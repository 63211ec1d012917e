package dev.sluice.gateway.provider;

import dev.sluice.gateway.inference.chat.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A user's turn for providers that have results of tools as messages of their own, which hold text alone.
 *
 * @param results to be said first
 * @param rest the user's message after them: what is no result, and what in a result is not text; empty: there is none
 */
public record UserTurn(List<Content.ToolResult> results, List<Content> rest) {
    public UserTurn {
        results = List.copyOf(results);
        rest = List.copyOf(rest);
    }

    public static UserTurn of(List<Content> content) {
        List<Content.ToolResult> results = new ArrayList<>();
        List<Content> rest = new ArrayList<>();
        for (Content part : content) {
            if (part instanceof Content.ToolResult result) {
                results.add(result);
                result.content().stream()
                        .filter(inner -> !(inner instanceof Content.Text))
                        .forEach(rest::add);
            } else {
                rest.add(part);
            }
        }
        return new UserTurn(results, rest);
    }

    /** The texts among parts, one to a line; what is no text is left out. */
    public static String texts(List<Content> content) {
        return content.stream()
                .filter(Content.Text.class::isInstance)
                .map(part -> ((Content.Text) part).text())
                .collect(Collectors.joining("\n"));
    }
}
