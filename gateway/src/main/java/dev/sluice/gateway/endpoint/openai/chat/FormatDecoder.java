package dev.sluice.gateway.endpoint.openai.chat;

import dev.sluice.gateway.inference.chat.ResponseFormat;

/** {@code response_format}. */
final class FormatDecoder {
    private FormatDecoder() {}

    static ResponseFormat decode(Field format) {
        if (!format.isSaid()) {
            return ResponseFormat.TEXT;
        }
        Field type = format.object().member("type");
        return switch (type.text()) {
            case "text" -> ResponseFormat.TEXT;
            case "json_object" -> ResponseFormat.JSON_OBJECT;
            case "json_schema" -> schema(format.member("json_schema").object());
            default -> throw type.wrong("must be text, json_object or json_schema");
        };
    }

    private static ResponseFormat schema(Field named) {
        return new ResponseFormat.JsonSchema(
                named.member("name").filledText(),
                named.member("schema").object().json(),
                named.member("strict").flagIfSaid());
    }
}
