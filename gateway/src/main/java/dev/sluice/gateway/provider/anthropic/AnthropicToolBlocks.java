package dev.sluice.gateway.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.gateway.inference.chat.StreamEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tool calls of a streamed answer. The dialect numbers blocks of all kinds together, so calls are numbered anew. Arguments
 * come in deltas; the {@code input} of a block's start stands for them only when there are none.
 */
final class AnthropicToolBlocks {
    /** @param unsaid what the arguments are as long as no delta came; empty afterwards */
    private record Open(int call, String unsaid) {}

    private final Map<Integer, Open> open = new LinkedHashMap<>();
    private int calls;

    boolean any() {
        return calls > 0;
    }

    void start(int block, JsonNode toolUse, List<StreamEvent> out) {
        stop(block, out);
        JsonNode input = toolUse.path("input");
        open.put(block, new Open(calls, input.isObject() ? input.toString() : "{}"));
        out.add(new StreamEvent.ToolCallStart(
                calls, AnthropicJson.text(toolUse, "id"), AnthropicJson.text(toolUse, "name")));
        calls++;
    }

    /** Of blocks that are no tool calls of the client's, such as those of server tools, nothing is said. */
    void arguments(int block, String json, List<StreamEvent> out) {
        Open tool = open.get(block);
        if (tool == null || json.isEmpty()) {
            return;
        }
        if (!tool.unsaid.isEmpty()) {
            open.put(block, new Open(tool.call, ""));
        }
        out.add(new StreamEvent.ToolArgumentsDelta(tool.call, json));
    }

    void stop(int block, List<StreamEvent> out) {
        Open tool = open.remove(block);
        if (tool != null && !tool.unsaid.isEmpty()) {
            out.add(new StreamEvent.ToolArgumentsDelta(tool.call, tool.unsaid));
        }
    }

    void stopAll(List<StreamEvent> out) {
        List.copyOf(open.keySet()).forEach(block -> stop(block, out));
    }
}
