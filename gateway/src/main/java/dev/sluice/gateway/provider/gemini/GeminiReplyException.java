package dev.sluice.gateway.provider.gemini;

import dev.sluice.gateway.error.UpstreamClass;
import java.io.IOException;

/** A reply with a success status that is none. */
final class GeminiReplyException extends IOException {
    private static final long serialVersionUID = 1L;

    private final UpstreamClass kind;

    GeminiReplyException(UpstreamClass kind, String message) {
        super(message);
        this.kind = kind;
    }

    UpstreamClass kind() {
        return kind;
    }
}
