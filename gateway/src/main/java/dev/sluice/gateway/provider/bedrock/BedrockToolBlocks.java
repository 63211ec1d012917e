package dev.sluice.gateway.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.gateway.inference.chat.StreamEvent;
import dev.sluice.gateway.provider.WireJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tool calls of a streamed answer. Blocks of all kinds are numbered together, so calls are numbered anew; a call without
 * arguments sends none, and has an empty object of them.
 */
final class BedrockToolBlocks {
    /** @param bare no arguments came yet */
    private record Open(int call, boolean bare) {}

    private final Map<Integer, Open> open = new LinkedHashMap<>();
    private int calls;

    boolean any() {
        return calls > 0;
    }

    void start(int block, JsonNode toolUse, List<StreamEvent> out) {
        stop(block, out);
        open.put(block, new Open(calls, true));
        out.add(new StreamEvent.ToolCallStart(
                calls, WireJson.text(toolUse, "toolUseId"), WireJson.text(toolUse, "name")));
        calls++;
    }

    void arguments(int block, String json, List<StreamEvent> out) {
        Open tool = open.get(block);
        if (tool == null || json.isEmpty()) {
            return;
        }
        if (tool.bare) {
            open.put(block, new Open(tool.call, false));
        }
        out.add(new StreamEvent.ToolArgumentsDelta(tool.call, json));
    }

    void stop(int block, List<StreamEvent> out) {
        Open tool = open.remove(block);
        if (tool != null && tool.bare) {
            out.add(new StreamEvent.ToolArgumentsDelta(tool.call, "{}"));
        }
    }

    void stopAll(List<StreamEvent> out) {
        List.copyOf(open.keySet()).forEach(block -> stop(block, out));
    }
}
