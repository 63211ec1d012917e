package dev.sluice.conformance.scripted;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a vendor understood of a request.
 *
 * @param question the user's last text
 * @param tools that may be called now, in their order
 * @param result of the tools that were called last, when the conversation ends with it
 * @param schema of the answer; null for free text
 * @param thinks whether thoughts are asked for
 */
record Understood(
        String question,
        List<Offered> tools,
        @Nullable String result,
        @Nullable JsonNode schema,
        boolean thinks) {
    Understood {
        tools = List.copyOf(tools);
    }

    record Offered(String name, JsonNode schema) {}
}
