package dev.sluice.bench.load;

import java.time.Duration;

/**
 * One stretch of load.
 *
 * @param request the whole request, head and body, sent over and over
 * @param connections kept open; at a rate, the most that are in use at once
 * @param ratePerSecond requests per second on a fixed schedule; 0: each connection sends when it was answered
 * @param duration of all of it
 * @param discard from the beginning, not counted
 * @param readStamps whether to look at every byte of a stream for the mock's stamps
 * @param leaveAfterFirstEvent whether to close the connection when the first event is in
 * @param readBytesPerSecond of a slow reader, per connection; 0: as fast as it comes
 * @param tls whether the port speaks TLS
 */
public record LoadPlan(
        int port,
        byte[] request,
        int connections,
        int ratePerSecond,
        Duration duration,
        Duration discard,
        boolean readStamps,
        boolean leaveAfterFirstEvent,
        int readBytesPerSecond,
        boolean tls) {

    /** Each connection sends as soon as it was answered. */
    public static LoadPlan closed(int port, byte[] request, int connections, Duration duration, Duration discard) {
        return rate(port, request, connections, 0, duration, discard);
    }

    /** Requests at fixed times, whatever becomes of those before. */
    public static LoadPlan rate(
            int port, byte[] request, int connections, int perSecond, Duration duration, Duration discard) {
        return new LoadPlan(port, request, connections, perSecond, duration, discard, false, false, 0, false);
    }

    public LoadPlan withStamps() {
        return with(true, false, 0, tls);
    }

    public LoadPlan leavingAfterFirstEvent() {
        return with(true, true, 0, tls);
    }

    public LoadPlan readingSlowly(int bytesPerSecond) {
        return with(false, false, bytesPerSecond, tls);
    }

    /** In a closed loop only. */
    public LoadPlan overTls() {
        return with(readStamps, leaveAfterFirstEvent, readBytesPerSecond, true);
    }

    private LoadPlan with(boolean stamps, boolean leave, int slowly, boolean overTls) {
        return new LoadPlan(
                port, request, connections, ratePerSecond, duration, discard, stamps, leave, slowly, overTls);
    }
}
