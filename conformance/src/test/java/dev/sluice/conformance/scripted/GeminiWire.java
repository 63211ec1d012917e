package dev.sluice.conformance.scripted;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Gemini's {@code generateContent} and {@code streamGenerateContent}. A call is never cut in pieces. */
final class GeminiWire implements Wire {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Signatures signatures = new Signatures("gemini");
    private final Mind mind = new Mind(signatures, "");

    @Override
    public boolean serves(String path) {
        return path.startsWith("/v1beta/models/")
                && (path.endsWith(":generateContent") || path.endsWith(":streamGenerateContent"));
    }

    @Override
    public Reply serve(ScriptedProvider.Asked asked) {
        if (asked.header("x-goog-api-key").isEmpty()) {
            throw new Refused("x-goog-api-key", "API key not valid. Please pass a valid API key.");
        }
        Answer answer = mind.answer(GeminiRequestReader.read(asked.json(), signatures));
        if (!asked.path().endsWith(":streamGenerateContent")) {
            ObjectNode whole = chunk(parts -> parts(parts, answer));
            return Reply.json(200, ended(whole, answer));
        }
        if (!asked.uri().endsWith("?alt=sse")) {
            throw new Refused("alt", "this stream is a JSON array: ask for alt=sse");
        }
        return Reply.events(stream(answer));
    }

    @Override
    public Reply refuse(Refused refused) {
        ObjectNode body = NODES.objectNode();
        body.putObject("error")
                .put("code", 400)
                .put("message", refused.getMessage())
                .put("status", "INVALID_ARGUMENT");
        return Reply.json(400, body);
    }

    private static ObjectNode chunk(Consumer<ArrayNode> parts) {
        ObjectNode chunk = NODES.objectNode();
        ObjectNode candidate = chunk.putArray("candidates").addObject().put("index", 0);
        parts.accept(candidate.putObject("content").put("role", "model").putArray("parts"));
        chunk.putObject("usageMetadata")
                .put("promptTokenCount", Answer.INPUT_TOKENS)
                .put("totalTokenCount", Answer.INPUT_TOKENS);
        return chunk.put("modelVersion", "scripted").put("responseId", "scripted");
    }

    private static ObjectNode ended(ObjectNode chunk, Answer answer) {
        ((ObjectNode) chunk.path("candidates").path(0)).put("finishReason", "STOP");
        ObjectNode usage = chunk.putObject("usageMetadata").put("promptTokenCount", Answer.INPUT_TOKENS);
        usage.put("candidatesTokenCount", Answer.OUTPUT_TOKENS);
        if (answer.thought() != null) {
            usage.put("thoughtsTokenCount", Answer.THOUGHT_TOKENS);
        }
        usage.put("totalTokenCount", Answer.INPUT_TOKENS + answer.outputTokens());
        return chunk;
    }

    private void parts(ArrayNode parts, Answer answer) {
        Answer.Thought thought = answer.thought();
        if (thought != null) {
            parts.addObject().put("text", thought.text()).put("thought", true);
        }
        if (answer.call() == null) {
            parts.addObject().put("text", answer.text());
        } else {
            call(parts, answer, answer.call());
        }
    }

    /** Calls are signed whether thoughts are shown or not. */
    private void call(ArrayNode parts, Answer answer, Answer.Called call) {
        Answer.Thought thought = answer.thought();
        ObjectNode part = parts.addObject();
        ObjectNode function = part.putObject("functionCall").put("name", call.name());
        function.set("args", Arguments.read(Member.of(part), call.arguments()));
        part.put("thoughtSignature", thought == null ? signatures.sign("") : thought.signature());
    }

    private List<String> stream(Answer answer) {
        List<ObjectNode> chunks = new ArrayList<>();
        Answer.Thought thought = answer.thought();
        if (thought != null) {
            for (String half : Answer.halves(thought.text())) {
                chunks.add(chunk(parts -> parts.addObject().put("text", half).put("thought", true)));
            }
        }
        Answer.Called call = answer.call();
        if (call == null) {
            for (String half : Answer.halves(answer.text())) {
                chunks.add(chunk(parts -> parts.addObject().put("text", half)));
            }
        } else {
            chunks.add(chunk(parts -> call(parts, answer, call)));
        }
        ended(chunks.getLast(), answer);
        return chunks.stream().map(chunk -> "data: " + chunk + "\r\n\r\n").toList();
    }
}
