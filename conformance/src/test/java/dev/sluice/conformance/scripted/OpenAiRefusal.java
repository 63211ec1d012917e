package dev.sluice.conformance.scripted;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** OpenAI's error body. */
final class OpenAiRefusal {
    private OpenAiRefusal() {}

    static Reply of(Refused refused) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("error")
                .put("message", refused.getMessage())
                .put("type", "invalid_request_error")
                .put("param", refused.path())
                .putNull("code");
        return Reply.json(400, body);
    }

    static void requireKey(ScriptedProvider.Asked asked) {
        if (!asked.header("authorization").startsWith("Bearer ")) {
            throw new Refused("authorization", "You didn't provide an API key.");
        }
    }
}
