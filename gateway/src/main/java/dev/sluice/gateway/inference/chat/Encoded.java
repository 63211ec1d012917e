package dev.sluice.gateway.inference.chat;

import java.util.List;

/**
 * A request in a provider's dialect.
 *
 * @param body as it is sent
 * @param dropped names, in the client's dialect, of what the provider has no word for and the client may do without
 */
public record Encoded(byte[] body, List<String> dropped) {
    public Encoded {
        dropped = List.copyOf(dropped);
    }
}
