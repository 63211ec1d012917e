package dev.sluice.conformance.scripted;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** An answer as output items. */
record ResponseItems(Answer answer, boolean encrypts) {
    List<ObjectNode> all() {
        List<ObjectNode> items = new ArrayList<>();
        Answer.Thought thought = answer.thought();
        if (thought != null) {
            items.add(reasoning(thought, true));
        }
        Answer.Called call = answer.call();
        items.add(call == null ? message(answer.text()) : functionCall(call, call.arguments()));
        return items;
    }

    private static ObjectNode item(String type, String id) {
        return JsonNodeFactory.instance.objectNode().put("type", type).put("id", id);
    }

    ObjectNode reasoning(Answer.Thought thought, boolean complete) {
        ObjectNode item = item("reasoning", "rs_scripted");
        item.putArray("summary");
        if (complete) {
            item.withArrayProperty("summary")
                    .addObject()
                    .put("type", "summary_text")
                    .put("text", thought.text());
        }
        return encrypts ? item.put("encrypted_content", complete ? thought.signature() : "") : item;
    }

    static ObjectNode message(String text) {
        ObjectNode item = item("message", "msg_scripted").put("status", text.isEmpty() ? "in_progress" : "completed");
        item.put("role", "assistant").putArray("content");
        if (!text.isEmpty()) {
            item.withArrayProperty("content").add(part(text));
        }
        return item;
    }

    static ObjectNode part(String text) {
        ObjectNode part =
                JsonNodeFactory.instance.objectNode().put("type", "output_text").put("text", text);
        part.putArray("annotations");
        part.putArray("logprobs");
        return part;
    }

    static ObjectNode functionCall(Answer.Called call, String arguments) {
        return item("function_call", "fc_scripted")
                .put("call_id", call.id())
                .put("name", call.name())
                .put("arguments", arguments)
                .put("status", arguments.isEmpty() ? "in_progress" : "completed");
    }
}
