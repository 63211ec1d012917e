package dev.sluice.gateway.provider.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.inference.chat.ChatRequest.Tool;
import dev.sluice.gateway.inference.chat.ToolChoice;
import java.util.List;
import java.util.Set;

/** Functions, and whether the model may call them. */
final class GeminiTools {
    /** Members of a schema that say nothing when there are no properties. */
    private static final Set<String> EMPTY_SCHEMA =
            Set.of("$schema", "type", "properties", "required", "additionalProperties", "strict");

    private GeminiTools() {}

    static void put(ObjectNode body, List<Tool> tools, ToolChoice choice) {
        if (!tools.isEmpty()) {
            ArrayNode declarations = body.putArray("tools").addObject().putArray("functionDeclarations");
            tools.forEach(tool -> declare(declarations.addObject(), tool));
        }
        switch (choice) {
            case ToolChoice.Unsaid _ -> {}
            case ToolChoice.Auto _ -> mode(body, tools, "AUTO");
            case ToolChoice.None _ -> mode(body, tools, "NONE");
            case ToolChoice.Required _ -> {
                if (tools.isEmpty()) {
                    throw Refusal.of(
                            "tool_choice",
                            "tool_choice: a call is required, and there are no tools: add tools or leave tool_choice"
                                    + " out");
                }
                mode(body, tools, "ANY");
            }
            case ToolChoice.Named(String name) -> named(body, tools, name);
        }
    }

    private static void declare(ObjectNode declaration, Tool tool) {
        declaration.put("name", tool.name());
        if (tool.description() != null) {
            declaration.put("description", tool.description());
        }
        String text = tool.schema();
        if (text == null) {
            return;
        }
        ObjectNode schema = GeminiJson.readObject(text);
        if (schema == null) {
            throw Refusal.of(
                    "tools",
                    "tools: the parameters of '" + tool.name() + "' are no JSON object: send a JSON schema, or none");
        }
        if (!isEmpty(schema)) {
            declaration.set("parametersJsonSchema", schema);
        }
    }

    /** Older models refuse an object without properties; it says the same as no schema. */
    private static boolean isEmpty(ObjectNode schema) {
        for (var member : schema.properties()) {
            if (!EMPTY_SCHEMA.contains(member.getKey())) {
                return false;
            }
        }
        return schema.path("properties").isEmpty()
                && schema.path("required").isEmpty()
                && (!schema.has("additionalProperties")
                        || (schema.path("additionalProperties").isBoolean()
                                && !schema.path("additionalProperties").booleanValue()));
    }

    private static void named(ObjectNode body, List<Tool> tools, String name) {
        if (tools.stream().noneMatch(tool -> tool.name().equals(name))) {
            throw Refusal.of(
                    "tool_choice",
                    "tool_choice: '" + name + "' is not among the tools: add it there, or choose one of them");
        }
        mode(body, tools, "ANY").putArray("allowedFunctionNames").add(name);
    }

    /** Without tools there is nothing to choose, and the provider refuses the choice. */
    private static ObjectNode mode(ObjectNode body, List<Tool> tools, String mode) {
        ObjectNode config = GeminiJson.object().put("mode", mode);
        if (!tools.isEmpty()) {
            body.putObject("toolConfig").set("functionCallingConfig", config);
        }
        return config;
    }
}
