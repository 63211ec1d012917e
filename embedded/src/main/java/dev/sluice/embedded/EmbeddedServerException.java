package dev.sluice.embedded;

/** Why a server could not be started. The message is one line for the person at the terminal: what failed, and the remedy. */
public final class EmbeddedServerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public EmbeddedServerException(String message) {
        super(message);
    }

    public EmbeddedServerException(String message, Throwable cause) {
        super(message, cause);
    }
}
