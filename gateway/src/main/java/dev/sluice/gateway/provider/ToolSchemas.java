package dev.sluice.gateway.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.ChatRequest.Tool;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.ResponseFormat;
import java.util.List;

/** Schemas of tools and answers, and which tools a chat is about. */
public final class ToolSchemas {
    private ToolSchemas() {}

    /** Of the tool's arguments: of type object in any case, with properties or without. */
    public static ObjectNode of(Tool tool) {
        ObjectNode schema = tool.schema() == null ? WireJson.object() : WireJson.object(tool.schema());
        if (schema == null) {
            throw OtherFields.refused(
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

    /** Of the answer. */
    public static ObjectNode of(ResponseFormat.JsonSchema format) {
        ObjectNode schema = WireJson.object(format.schema());
        if (schema == null) {
            throw OtherFields.refused(
                    "response_format",
                    "The schema in 'response_format' is not an object: give a JSON schema of type object.");
        }
        return schema;
    }

    /** The names of the tools that were called so far. */
    public static List<String> called(ChatRequest request) {
        return request.turns().stream()
                .flatMap(turn -> turn.content().stream())
                .filter(Content.ToolCall.class::isInstance)
                .map(call -> ((Content.ToolCall) call).name())
                .distinct()
                .toList();
    }

    /** @throws dev.sluice.gateway.error.GatewayException when the tool named is not among the others */
    public static Tool named(ChatRequest request, String name) {
        return request.tools().stream()
                .filter(tool -> tool.name().equals(name))
                .findFirst()
                .orElseThrow(() -> OtherFields.refused(
                        "tool_choice",
                        "tool_choice: '" + name + "' is not among the tools: add it there, or choose one of them"));
    }
}
