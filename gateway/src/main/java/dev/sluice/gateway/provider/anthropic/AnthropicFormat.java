package dev.sluice.gateway.provider.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.inference.chat.ResponseFormat;
import dev.sluice.gateway.provider.ClaudeModel;
import java.util.List;
import java.util.Set;

/**
 * The form of the answer. Only {@code output_config.format} holds a model to it. Where that does not exist (a free JSON object; a
 * schema with models before 4.5) the form is asked for in words, and named as dropped because nothing enforces it: the other
 * way, a forced tool, would take thinking and the client's own tools away.
 */
final class AnthropicFormat {
    private AnthropicFormat() {}

    /** @return a new {@code output_config}; empty when there is nothing to say */
    static ObjectNode config(ResponseFormat format, ClaudeModel model, List<String> instructions, Set<String> dropped) {
        ObjectNode config = AnthropicJson.object();
        switch (format) {
            case ResponseFormat.Text _ -> {}
            case ResponseFormat.JsonObject _ -> {
                instructions.add("Answer with one JSON object and nothing else: no prose, no code fence.");
                dropped.add("response_format");
            }
            case ResponseFormat.JsonSchema schema -> {
                ObjectNode parsed = AnthropicJson.object(schema.schema());
                if (parsed == null) {
                    throw AnthropicHints.invalid(
                            "response_format",
                            "The schema in 'response_format' is not an object: give a JSON schema of type object.");
                }
                if (model.takesSchema()) {
                    config.putObject("format").put("type", "json_schema").set("schema", AnthropicSchema.of(parsed));
                } else {
                    instructions.add(
                            "Answer with one JSON object and nothing else, no prose, no code fence. It satisfies"
                                    + " this JSON schema: " + parsed);
                    dropped.add("response_format");
                }
            }
        }
        return config;
    }
}
