package dev.sluice.gateway.endpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.error.GatewayError;
import java.io.IOException;

/** Whether the provider's own error body goes to the client: it speaks of the client's request, and in its dialect. */
final class RelayedError {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RelayedError() {}

    static boolean is(GatewayError.Upstream error) {
        return error.kind().isAboutRequest() && error.body() != null && isJsonObject(error.body());
    }

    private static boolean isJsonObject(byte[] body) {
        try {
            return JSON.readTree(body) instanceof ObjectNode object && object.has("error");
        } catch (IOException e) {
            return false;
        }
    }
}
