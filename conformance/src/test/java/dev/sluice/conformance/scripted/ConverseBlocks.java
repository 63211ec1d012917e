package dev.sluice.conformance.scripted;

import java.util.List;

/** The content blocks of Bedrock's messages. */
final class ConverseBlocks {
    private final Asking asking;
    private final Signatures signatures;

    ConverseBlocks(Asking asking, Signatures signatures) {
        this.asking = asking;
        this.signatures = signatures;
    }

    /** @return whether it has results of tools */
    boolean user(Member message) {
        boolean results = false;
        for (Member block : message.get("content").elements()) {
            one(block, "text image document toolResult cachePoint");
            if (block.has("toolResult")) {
                result(block.get("toolResult").object("toolUseId content status"));
                results = true;
            } else if (block.has("text")) {
                asking.requireAnswered(block);
                asking.userAdds(block.get("text").filled());
            }
        }
        asking.requireAnswered(message);
        return results;
    }

    private void result(Member result) {
        if (result.has("status")) {
            result.get("status").oneOf("success error");
        }
        StringBuilder text = new StringBuilder();
        for (Member part : result.get("content").elements()) {
            one(part, "text json image document");
            text.append(
                    part.has("json")
                            ? part.json().path("json").toString()
                            : part.json().path("text").asText());
        }
        asking.toolAnswers(result.get("toolUseId"), result.get("toolUseId").text(), text.toString());
    }

    /** @return whether it calls tools */
    boolean assistant(Member message) {
        asking.modelSpeaks();
        boolean calls = false;
        List<Member> content = message.get("content").elements();
        for (Member block : content) {
            one(block, "text toolUse reasoningContent cachePoint");
            if (block.has("toolUse")) {
                Member use = block.get("toolUse").object("toolUseId name input");
                use.get("name").matching("[a-zA-Z0-9_-]{1,64}");
                use.get("input").require(use.get("input").json().isObject(), "must be an object");
                asking.modelCalls(use.get("toolUseId"), use.get("toolUseId").matching("[a-zA-Z0-9_.:-]{1,64}"));
                calls = true;
            } else if (block.has("reasoningContent")) {
                reasoning(block.get("reasoningContent").object("reasoningText redactedContent"));
            } else if (block.has("text")) {
                block.get("text").filled();
            }
        }
        return calls;
    }

    /** With thoughts on, an answer that called tools and is not over begins with a thought. */
    static void requireThoughtBeforeCall(List<Member> messages) {
        for (Member message : messages.reversed()) {
            if (message.get("role").text().equals("assistant")) {
                List<Member> content = message.get("content").elements();
                boolean calls = content.stream().anyMatch(block -> block.has("toolUse"));
                message.require(
                        !calls || content.getFirst().has("reasoningContent"),
                        "Expected `thinking` or `redacted_thinking`, but found `tool_use`.");
                return;
            }
        }
    }

    private void reasoning(Member reasoning) {
        if (reasoning.has("reasoningText")) {
            Member text = reasoning.get("reasoningText").object("text signature");
            text.get("signature")
                    .require(
                            signatures.isOf(
                                    text.get("text").text(),
                                    text.get("signature").text()),
                            "Invalid `signature` in `thinking` block");
        }
    }

    private static void one(Member block, String kinds) {
        block.object(kinds).require(block.json().size() == 1, "must have exactly one member");
    }
}
