package dev.sluice.conformance.scripted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** OpenAI's Responses. Reasoning is encrypted for clients that ask for it, since nothing is stored. */
final class ResponsesWire implements Wire {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Signatures signatures = new Signatures("openai");
    private final Mind mind = new Mind(signatures, "call_r");

    @Override
    public boolean serves(String path) {
        return path.equals("/v1/responses");
    }

    @Override
    public Reply serve(ScriptedProvider.Asked asked) {
        OpenAiRefusal.requireKey(asked);
        JsonNode body = asked.json();
        Answer answer = mind.answer(ResponsesRequestReader.read(body, signatures));
        boolean encrypts = body.path("include").toString().contains("reasoning.encrypted_content");
        ResponseItems items = new ResponseItems(answer, encrypts);
        ObjectNode response = response(body);
        if (body.path("stream").asBoolean()) {
            return Reply.events(new ResponseStream(response, items).of(answer));
        }
        complete(response, items, answer);
        return Reply.json(200, response);
    }

    @Override
    public Reply refuse(Refused refused) {
        return OpenAiRefusal.of(refused);
    }

    private static ObjectNode response(JsonNode request) {
        ObjectNode response = NODES.objectNode().put("id", "resp_scripted").put("object", "response");
        response.put("created_at", 1_700_000_000).put("status", "in_progress");
        response.putNull("error").putNull("incomplete_details");
        response.set(
                "instructions",
                request.path("instructions").isTextual() ? request.path("instructions") : NODES.nullNode());
        response.put("model", request.path("model").asText()).putArray("output");
        response.put("parallel_tool_calls", true).putNull("previous_response_id");
        response.put("store", request.path("store").asBoolean(true))
                .put("temperature", 1.0)
                .put("top_p", 1.0);
        response.put("tool_choice", "auto")
                .set("tools", request.path("tools").isArray() ? request.path("tools") : NODES.arrayNode());
        response.putObject("text").putObject("format").put("type", "text");
        response.putObject("metadata");
        return response.put("truncation", "disabled").putNull("usage");
    }

    static void complete(ObjectNode response, ResponseItems items, Answer answer) {
        response.put("status", "completed");
        items.all().forEach(response.withArrayProperty("output")::add);
        ObjectNode usage = response.putObject("usage").put("input_tokens", Answer.INPUT_TOKENS);
        usage.putObject("input_tokens_details").put("cached_tokens", 0);
        usage.put("output_tokens", answer.outputTokens());
        usage.putObject("output_tokens_details")
                .put("reasoning_tokens", answer.thought() == null ? 0 : Answer.THOUGHT_TOKENS);
        usage.put("total_tokens", Answer.INPUT_TOKENS + answer.outputTokens());
    }
}
