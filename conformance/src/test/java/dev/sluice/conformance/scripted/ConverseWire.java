package dev.sluice.conformance.scripted;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Bedrock's {@code Converse} and {@code ConverseStream}. */
final class ConverseWire implements Wire {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** A model of Anthropic's signs alike wherever it is sold. */
    private final Signatures signatures = new Signatures("anthropic");

    private final Mind mind = new Mind(signatures, "tooluse_");

    @Override
    public boolean serves(String path) {
        return path.endsWith("/converse") || path.endsWith("/converse-stream");
    }

    @Override
    public Reply serve(ScriptedProvider.Asked asked) {
        boolean signed = asked.header("authorization").startsWith("AWS4-HMAC-SHA256 Credential=");
        if (!signed || asked.header("x-amz-date").isEmpty()) {
            throw new Refused("authorization", "Missing Authentication Token");
        }
        Answer answer = mind.answer(ConverseRequestReader.read(asked.json(), signatures));
        return asked.path().endsWith("-stream")
                ? new Reply(200, "application/vnd.amazon.eventstream", Map.of(), stream(answer))
                : Reply.json(200, whole(answer));
    }

    @Override
    public Reply refuse(Refused refused) {
        byte[] body = NODES.objectNode()
                .put("message", refused.getMessage())
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        return new Reply(400, "application/json", Map.of("x-amzn-ErrorType", "ValidationException"), List.of(body));
    }

    private static ObjectNode whole(Answer answer) {
        ObjectNode body = NODES.objectNode();
        ObjectNode message = body.putObject("output").putObject("message").put("role", "assistant");
        message.putArray("content");
        Answer.Thought thought = answer.thought();
        if (thought != null) {
            ObjectNode text = message.withArrayProperty("content")
                    .addObject()
                    .putObject("reasoningContent")
                    .putObject("reasoningText");
            text.put("text", thought.text()).put("signature", thought.signature());
        }
        ObjectNode block = message.withArrayProperty("content").addObject();
        Answer.Called call = answer.call();
        if (call == null) {
            block.put("text", answer.text());
        } else {
            ObjectNode use =
                    block.putObject("toolUse").put("toolUseId", call.id()).put("name", call.name());
            use.set("input", Arguments.read(Member.of(use), call.arguments()));
        }
        body.put("stopReason", stop(answer));
        return metadata(body, answer);
    }

    private static String stop(Answer answer) {
        return answer.call() == null ? "end_turn" : "tool_use";
    }

    private static ObjectNode metadata(ObjectNode body, Answer answer) {
        body.putObject("usage")
                .put("inputTokens", Answer.INPUT_TOKENS)
                .put("outputTokens", answer.outputTokens())
                .put("totalTokens", Answer.INPUT_TOKENS + answer.outputTokens());
        body.putObject("metrics").put("latencyMs", 1);
        return body;
    }

    private static List<byte[]> stream(Answer answer) {
        List<byte[]> events = new ArrayList<>();
        events.add(EventMessage.of("messageStart", NODES.objectNode().put("role", "assistant")));
        int index = 0;
        Answer.Thought thought = answer.thought();
        if (thought != null) {
            for (String half : Answer.halves(thought.text())) {
                delta(
                        events,
                        index,
                        delta -> delta.putObject("reasoningContent").put("text", half));
            }
            delta(events, index, delta -> delta.putObject("reasoningContent").put("signature", thought.signature()));
            events.add(EventMessage.of("contentBlockStop", NODES.objectNode().put("contentBlockIndex", index)));
            index++;
        }
        said(events, index, answer);
        events.add(EventMessage.of("contentBlockStop", NODES.objectNode().put("contentBlockIndex", index)));
        events.add(EventMessage.of("messageStop", NODES.objectNode().put("stopReason", stop(answer))));
        events.add(EventMessage.of("metadata", metadata(NODES.objectNode(), answer)));
        return events;
    }

    /** Only a call has a start. */
    private static void said(List<byte[]> events, int index, Answer answer) {
        Answer.Called call = answer.call();
        if (call == null) {
            for (String half : Answer.halves(answer.text())) {
                delta(events, index, delta -> delta.put("text", half));
            }
            return;
        }
        ObjectNode start = NODES.objectNode().put("contentBlockIndex", index);
        start.putObject("start")
                .putObject("toolUse")
                .put("toolUseId", call.id())
                .put("name", call.name());
        events.add(EventMessage.of("contentBlockStart", start));
        for (String half : Answer.halves(call.arguments())) {
            delta(events, index, delta -> delta.putObject("toolUse").put("input", half));
        }
    }

    private static void delta(List<byte[]> events, int index, Consumer<ObjectNode> piece) {
        ObjectNode data = NODES.objectNode().put("contentBlockIndex", index);
        piece.accept(data.putObject("delta"));
        events.add(EventMessage.of("contentBlockDelta", data));
    }
}
