package dev.sluice.conformance.scripted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** OpenAI's chat completions. They show no thoughts. */
final class ChatWire implements Wire {
    private final Mind mind = new Mind(new Signatures("openai-chat"), "call_");

    @Override
    public boolean serves(String path) {
        return path.equals("/v1/chat/completions");
    }

    @Override
    public Reply serve(ScriptedProvider.Asked asked) {
        OpenAiRefusal.requireKey(asked);
        JsonNode body = asked.json();
        Answer answer = mind.answer(ChatRequestReader.read(body));
        String model = body.path("model").asText();
        boolean usage = body.path("stream_options").path("include_usage").asBoolean();
        return body.path("stream").asBoolean()
                ? Reply.events(new Stream(model, usage).of(answer))
                : Reply.json(200, whole(model, answer));
    }

    @Override
    public Reply refuse(Refused refused) {
        return OpenAiRefusal.of(refused);
    }

    private static ObjectNode envelope(String object, String model) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", "chatcmpl-scripted")
                .put("object", object)
                .put("created", 1_700_000_000)
                .put("model", model);
    }

    private static ObjectNode whole(String model, Answer answer) {
        ObjectNode body = envelope("chat.completion", model);
        ObjectNode choice = body.putArray("choices").addObject().put("index", 0);
        ObjectNode message =
                choice.putObject("message").put("role", "assistant").putNull("refusal");
        Answer.Called call = answer.call();
        if (call == null) {
            message.put("content", answer.text());
        } else {
            message.putNull("content");
            call(message, call, call.arguments());
        }
        choice.putNull("logprobs").put("finish_reason", finish(answer));
        body.set("usage", usage());
        return body;
    }

    private static ObjectNode call(ObjectNode message, Answer.Called call, String arguments) {
        ObjectNode json = message.putArray("tool_calls").addObject();
        json.put("id", call.id()).put("type", "function");
        json.putObject("function").put("name", call.name()).put("arguments", arguments);
        return json;
    }

    private static String finish(Answer answer) {
        return answer.call() == null ? "stop" : "tool_calls";
    }

    private static ObjectNode usage() {
        ObjectNode usage = JsonNodeFactory.instance.objectNode();
        usage.put("prompt_tokens", Answer.INPUT_TOKENS).put("completion_tokens", Answer.OUTPUT_TOKENS);
        return usage.put("total_tokens", Answer.INPUT_TOKENS + Answer.OUTPUT_TOKENS);
    }

    /** @param usage whether it was asked for */
    private record Stream(String model, boolean usage) {
        List<String> of(Answer answer) {
            List<String> events = new ArrayList<>();
            events.add(chunk(delta -> delta.put("role", "assistant").put("content", ""), null));
            Answer.Called call = answer.call();
            if (call == null) {
                for (String half : Answer.halves(answer.text())) {
                    events.add(chunk(delta -> delta.put("content", half), null));
                }
            } else {
                events.add(chunk(delta -> call(delta, call, "").put("index", 0), null));
                for (String half : Answer.halves(call.arguments())) {
                    events.add(chunk(delta -> arguments(delta, half), null));
                }
            }
            events.add(chunk(_ -> {}, finish(answer)));
            if (usage) {
                ObjectNode last = envelope("chat.completion.chunk", model);
                last.putArray("choices");
                last.set("usage", ChatWire.usage());
                events.add("data: " + last + "\n\n");
            }
            events.add("data: [DONE]\n\n");
            return events;
        }

        private static void arguments(ObjectNode delta, String piece) {
            ObjectNode json = delta.putArray("tool_calls").addObject().put("index", 0);
            json.putObject("function").put("arguments", piece);
        }

        private String chunk(Consumer<ObjectNode> delta, @Nullable String finish) {
            ObjectNode chunk = envelope("chat.completion.chunk", model);
            ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
            delta.accept(choice.putObject("delta"));
            choice.put("finish_reason", finish);
            return "data: " + chunk + "\n\n";
        }
    }
}
