package dev.sluice.contract.policy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Why an attempt at a provider failed, as far as policy may say what comes next: all classes but the client's going. */
public enum FailureClass {
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
    BAD_REQUEST;

    /** Of the provider or of the way to it, or that another model may do better: not what the client asked for. */
    static final Set<FailureClass> FALLBACK_BY_DEFAULT =
            EnumSet.complementOf(EnumSet.of(TIMEOUT_TOTAL, CONTENT_POLICY, TOO_LARGE, BAD_REQUEST));

    /** What may have passed a moment later. */
    static final Set<FailureClass> RETRIED = EnumSet.of(
            RATE_LIMITED,
            OVERLOADED,
            SERVER_ERROR,
            TIMEOUT_CONNECT,
            TIMEOUT_FIRST_TOKEN,
            TIMEOUT_IDLE,
            CONNECTION,
            STREAM_INTERRUPTED);

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static FailureClass of(String name) {
        return Check.word(values(), FailureClass::wireName, name, "a class of failure that may fall back");
    }
}
