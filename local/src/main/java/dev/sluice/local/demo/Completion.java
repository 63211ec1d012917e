package dev.sluice.local.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** The JSON of an answer: whole, or as the chunks of a stream. */
record Completion(String id, long created, ChatRequest request, Reply reply) {

    ObjectNode whole() {
        var json = head("chat.completion");
        var message = Wire.JSON.createObjectNode().put("role", "assistant");
        switch (reply) {
            case Reply.Text text -> message.put("content", text.whole());
            case Reply.ToolCall call ->
                message.putNull("content")
                        .set(
                                "tool_calls",
                                Wire.JSON.valueToTree(List.of(Map.of(
                                        "id",
                                        call.id(),
                                        "type",
                                        "function",
                                        "function",
                                        Map.of("name", call.function(), "arguments", call.whole())))));
        }
        message.putNull("refusal");
        var choice = json.putArray("choices").addObject().put("index", 0);
        choice.set("message", message);
        choice.putNull("logprobs").put("finish_reason", reply.finishReason());
        json.set("usage", usage());
        return json;
    }

    /** Says who speaks, and which tool is called. */
    ObjectNode firstChunk() {
        var delta = Wire.JSON.createObjectNode().put("role", "assistant");
        switch (reply) {
            case Reply.Text _ -> delta.put("content", "");
            case Reply.ToolCall call -> {
                delta.putNull("content");
                var tool = delta.putArray("tool_calls").addObject();
                tool.put("index", 0).put("id", call.id()).put("type", "function");
                tool.putObject("function").put("name", call.function()).put("arguments", "");
            }
        }
        return chunk(delta);
    }

    ObjectNode chunkOf(String piece) {
        var delta = Wire.JSON.createObjectNode();
        switch (reply) {
            case Reply.Text _ -> delta.put("content", piece);
            case Reply.ToolCall _ ->
                delta.putArray("tool_calls")
                        .addObject()
                        .put("index", 0)
                        .putObject("function")
                        .put("arguments", piece);
        }
        return chunk(delta);
    }

    ObjectNode finishChunk() {
        var json = chunk(Wire.JSON.createObjectNode());
        ((ObjectNode) json.path("choices").path(0)).put("finish_reason", reply.finishReason());
        return json;
    }

    ObjectNode usageChunk() {
        var json = head("chat.completion.chunk");
        json.putArray("choices");
        json.set("usage", usage());
        return json;
    }

    private ObjectNode chunk(ObjectNode delta) {
        var json = head("chat.completion.chunk");
        var choice = json.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        choice.putNull("logprobs").putNull("finish_reason");
        if (request.wantsUsage()) {
            json.putNull("usage");
        }
        return json;
    }

    private ObjectNode head(String object) {
        return Wire.JSON
                .createObjectNode()
                .put("id", id)
                .put("object", object)
                .put("created", created)
                .put("model", request.model())
                .put("system_fingerprint", "fp_demo");
    }

    private ObjectNode usage() {
        var prompt = request.promptTokens();
        var completion = reply.deltas().size();
        var usage = Wire.JSON
                .createObjectNode()
                .put("prompt_tokens", prompt)
                .put("completion_tokens", completion)
                .put("total_tokens", prompt + completion);
        usage.putObject("prompt_tokens_details").put("cached_tokens", 0);
        usage.putObject("completion_tokens_details").put("reasoning_tokens", 0);
        return usage;
    }
}
