package dev.sluice.conformance.scripted;

import java.util.List;

/** The content blocks of Anthropic's messages. */
final class MessageBlocks {
    private final Asking asking;
    private final Signatures signatures;

    MessageBlocks(Asking asking, Signatures signatures) {
        this.asking = asking;
        this.signatures = signatures;
    }

    void systemText(Member block) {
        block.get("type").oneOf("text");
        text(block);
    }

    private static String text(Member block) {
        cacheControl(block);
        return block.object("type text cache_control citations").get("text").filled();
    }

    private static void cacheControl(Member block) {
        Member mark = block.get("cache_control");
        if (mark.isSaid()) {
            mark.object("type ttl scope").get("type").oneOf("ephemeral");
        }
    }

    void user(Member content) {
        if (content.json().isTextual()) {
            asking.requireAnswered(content);
            asking.userSays(content.filled());
            return;
        }
        boolean resultsOver = false;
        content.require(!content.elements().isEmpty(), "must not be empty");
        for (Member block : content.elements()) {
            switch (block.get("type").oneOf("text image document tool_result")) {
                case "tool_result" -> {
                    block.require(!resultsOver, "tool_result blocks must come first");
                    result(block);
                }
                case "text" -> {
                    resultsOver = true;
                    asking.requireAnswered(block);
                    asking.userAdds(text(block));
                }
                default -> {
                    resultsOver = true;
                    cacheControl(block);
                    block.get("source").require(block.has("source"), "Field required");
                }
            }
        }
    }

    private void result(Member block) {
        cacheControl(block);
        block.object("type tool_use_id content is_error cache_control");
        Member content = block.get("content");
        String text = content.json().isTextual()
                ? content.text()
                : String.join(
                        "",
                        content.elements().stream()
                                .map(MessageBlocks::resultPart)
                                .toList());
        asking.toolAnswers(block.get("tool_use_id"), block.get("tool_use_id").text(), text);
    }

    private static String resultPart(Member part) {
        return part.get("type").oneOf("text image document").equals("text") ? text(part) : "";
    }

    void assistant(Member content, boolean last) {
        asking.requireAnswered(content);
        asking.modelSpeaks();
        if (content.json().isTextual()) {
            content.require(!last || content.text().equals(content.text().stripTrailing()), "ends with white space");
            content.filled();
            return;
        }
        for (Member block : content.elements()) {
            switch (block.get("type").oneOf("text tool_use thinking redacted_thinking")) {
                case "text" -> text(block);
                case "tool_use" -> {
                    block.object("type id name input cache_control caller");
                    block.get("name").matching("[a-zA-Z0-9_-]{1,128}");
                    block.get("input").require(block.get("input").json().isObject(), "Input should be an object");
                    asking.modelCalls(block.get("id"), block.get("id").matching("[a-zA-Z0-9_-]+"));
                }
                case "thinking" -> thinking(block);
                default -> block.object("type data").get("data").filled();
            }
        }
    }

    private void thinking(Member block) {
        String thought = block.object("type thinking signature").get("thinking").text();
        Member signature = block.get("signature");
        signature.require(signatures.isOf(thought, signature.text()), "Invalid `signature` in `thinking` block");
    }

    /** With thoughts on, an answer that called tools and is not over begins with a thought. */
    void requireThoughtBeforeCall(List<Member> messages) {
        for (Member message : messages.reversed()) {
            if (message.get("role").text().equals("user")) {
                continue;
            }
            List<Member> content = message.get("content").json().isArray()
                    ? message.get("content").elements()
                    : List.of();
            boolean calls =
                    content.stream().anyMatch(block -> block.get("type").text().equals("tool_use"));
            message.require(
                    !calls || content.getFirst().get("type").text().endsWith("thinking"),
                    "Expected `thinking` or `redacted_thinking`, but found `tool_use`. When `thinking` is enabled, a final"
                            + " `assistant` message must start with a thinking block");
            return;
        }
    }
}
