package dev.sluice.gateway.endpoint.openai.responses;

import dev.sluice.gateway.endpoint.openai.chat.CallArguments;
import dev.sluice.gateway.endpoint.openai.chat.Field;
import dev.sluice.gateway.inference.chat.ChatRequest.Role;
import dev.sluice.gateway.inference.chat.ChatRequest.Turn;
import dev.sluice.gateway.inference.chat.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * {@code input}: items in the client's order. What the model did between two words of others (thoughts, texts and calls)
 * is one turn, and so are the outputs of functions that stand beside each other.
 */
final class InputDecoder {
    private enum Open {
        NOTHING,
        MODEL,
        OUTPUTS
    }

    private final List<Turn> turns = new ArrayList<>();
    /** Of the turn that is not over. */
    private final List<Content> said = new ArrayList<>();

    private Open open = Open.NOTHING;

    private InputDecoder() {}

    /** Without the {@code instructions}. */
    static List<Turn> decode(Field input) {
        if (!input.isSaid()) {
            throw input.wrong("is required: send a string or an array of items");
        }
        InputDecoder decoder = new InputDecoder();
        if (input.isText()) {
            decoder.message(Role.USER, List.of(new Content.Text(input.filledText())));
        } else {
            input.elements().forEach(item -> decoder.item(item.object()));
        }
        decoder.end();
        if (decoder.turns.isEmpty()) {
            throw input.wrong("must have an item that is not empty");
        }
        return decoder.turns;
    }

    private void item(Field item) {
        Field type = item.member("type");
        boolean message = !type.isSaid() && item.member("role").isSaid();
        String kind = message ? "message" : type.text();
        switch (kind) {
            case "message" -> message(item);
            case "function_call" -> call(item);
            case "function_call_output" -> output(item);
            case "reasoning" -> reasoning(item);
            case OtherFields.MADE_IMAGE -> {} // the client has it from an answer; named as left out
            case "item_reference" ->
                throw type.wrong("names an item that is stored nowhere here: send the item itself");
            default ->
                throw type.wrong("'" + kind + "' cannot be translated for this model's provider: send message,"
                        + " function_call, function_call_output or reasoning items, or ask a model whose provider"
                        + " serves the Responses API");
        }
    }

    private void message(Field message) {
        Field role = message.member("role");
        Field content = message.member("content");
        switch (role.text()) {
            case "user" -> message(Role.USER, InputParts.decode(content, false));
            case "system", "developer" -> message(Role.SYSTEM, InputParts.decode(content, true));
            case "assistant" -> part(Open.MODEL, InputParts.decode(content, true));
            default -> throw role.wrong("must be user, assistant, system or developer");
        }
    }

    private void call(Field call) {
        part(
                Open.MODEL,
                List.of(new Content.ToolCall(
                        call.member("call_id").filledText(),
                        call.member("name").filledText(),
                        CallArguments.decode(call.member("arguments")))));
    }

    private void output(Field output) {
        List<Content> content = InputParts.decode(output.member("output"), false);
        part(
                Open.OUTPUTS,
                List.of(new Content.ToolResult(output.member("call_id").filledText(), content, false, null)));
    }

    /** One made here carries the whole thought; of another's only the summary can be read, and nobody signed that. */
    private void reasoning(Field item) {
        @Nullable String encrypted = item.member("encrypted_content").textIfSaid();
        Content carried = encrypted == null ? null : CarriedThought.read(encrypted);
        if (carried != null) {
            part(Open.MODEL, List.of(carried));
            return;
        }
        StringJoiner summary = new StringJoiner("\n\n");
        for (Field part : item.member("summary").elements()) {
            summary.add(part.object().member("text").text());
        }
        if (summary.length() > 0) {
            part(Open.MODEL, List.of(new Content.Thinking(summary.toString(), null)));
        }
    }

    private void message(Role role, List<Content> content) {
        end();
        if (!content.isEmpty()) {
            turns.add(new Turn(role, content));
        }
    }

    private void part(Open kind, List<Content> content) {
        if (open != kind) {
            end();
            open = kind;
        }
        said.addAll(content);
    }

    private void end() {
        if (!said.isEmpty()) {
            turns.add(new Turn(open == Open.MODEL ? Role.ASSISTANT : Role.USER, said));
            said.clear();
        }
        open = Open.NOTHING;
    }
}
