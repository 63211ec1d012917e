package dev.sluice.gateway.credential;

/** Why there is no new grant. The message goes to the log: it names who refused and what, never a secret. */
final class ExchangeException extends Exception {
    private static final long serialVersionUID = 1L;

    ExchangeException(String message) {
        super(message);
    }
}
