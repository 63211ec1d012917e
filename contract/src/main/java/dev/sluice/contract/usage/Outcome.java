package dev.sluice.contract.usage;

import java.util.Locale;

/** How a request ended, as logs and analytics name it. */
public enum Outcome {
    /** A complete answer. */
    OK,
    /** The gateway refused it: key, access, a malformed request. */
    REFUSED,
    /** A rate limit or a budget, ours. */
    LIMITED,
    /** A guardrail. */
    BLOCKED,
    /** The provider, or the way to it. */
    FAILED,
    /** The client went away before the end. */
    CANCELLED,
    /** The gateway died while the request was in flight. */
    ABORTED;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    public String wireName() {
        return wireName;
    }
}
