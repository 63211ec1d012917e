package dev.sluice.conformance.scripted;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** A response as events. */
final class ResponseStream {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final List<String> events = new ArrayList<>();
    private final ObjectNode response;
    private final ResponseItems items;
    private int index;

    ResponseStream(ObjectNode response, ResponseItems items) {
        this.response = response;
        this.items = items;
    }

    List<String> of(Answer answer) {
        event("response.created", with("response", response));
        event("response.in_progress", with("response", response));
        Answer.Thought thought = answer.thought();
        if (thought != null) {
            reasoning(thought);
            index++;
        }
        Answer.Called call = answer.call();
        if (call == null) {
            message(answer.text());
        } else {
            functionCall(call);
        }
        ResponsesWire.complete(response, items, answer);
        event("response.completed", with("response", response));
        return events;
    }

    private void reasoning(Answer.Thought thought) {
        event("response.output_item.added", at().set("item", items.reasoning(thought, false)));
        event("response.reasoning_summary_part.added", summary().set("part", summaryPart("")));
        for (String half : Answer.halves(thought.text())) {
            event("response.reasoning_summary_text.delta", summary().put("delta", half));
        }
        event("response.reasoning_summary_text.done", summary().put("text", thought.text()));
        event("response.reasoning_summary_part.done", summary().set("part", summaryPart(thought.text())));
        event("response.output_item.done", at().set("item", items.reasoning(thought, true)));
    }

    private ObjectNode summary() {
        return at().put("item_id", "rs_scripted").put("summary_index", 0);
    }

    private static ObjectNode summaryPart(String text) {
        return NODES.objectNode().put("type", "summary_text").put("text", text);
    }

    private void message(String text) {
        event("response.output_item.added", at().set("item", ResponseItems.message("")));
        event("response.content_part.added", part().set("part", ResponseItems.part("")));
        for (String half : Answer.halves(text)) {
            ObjectNode delta = part().put("delta", half);
            delta.putArray("logprobs");
            event("response.output_text.delta", delta);
        }
        ObjectNode done = part().put("text", text);
        done.putArray("logprobs");
        event("response.output_text.done", done);
        event("response.content_part.done", part().set("part", ResponseItems.part(text)));
        event("response.output_item.done", at().set("item", ResponseItems.message(text)));
    }

    private ObjectNode part() {
        return at().put("item_id", "msg_scripted").put("content_index", 0);
    }

    private void functionCall(Answer.Called call) {
        event("response.output_item.added", at().set("item", ResponseItems.functionCall(call, "")));
        for (String half : Answer.halves(call.arguments())) {
            event(
                    "response.function_call_arguments.delta",
                    at().put("item_id", "fc_scripted").put("delta", half));
        }
        event(
                "response.function_call_arguments.done",
                at().put("item_id", "fc_scripted").put("name", call.name()).put("arguments", call.arguments()));
        event("response.output_item.done", at().set("item", ResponseItems.functionCall(call, call.arguments())));
    }

    private ObjectNode at() {
        return NODES.objectNode().put("output_index", index);
    }

    private static ObjectNode with(String name, ObjectNode value) {
        return NODES.objectNode().set(name, value);
    }

    private void event(String type, ObjectNode data) {
        ObjectNode typed = NODES.objectNode().put("type", type).put("sequence_number", events.size());
        typed.setAll(data);
        events.add("event: " + type + "\ndata: " + typed + "\n\n");
    }
}
