package dev.sluice.gateway.provider;

import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.error.UpstreamClass;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A reply with a success status that is none: the provider, or its model, says so inside. */
public final class FailedReply extends IOException {
    private static final long serialVersionUID = 1L;

    private final UpstreamClass kind;
    private final transient @Nullable Tokens usage;

    /** @param usage for which it will be billed all the same; null: not stated */
    public FailedReply(UpstreamClass kind, String message, @Nullable Tokens usage) {
        super(message);
        this.kind = kind;
        this.usage = usage;
    }

    public UpstreamClass kind() {
        return kind;
    }

    public @Nullable Tokens usage() {
        return usage;
    }
}
