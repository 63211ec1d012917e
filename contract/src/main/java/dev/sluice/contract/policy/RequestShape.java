package dev.sluice.contract.policy;

/**
 * What conditions look at of a request itself.
 *
 * @param timeoutMillis that the client gives it; {@link #UNLIMITED}: it does not say
 * @param maxOutput tokens that the answer may have at most; {@link #UNLIMITED}: it does not say
 * @param tools whether the model is offered some
 */
public record RequestShape(long timeoutMillis, boolean stream, long maxOutput, boolean tools) {
    public static final long UNLIMITED = Long.MAX_VALUE;

    /** Of a client that gives no limits where a value is 0. */
    public static RequestShape of(long timeoutMillis, boolean stream, long maxOutput, boolean tools) {
        return new RequestShape(
                timeoutMillis > 0 ? timeoutMillis : UNLIMITED, stream, maxOutput > 0 ? maxOutput : UNLIMITED, tools);
    }
}
