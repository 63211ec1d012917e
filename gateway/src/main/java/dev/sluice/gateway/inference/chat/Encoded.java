package dev.sluice.gateway.inference.chat;

import java.util.List;
import java.util.Map;

/**
 * A request in a provider's dialect.
 *
 * @param body as it is sent
 * @param dropped names, in the client's dialect, of what the provider has no word for and the client may do without
 * @param renamedTools the client's names of tools that had to be sent under another, by that other: the answer is to use the
 *     client's
 */
public record Encoded(byte[] body, List<String> dropped, Map<String, String> renamedTools) {
    public Encoded {
        dropped = List.copyOf(dropped);
        renamedTools = Map.copyOf(renamedTools);
    }

    /** With all tools under the client's names. */
    public Encoded(byte[] body, List<String> dropped) {
        this(body, dropped, Map.of());
    }
}
