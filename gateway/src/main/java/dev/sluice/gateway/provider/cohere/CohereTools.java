package dev.sluice.gateway.provider.cohere;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.ChatRequest.Tool;
import dev.sluice.gateway.inference.chat.ToolChoice;
import dev.sluice.gateway.provider.ToolSchemas;
import java.util.List;
import java.util.Set;

/** The {@code tools} and {@code tool_choice} members. */
final class CohereTools {
    private CohereTools() {}

    static void put(ObjectNode body, ChatRequest request, Set<String> dropped) {
        if (request.tools().isEmpty()) {
            return;
        }
        if (Boolean.FALSE.equals(request.parallelToolCalls())) {
            dropped.add("parallel_tool_calls");
        }
        // There is no word for one tool; to offer that one alone and to require a call is the same.
        List<Tool> offered = request.toolChoice() instanceof ToolChoice.Named(String name)
                ? List.of(ToolSchemas.named(request, name))
                : request.tools();
        ArrayNode tools = body.putArray("tools");
        offered.forEach(tool -> put(tools.addObject(), tool));
        if (offered.stream().anyMatch(tool -> Boolean.TRUE.equals(tool.strict()))) {
            body.put("strict_tools", true);
        }
        switch (request.toolChoice()) {
            case ToolChoice.Unsaid _, ToolChoice.Auto _ -> {}
            case ToolChoice.None _ -> body.put("tool_choice", "NONE");
            case ToolChoice.Required _, ToolChoice.Named _ -> body.put("tool_choice", "REQUIRED");
        }
    }

    private static void put(ObjectNode json, Tool tool) {
        ObjectNode function = json.put("type", "function").putObject("function").put("name", tool.name());
        if (tool.description() != null) {
            function.put("description", tool.description());
        }
        function.set("parameters", ToolSchemas.of(tool));
    }
}
