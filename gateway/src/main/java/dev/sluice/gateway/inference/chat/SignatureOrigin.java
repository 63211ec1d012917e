package dev.sluice.gateway.inference.chat;

import dev.sluice.contract.catalog.Dialect;
import org.jspecify.annotations.Nullable;

/**
 * Which dialect's provider signed a thought: no other may be sent the signature, since it refuses what it did not sign.
 * The origin stands in front of the signature, where it outlasts a client that keeps the thought for the next request.
 * Anthropic's signatures stand alone, as its own clients send them. None of these signatures has a colon.
 */
public final class SignatureOrigin {
    /**
     * In front of a thought that this gateway put in the place of OpenAI's encrypted reasoning: it tells it from what OpenAI
     * encrypted, which has no dot.
     */
    public static final String CARRIED = "sluice1.";

    /** Begins the id of a reasoning item that this gateway made: OpenAI knows none by it. */
    public static final String REASONING_ITEM = "rs_sluice1";

    private SignatureOrigin() {}

    public static String mark(Dialect origin, String signature) {
        return origin == Dialect.ANTHROPIC ? signature : origin.wireName() + ":" + signature;
    }

    /** The signature without its mark; null when there is none, or another dialect's provider signed. */
    public static @Nullable String of(Dialect origin, @Nullable String marked) {
        if (marked == null || marked.isEmpty()) {
            return null;
        }
        int colon = marked.indexOf(':');
        if (origin == Dialect.ANTHROPIC) {
            return colon < 0 ? marked : null;
        }
        boolean own = colon >= 0 && marked.substring(0, colon).equals(origin.wireName());
        return own && colon + 1 < marked.length() ? marked.substring(colon + 1) : null;
    }
}
