package dev.sluice.conformance.scripted;

/** The items of a response's input. */
final class InputItems {
    private final Asking asking;
    private final Signatures signatures;
    /** Reasoning that its consequence has to follow. */
    private boolean reasoned;

    InputItems(Asking asking, Signatures signatures) {
        this.asking = asking;
        this.signatures = signatures;
    }

    void read(Member input) {
        if (input.json().isTextual()) {
            asking.userSays(input.filled());
            return;
        }
        input.require(!input.elements().isEmpty(), "must not be empty");
        for (Member item : input.elements()) {
            item(item);
        }
        asking.requireAnswered(input);
        input.require(!reasoned, "Item of type 'reasoning' was provided without its required following item");
    }

    private void item(Member item) {
        String type = item.has("type")
                ? item.get("type").oneOf("message function_call function_call_output reasoning")
                : "message";
        switch (type) {
            case "message" -> message(item);
            case "function_call" -> {
                item.object("type id call_id name arguments status");
                if (item.has("id")) {
                    item.get("id").matching("fc_.{1,61}");
                }
                Arguments.read(item.get("arguments"));
                item.get("name").matching("[a-zA-Z0-9_-]{1,64}");
                asking.modelCalls(item.get("call_id"), item.get("call_id").matching(".{1,64}"));
                reasoned = false;
            }
            case "function_call_output" -> {
                item.require(!reasoned, "follows reasoning that led to nothing");
                Member output = item.object("type id call_id output status").get("output");
                asking.toolAnswers(item.get("call_id"), item.get("call_id").text(), text(output, "input_text"));
            }
            default -> reasoning(item);
        }
    }

    private void reasoning(Member item) {
        item.object("type id summary content encrypted_content status");
        if (item.has("id")) {
            item.get("id").matching("rs_.{1,61}");
        }
        StringBuilder summary = new StringBuilder();
        for (Member part : item.get("summary").elements()) {
            part.object("type text").get("type").oneOf("summary_text");
            summary.append(part.get("text").text());
        }
        Member encrypted = item.get("encrypted_content");
        encrypted.require(
                signatures.isOf(summary.toString(), encrypted.text()),
                "The encrypted content could not be verified. Reason: Encrypted content could not be decrypted or parsed.");
        asking.modelSpeaks();
        reasoned = true;
    }

    private void message(Member item) {
        String role =
                item.object("type id role content status phase").get("role").oneOf("user assistant system developer");
        Member content = item.get("content");
        if (role.equals("assistant")) {
            asking.modelSpeaks();
            text(content, "output_text");
            reasoned = false;
            return;
        }
        item.require(!reasoned, "follows reasoning that led to nothing");
        asking.requireAnswered(item);
        String text = text(content, "input_text");
        if (role.equals("user")) {
            asking.userSays(text);
        }
    }

    private static String text(Member content, String type) {
        if (content.json().isTextual()) {
            return content.text();
        }
        StringBuilder text = new StringBuilder();
        for (Member part : content.elements()) {
            String known = type.equals("output_text") ? "output_text refusal" : "input_text input_image input_file";
            if (part.get("type").oneOf(known).equals(type)) {
                text.append(part.object("type text annotations logprobs")
                        .get("text")
                        .text());
            }
        }
        return text.toString();
    }
}
