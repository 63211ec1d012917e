package dev.sluice.gateway.provider.gemini;

import dev.sluice.gateway.inference.chat.ChatRequest.Role;
import dev.sluice.gateway.inference.chat.ChatRequest.Turn;
import dev.sluice.gateway.inference.chat.Content;
import java.util.ArrayList;
import java.util.List;

/**
 * All that one side says before the other does: sides must alternate here. System turns, empty texts and thoughts that
 * cannot be sent back do not end a run.
 *
 * @param content grows while the runs are made
 */
record Run(boolean model, List<Content> content) {

    static List<Run> of(List<Turn> turns) {
        List<Run> runs = new ArrayList<>();
        // Thoughts alone make no run: they wait for what the model says next.
        List<Content> thoughts = new ArrayList<>();
        for (Turn turn : turns) {
            if (turn.role() == Role.SYSTEM) {
                continue;
            }
            boolean model = turn.role() == Role.ASSISTANT;
            for (Content content : turn.content()) {
                if (content instanceof Content.Thinking) {
                    if (model) {
                        thoughts.add(content);
                    }
                } else if (isSent(content)) {
                    Run run = continued(runs, model);
                    run.content.addAll(model ? thoughts : List.of());
                    run.content.add(content);
                    thoughts.clear();
                }
            }
        }
        return runs;
    }

    private static Run continued(List<Run> runs, boolean model) {
        if (runs.isEmpty() || runs.getLast().model != model) {
            runs.add(new Run(model, new ArrayList<>()));
        }
        return runs.getLast();
    }

    private static boolean isSent(Content content) {
        return switch (content) {
            case Content.Text text -> !text.text().isEmpty();
            case Content.HiddenThinking _ -> false;
            case Content.Thinking _,
                    Content.Image _,
                    Content.Document _,
                    Content.Audio _,
                    Content.ToolCall _,
                    Content.ToolResult _ -> true;
        };
    }

    List<Content.ToolCall> calls() {
        return content.stream()
                .filter(Content.ToolCall.class::isInstance)
                .map(Content.ToolCall.class::cast)
                .toList();
    }
}
