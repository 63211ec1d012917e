package dev.sluice.gateway.error;

import java.util.Locale;

/** Why a provider's attempt failed. The class alone decides what happens next. */
public enum UpstreamClass {
    RATE_LIMITED,
    QUOTA_EXHAUSTED,
    OVERLOADED,
    SERVER_ERROR,
    TIMEOUT_CONNECT,
    TIMEOUT_FIRST_TOKEN,
    TIMEOUT_IDLE,
    TIMEOUT_TOTAL,
    CONNECTION,
    STREAM_INTERRUPTED,
    AUTH,
    PERMISSION,
    MODEL_NOT_FOUND,
    CONTEXT_WINDOW,
    CONTENT_POLICY,
    SAMPLING_FAILURE,
    TOO_LARGE,
    BAD_REQUEST,
    CANCELLED;

    /** As logs, metrics and {@code errorClass} show it. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is about the client's request, so that the provider's words on it are of use to the client. */
    public boolean isAboutRequest() {
        return this == BAD_REQUEST || this == CONTEXT_WINDOW || this == CONTENT_POLICY || this == TOO_LARGE;
    }

    /** Whether the same target is worth another try at once, if the request cannot have been processed. */
    public boolean retriesUnprocessed() {
        return this == CONNECTION;
    }

    /** Whether the same target is worth another try at once although it has worked: another draw may turn out well. */
    public boolean retriesProcessed() {
        return this == SAMPLING_FAILURE;
    }
}
