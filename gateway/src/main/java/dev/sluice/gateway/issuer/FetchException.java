package dev.sluice.gateway.issuer;

/** Why there are no new keys. The message goes to the log: it names who was asked and what came, in our words. */
final class FetchException extends Exception {
    private static final long serialVersionUID = 1L;

    FetchException(String message) {
        super(message);
    }
}
