package dev.sluice.gateway.endpoint.openai.chat;

import com.fasterxml.jackson.databind.node.TextNode;

/** The arguments of a call that a client sends back. */
public final class CallArguments {
    private CallArguments() {}

    /** A model wrote them, so they may be cut off or no JSON at all: that must not make the chat impossible to go on with. */
    public static String decode(Field arguments) {
        String text = arguments.isSaid() ? arguments.text() : "";
        if (text.isBlank()) {
            return "{}";
        }
        return RequestJson.isObject(text) ? text : "{\"_raw\":" + new TextNode(text) + "}";
    }
}
