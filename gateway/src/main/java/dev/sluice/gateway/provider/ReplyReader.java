package dev.sluice.gateway.provider;

import dev.sluice.contract.usage.Tokens;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** Reads a whole reply. */
@FunctionalInterface
public interface ReplyReader {
    /**
     * @param usage as the provider states it, in disjoint classes; null when it states none
     * @param forClient what the client gets; null: the provider's bytes
     */
    record Reply(@Nullable Tokens usage, @Nullable Buffer forClient) {}

    /** @return null when it is no reply of the provider's dialect */
    @Nullable
    Reply read(byte[] body);
}
