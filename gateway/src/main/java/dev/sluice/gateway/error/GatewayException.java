package dev.sluice.gateway.error;

/** Carries a {@link GatewayError} out of a stage. Without a stack trace: it is an answer, not a fault. */
public final class GatewayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // never serialised
    private final GatewayError error;

    public GatewayException(GatewayError error) {
        super(error.errorClass(), null, false, false);
        this.error = error;
    }

    public GatewayError error() {
        return error;
    }
}
