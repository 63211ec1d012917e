package dev.sluice.gateway.provider;

import dev.sluice.contract.usage.Tokens;
import org.jspecify.annotations.Nullable;

/** Reads a whole reply. */
@FunctionalInterface
public interface ReplyReader {
    /** @return the usage the provider states, in disjoint classes; null when it states none */
    @Nullable
    Tokens usage(byte[] body);
}
