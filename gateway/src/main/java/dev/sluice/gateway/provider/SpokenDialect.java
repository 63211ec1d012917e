package dev.sluice.gateway.provider;

import dev.sluice.contract.catalog.Dialect;
import dev.sluice.contract.catalog.ToolEndpoint;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.inference.ChatCall;
import dev.sluice.gateway.inference.JsonCursor;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.Reasoning;

/**
 * In which dialect a chat is served, where the provider has the Responses API beside its own: in that for clients of the
 * same, and for chats with tools whose model refuses tools elsewhere.
 */
final class SpokenDialect {
    private SpokenDialect() {}

    /** @param own what the target speaks by itself */
    static Dialect of(ChatCall call, CompiledModel target, Dialect own) {
        if (!target.account().responses()) {
            return own;
        }
        boolean responses = call.dialect().wire() == Dialect.RESPONSES
                || (target.tools() != ToolEndpoint.CHAT && refusesTools(call, target.tools()));
        return responses ? Dialect.RESPONSES : own;
    }

    /** What cannot be read here goes as it came, for the provider to judge. */
    private static boolean refusesTools(ChatCall call, ToolEndpoint tools) {
        if (!mentionsTools(call.body())) {
            return false;
        }
        try {
            ChatRequest request = call.dialect().request(call.body());
            return !request.tools().isEmpty() && refusesTools(call.dialect().wire(), request.reasoning(), tools);
        } catch (GatewayException e) {
            return false;
        }
    }

    private static boolean refusesTools(Dialect client, Reasoning reasoning, ToolEndpoint tools) {
        boolean off = reasoning instanceof Reasoning.Off;
        return switch (tools) {
            case CHAT -> false;
            case RESPONSES_WITH_EFFORT -> !off && !(reasoning instanceof Reasoning.Unsaid);
            // A client of chat completions that switches reasoning off is understood there, if the model allows it at
            // all.
            case RESPONSES -> !off || client != Dialect.OPENAI;
        };
    }

    /** Without building anything: most chats have no tools. */
    private static boolean mentionsTools(byte[] body) {
        JsonCursor cursor = new JsonCursor(body, 0, body.length);
        try {
            cursor.enterObject();
            while (cursor.nextMember()) {
                if (cursor.peek() == '[' && (cursor.keyIs("tools") || cursor.keyIs("functions"))) {
                    return true;
                }
                cursor.skipValue();
            }
        } catch (JsonCursor.Malformed e) {
            return false;
        }
        return false;
    }
}
