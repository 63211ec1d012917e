package dev.sluice.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;

/** When the demo model calls a tool, and with which arguments. */
final class ToolCalls {
    private ToolCalls() {}

    /** Only right after a user's message, if tools are offered and it is asked to, or the talk is of weather. */
    static Optional<Reply> wanted(ChatRequest request) {
        var tools = request.json().path("tools");
        var choice = request.json().path("tool_choice");
        if (tools.isEmpty() || choice.asText().equals("none") || !request.userSpokeLast()) {
            return Optional.empty();
        }
        var named = choice.path("function").path("name").asText();
        var asked = !named.isEmpty()
                || choice.asText().equals("required")
                || request.lastUserText().toLowerCase(Locale.ROOT).contains("weather");
        return asked ? Optional.of(call(tool(tools, named))) : Optional.empty();
    }

    private static JsonNode tool(JsonNode tools, String name) {
        for (var tool : tools) {
            if (tool.path("function").path("name").asText().equals(name)) {
                return tool.path("function");
            }
        }
        return tools.path(0).path("function");
    }

    private static Reply call(JsonNode function) {
        var name = function.path("name").asText("tool");
        var arguments =
                arguments(function.path("parameters").path("properties")).toString();
        var id = "call_demo" + Integer.toHexString((name + arguments).hashCode());
        return new Reply.ToolCall(id, name, Answers.deltas(arguments));
    }

    private static ObjectNode arguments(JsonNode properties) {
        var arguments = Wire.JSON.createObjectNode();
        for (var property : properties.properties()) {
            arguments.set(property.getKey(), value(property.getKey(), property.getValue()));
        }
        return arguments;
    }

    private static JsonNode value(String name, JsonNode schema) {
        if (!schema.path("enum").isEmpty()) {
            return schema.path("enum").path(0);
        }
        return switch (schema.path("type").asText()) {
            case "integer", "number" -> Wire.JSON.getNodeFactory().numberNode(1);
            case "boolean" -> Wire.JSON.getNodeFactory().booleanNode(true);
            case "array" -> Wire.JSON.createArrayNode();
            case "object" -> arguments(schema.path("properties"));
            default -> Wire.JSON.getNodeFactory().textNode(place(name) ? "Paris" : "demo " + name);
        };
    }

    private static boolean place(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return lower.contains("city") || lower.contains("location") || lower.contains("place");
    }
}
