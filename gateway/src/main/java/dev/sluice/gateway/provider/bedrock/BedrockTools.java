package dev.sluice.gateway.provider.bedrock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.ChatRequest.Tool;
import dev.sluice.gateway.inference.chat.ToolChoice;
import dev.sluice.gateway.provider.Instructions;
import dev.sluice.gateway.provider.ToolSchemas;
import dev.sluice.gateway.provider.WireJson;
import java.util.List;
import java.util.Set;

/** The {@code toolConfig} member. Whoever called before must be told of tools again, even when none may be called now. */
final class BedrockTools {
    private static final String CALL_NONE = "Do not call any tool.";

    private BedrockTools() {}

    /**
     * A choice that the dialect or the model has no word for becomes an instruction.
     *
     * @param thinking with thoughts, no call can be demanded
     */
    static void put(
            ObjectNode body,
            ChatRequest request,
            BedrockModel model,
            boolean thinking,
            List<String> instructions,
            Set<String> dropped) {
        if (Boolean.FALSE.equals(request.parallelToolCalls())
                && !request.tools().isEmpty()) {
            dropped.add("parallel_tool_calls");
        }
        List<String> called = ToolSchemas.called(request);
        boolean none = request.toolChoice() instanceof ToolChoice.None;
        List<Tool> tools = request.tools();
        if (tools.isEmpty()) {
            tools = called.stream()
                    .map(name -> new Tool(name, null, null, null, null))
                    .toList();
        } else if (none && called.isEmpty()) {
            return; // there is no word for "none"; without tools it comes to the same
        } else if (none) {
            instructions.add(CALL_NONE);
            dropped.add("tool_choice");
        }
        if (tools.isEmpty()) {
            return;
        }
        ObjectNode config = body.putObject("toolConfig");
        ArrayNode list = config.putArray("tools");
        for (Tool tool : tools) {
            list.add(spec(tool));
            CachePoint.put(list, tool.cacheControl(), model, dropped);
        }
        choose(config, request, model.takesForcedTool() && !thinking, instructions, dropped);
    }

    private static ObjectNode spec(Tool tool) {
        ObjectNode json = WireJson.object();
        ObjectNode spec = json.putObject("toolSpec").put("name", ToolNames.valid(tool.name()));
        if (tool.description() != null && !tool.description().isBlank()) {
            spec.put("description", tool.description());
        }
        spec.putObject("inputSchema").set("json", ToolSchemas.of(tool));
        return json;
    }

    private static void choose(
            ObjectNode config, ChatRequest request, boolean demands, List<String> instructions, Set<String> dropped) {
        ToolChoice choice = request.toolChoice();
        String demand = Instructions.demanded(
                choice instanceof ToolChoice.Named(String name)
                        ? new ToolChoice.Named(
                                ToolNames.valid(ToolSchemas.named(request, name).name()))
                        : choice);
        if (demand != null && !demands) {
            instructions.add(demand);
            dropped.add("tool_choice");
            return;
        }
        switch (choice) {
            case ToolChoice.Unsaid _, ToolChoice.None _ -> {}
            case ToolChoice.Auto _ -> config.putObject("toolChoice").putObject("auto");
            case ToolChoice.Required _ -> config.putObject("toolChoice").putObject("any");
            case ToolChoice.Named(String name) ->
                config.putObject("toolChoice").putObject("tool").put("name", ToolNames.valid(name));
        }
    }
}
