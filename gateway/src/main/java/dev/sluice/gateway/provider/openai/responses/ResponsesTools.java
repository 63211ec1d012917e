package dev.sluice.gateway.provider.openai.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.ToolChoice;

/** Function tools: flat here, where chat completions nest them. */
final class ResponsesTools {
    private ResponsesTools() {}

    /** A choice, or a rule about calls, without tools is refused there, so it is not sent. */
    static void put(ObjectNode body, ChatRequest request) {
        if (request.tools().isEmpty()) {
            return;
        }
        ArrayNode tools = body.putArray("tools");
        request.tools().forEach(tool -> tools.add(tool(tool)));
        switch (request.toolChoice()) {
            case ToolChoice.Unsaid _ -> {}
            case ToolChoice.Auto _ -> body.put("tool_choice", "auto");
            case ToolChoice.None _ -> body.put("tool_choice", "none");
            case ToolChoice.Required _ -> body.put("tool_choice", "required");
            case ToolChoice.Named named ->
                body.putObject("tool_choice").put("type", "function").put("name", named.name());
        }
        if (request.parallelToolCalls() != null) {
            body.put("parallel_tool_calls", request.parallelToolCalls());
        }
    }

    /** Unsaid is strict here and not so in other dialects: it is always said. */
    private static ObjectNode tool(ChatRequest.Tool tool) {
        ObjectNode function = ResponsesJson.object().put("type", "function").put("name", tool.name());
        if (tool.description() != null) {
            function.put("description", tool.description());
        }
        if (tool.schema() == null) {
            function.putObject("parameters").put("type", "object").putObject("properties");
        } else {
            function.set("parameters", ResponsesJson.parsed(tool.schema()));
        }
        return function.put("strict", Boolean.TRUE.equals(tool.strict()));
    }
}
