package dev.sluice.gateway.inference.chat;

import org.jspecify.annotations.Nullable;

/** The form of the answer's text. */
public sealed interface ResponseFormat {
    ResponseFormat TEXT = new Text();
    ResponseFormat JSON_OBJECT = new JsonObject();

    record Text() implements ResponseFormat {}

    /** Some JSON object. */
    record JsonObject() implements ResponseFormat {}

    /** @param schema as JSON text */
    record JsonSchema(String name, String schema, @Nullable Boolean strict) implements ResponseFormat {}
}
