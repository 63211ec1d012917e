package dev.sluice.gateway.provider.anthropic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.ChatRequest.Tool;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.ToolChoice;
import dev.sluice.gateway.provider.ClaudeModel;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The {@code tools} and {@code tool_choice} members. */
final class AnthropicTools {
    private static final Pattern ID = Pattern.compile("[a-zA-Z0-9_-]+");
    private static final Pattern NOT_OF_ID = Pattern.compile("[^a-zA-Z0-9_-]");

    private AnthropicTools() {}

    /**
     * A demand for a tool call that the model refuses, because it thinks or is too new, becomes an instruction.
     *
     * @param instructions to which it is added
     */
    static ObjectNode members(
            ChatRequest request, ClaudeModel model, boolean thinking, List<String> instructions, Set<String> dropped) {
        ObjectNode members = AnthropicJson.object();
        if (request.tools().isEmpty()) {
            ofHistory(request, members);
            return members;
        }
        ArrayNode tools = members.putArray("tools");
        request.tools().forEach(tool -> tools.add(tool(tool)));

        ToolChoice choice = request.toolChoice();
        String demand = demand(choice);
        if (demand != null && (thinking || !model.takesForcedTool())) {
            instructions.add(demand);
            dropped.add("tool_choice");
            choice = ToolChoice.AUTO;
        }
        ObjectNode chosen = choice(choice, Boolean.FALSE.equals(request.parallelToolCalls()));
        if (chosen != null) {
            members.set("tool_choice", chosen);
        }
        return members;
    }

    /** Calls in the history need their tools to be known, even when the client offers none any more. */
    private static void ofHistory(ChatRequest request, ObjectNode members) {
        List<String> called = request.turns().stream()
                .flatMap(turn -> turn.content().stream())
                .filter(Content.ToolCall.class::isInstance)
                .map(call -> ((Content.ToolCall) call).name())
                .distinct()
                .toList();
        if (!called.isEmpty()) {
            ArrayNode tools = members.putArray("tools");
            called.forEach(name -> tools.add(tool(new Tool(name, null, null, null, null))));
            members.putObject("tool_choice").put("type", "none");
        }
    }

    private static ObjectNode tool(Tool tool) {
        ObjectNode json = AnthropicJson.object().put("name", tool.name());
        if (tool.description() != null) {
            json.put("description", tool.description());
        }
        json.set("input_schema", schema(tool));
        if (Boolean.TRUE.equals(tool.strict())) {
            json.put("strict", true);
        }
        return AnthropicContent.cached(json, tool.cacheControl());
    }

    private static ObjectNode schema(Tool tool) {
        ObjectNode schema = tool.schema() == null ? AnthropicJson.object() : AnthropicJson.object(tool.schema());
        if (schema == null) {
            throw AnthropicHints.invalid(
                    "tools",
                    "The parameters of tool '" + tool.name()
                            + "' in 'tools' are not an object: give a JSON schema of type object, or leave them out.");
        }
        if (schema.isEmpty()) {
            schema.put("type", "object").putObject("properties");
        } else if (!schema.has("type")) {
            schema.put("type", "object");
        }
        return schema;
    }

    /** @return in words, what the choice demands; null when it leaves the model free */
    private static @Nullable String demand(ToolChoice choice) {
        return switch (choice) {
            case ToolChoice.Required _ -> "Answer by calling one of the tools.";
            case ToolChoice.Named(String name) -> "Answer by calling the tool " + name + ".";
            case ToolChoice.Unsaid _, ToolChoice.Auto _, ToolChoice.None _ -> null;
        };
    }

    /** @param oneAtMost said within a choice, so one has to be made */
    private static @Nullable ObjectNode choice(ToolChoice choice, boolean oneAtMost) {
        ObjectNode json = AnthropicJson.object();
        switch (choice) {
            case ToolChoice.Unsaid _ -> {
                if (!oneAtMost) {
                    return null;
                }
                json.put("type", "auto");
            }
            case ToolChoice.Auto _ -> json.put("type", "auto");
            case ToolChoice.None _ -> {
                return json.put("type", "none");
            }
            case ToolChoice.Required _ -> json.put("type", "any");
            case ToolChoice.Named(String name) -> json.put("type", "tool").put("name", name);
        }
        return oneAtMost ? json.put("disable_parallel_tool_use", true) : json;
    }

    /**
     * The id of a call, as the dialect allows it. Ids of other providers may hold other characters; a call and its result are
     * still given the same.
     */
    static String id(String id) {
        return ID.matcher(id).matches()
                ? id
                : NOT_OF_ID.matcher(id).replaceAll("_") + "_" + Integer.toHexString(id.hashCode());
    }
}
