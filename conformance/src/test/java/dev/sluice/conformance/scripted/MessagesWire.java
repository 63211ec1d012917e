package dev.sluice.conformance.scripted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Anthropic's messages, and their count. */
final class MessagesWire implements Wire {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    /** Of these requests and answers both have the same form. */
    private static final Set<String> VERSIONS = Set.of("2023-06-01", "2026-10-21");

    static final int COUNTED_TOKENS = 4_711;

    private final Signatures signatures = new Signatures("anthropic");
    private final Mind mind = new Mind(signatures, "toolu_");

    @Override
    public boolean serves(String path) {
        return path.startsWith("/v1/messages");
    }

    @Override
    public Reply serve(ScriptedProvider.Asked asked) {
        if (asked.header("x-api-key").isEmpty()) {
            throw new Refused("x-api-key", "x-api-key header is required");
        }
        if (!VERSIONS.contains(asked.header("anthropic-version"))) {
            throw new Refused(
                    "anthropic-version",
                    "anthropic-version: '" + asked.header("anthropic-version") + "' is not a valid version");
        }
        JsonNode body = asked.json();
        if (asked.path().endsWith("/count_tokens")) {
            MessagesRequestReader.readCount(body, signatures);
            return Reply.json(200, NODES.objectNode().put("input_tokens", COUNTED_TOKENS));
        }
        Answer answer = mind.answer(MessagesRequestReader.read(body, signatures));
        String model = body.path("model").asText();
        return body.path("stream").asBoolean()
                ? Reply.events(stream(model, answer))
                : Reply.json(200, whole(model, answer));
    }

    @Override
    public Reply refuse(Refused refused) {
        ObjectNode body = NODES.objectNode().put("type", "error");
        body.putObject("error").put("type", "invalid_request_error").put("message", refused.getMessage());
        return Reply.json(400, body);
    }

    private static ObjectNode message(String model) {
        ObjectNode message = NODES.objectNode().put("id", "msg_scripted").put("type", "message");
        message.put("role", "assistant").put("model", model).putArray("content");
        return message.putNull("stop_reason").putNull("stop_sequence");
    }

    private static ObjectNode usage(int output) {
        return NODES.objectNode()
                .put("input_tokens", Answer.INPUT_TOKENS)
                .put("cache_creation_input_tokens", 0)
                .put("cache_read_input_tokens", 0)
                .put("output_tokens", output);
    }

    private static String stop(Answer answer) {
        return answer.call() == null ? "end_turn" : "tool_use";
    }

    private static ObjectNode whole(String model, Answer answer) {
        ObjectNode message = message(model).put("stop_reason", stop(answer));
        message.set("usage", usage(answer.outputTokens()));
        Answer.Thought thought = answer.thought();
        if (thought != null) {
            message.withArrayProperty("content")
                    .addObject()
                    .put("type", "thinking")
                    .put("thinking", thought.text())
                    .put("signature", thought.signature());
        }
        ObjectNode block = message.withArrayProperty("content").addObject();
        Answer.Called call = answer.call();
        if (call == null) {
            block.put("type", "text").put("text", answer.text());
        } else {
            block.put("type", "tool_use").put("id", call.id()).put("name", call.name());
            block.set("input", Arguments.read(Member.of(block), call.arguments()));
        }
        return message;
    }

    private static List<String> stream(String model, Answer answer) {
        List<String> events = new ArrayList<>();
        ObjectNode start = NODES.objectNode();
        start.set("message", message(model).set("usage", usage(1)));
        event(events, "message_start", start);
        event(events, "ping", NODES.objectNode());
        blocks(events, answer);
        ObjectNode delta = NODES.objectNode();
        delta.putObject("delta").put("stop_reason", stop(answer)).putNull("stop_sequence");
        delta.putObject("usage").put("output_tokens", answer.outputTokens());
        event(events, "message_delta", delta);
        event(events, "message_stop", NODES.objectNode());
        return events;
    }

    private static void blocks(List<String> events, Answer answer) {
        int index = 0;
        Answer.Thought thought = answer.thought();
        if (thought != null) {
            ObjectNode block = NODES.objectNode()
                    .put("type", "thinking")
                    .put("thinking", "")
                    .put("signature", "");
            start(events, index, block);
            for (String half : Answer.halves(thought.text())) {
                delta(events, index, "thinking_delta", "thinking", half);
            }
            delta(events, index, "signature_delta", "signature", thought.signature());
            event(events, "content_block_stop", NODES.objectNode().put("index", index));
            index++;
        }
        Answer.Called call = answer.call();
        if (call == null) {
            start(events, index, NODES.objectNode().put("type", "text").put("text", ""));
            for (String half : Answer.halves(answer.text())) {
                delta(events, index, "text_delta", "text", half);
            }
        } else {
            ObjectNode block = NODES.objectNode()
                    .put("type", "tool_use")
                    .put("id", call.id())
                    .put("name", call.name());
            block.putObject("input");
            start(events, index, block);
            delta(events, index, "input_json_delta", "partial_json", "");
            for (String half : Answer.halves(call.arguments())) {
                delta(events, index, "input_json_delta", "partial_json", half);
            }
        }
        event(events, "content_block_stop", NODES.objectNode().put("index", index));
    }

    private static void start(List<String> events, int index, ObjectNode block) {
        ObjectNode data = NODES.objectNode().put("index", index);
        data.set("content_block", block);
        event(events, "content_block_start", data);
    }

    private static void delta(List<String> events, int index, String type, String member, String piece) {
        ObjectNode data = NODES.objectNode().put("index", index);
        data.putObject("delta").put("type", type).put(member, piece);
        event(events, "content_block_delta", data);
    }

    private static void event(List<String> events, String name, ObjectNode data) {
        ObjectNode typed = NODES.objectNode().put("type", name);
        typed.setAll(data);
        events.add("event: " + name + "\ndata: " + typed + "\n\n");
    }
}
