package dev.sluice.conformance;

import java.util.Locale;

/** What goes wrong at a provider: a row of the table of outcomes. */
enum Failure {
    RATE_LIMITED("refuses: too many requests"),
    QUOTA_EXHAUSTED("refuses: quota or money is used up"),
    OVERLOADED("refuses: overloaded"),
    SERVER_ERROR("refuses: its own fault"),
    TIMEOUT_TOTAL("refuses: it took too long itself"),
    AUTH("refuses the credential"),
    PERMISSION("refuses: not permitted"),
    MODEL_NOT_FOUND("refuses: no such model"),
    CONTEXT_WINDOW("refuses: the prompt is too long"),
    SAMPLING_FAILURE("refuses: its model's answer is of no use"),
    CONTENT_POLICY("refuses the content"),
    TOO_LARGE("refuses: too many bytes"),
    BAD_REQUEST("refuses: a malformed request"),
    NO_SERVER("takes no connections", "connection", At.GONE),
    NO_CONNECT("lets nobody in", "timeout_connect", At.FULL),
    HANGS_UP("hangs up without an answer", "connection", At.REPLAY),
    NO_ANSWER("sends a status and nothing after it", "timeout_first_token", At.IMPATIENT),
    BREAKS_OFF("breaks off", "stream_interrupted", At.REPLAY),
    ERROR_EVENT("sends an error as an event", "", At.REPLAY),
    GOES_SILENT("goes silent", "timeout_idle", At.SOON_IDLE);

    /** Which account of a provider is asked: each has its own address or timeouts. */
    enum At {
        REPLAY,
        /** At a port where nobody listens. */
        GONE,
        /** At a port whose queue of connections is full. */
        FULL,
        /** With a short timeout of the first token. */
        IMPATIENT,
        /** With a short timeout between two pieces. */
        SOON_IDLE;

        String suffix() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** How far the reply has come. */
    enum When {
        WHOLE("whole reply"),
        BEFORE("stream, before content"),
        AFTER("stream, after content");

        final String label;

        When(String label) {
            this.label = label;
        }

        boolean isStreamed() {
            return this != WHOLE;
        }
    }

    final String label;
    final At at;
    private final String errorClass;
    private final boolean told;

    /** Told with a status and a body, before anything else. */
    Failure(String label) {
        this.label = label;
        this.at = At.REPLAY;
        this.errorClass = name().toLowerCase(Locale.ROOT);
        this.told = true;
    }

    Failure(String label, String errorClass, At at) {
        this.label = label;
        this.at = at;
        this.errorClass = errorClass;
        this.told = false;
    }

    /** Whether it is an answer in the provider's own words. */
    boolean isTold() {
        return told;
    }

    boolean happens(When when) {
        return switch (this) {
            case BREAKS_OFF -> true;
            case ERROR_EVENT -> when.isStreamed();
            case GOES_SILENT -> when == When.AFTER;
            default -> when != When.AFTER;
        };
    }

    /** How it is recorded; empty: as the provider's words say. */
    String errorClass(When when) {
        return this == BREAKS_OFF && when == When.WHOLE ? "connection" : errorClass;
    }
}
