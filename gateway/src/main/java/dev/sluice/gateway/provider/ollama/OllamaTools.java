package dev.sluice.gateway.provider.ollama;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.ChatRequest.Tool;
import dev.sluice.gateway.inference.chat.ToolChoice;
import dev.sluice.gateway.provider.Instructions;
import dev.sluice.gateway.provider.ToolSchemas;
import java.util.List;
import java.util.Set;

/** The {@code tools} member. There is no choice in this dialect: who may not call is offered nothing, who must is told so. */
final class OllamaTools {
    private OllamaTools() {}

    static void put(ObjectNode body, ChatRequest request, List<String> instructions, Set<String> dropped) {
        ToolChoice choice = request.toolChoice();
        if (request.tools().isEmpty() || choice instanceof ToolChoice.None) {
            return;
        }
        if (Boolean.FALSE.equals(request.parallelToolCalls())) {
            dropped.add("parallel_tool_calls");
        }
        String demand = Instructions.demanded(choice);
        if (demand != null) {
            instructions.add(demand);
            dropped.add("tool_choice");
        }
        List<Tool> offered = choice instanceof ToolChoice.Named(String name)
                ? List.of(ToolSchemas.named(request, name))
                : request.tools();
        ArrayNode tools = body.putArray("tools");
        for (Tool tool : offered) {
            ObjectNode function = tools.addObject()
                    .put("type", "function")
                    .putObject("function")
                    .put("name", tool.name());
            if (tool.description() != null) {
                function.put("description", tool.description());
            }
            function.set("parameters", ToolSchemas.of(tool));
        }
    }
}
