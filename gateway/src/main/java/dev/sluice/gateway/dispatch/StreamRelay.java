package dev.sluice.gateway.dispatch;

import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.provider.StreamReader;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Passes a stream of events from a provider to a client. Nothing goes out before the first content, or a bound, so that
 * until then a failure can still become a proper error. The bytes of an event are never changed; one that was not asked
 * for is left out. A client that reads slowly slows the provider.
 */
final class StreamRelay extends UpstreamReads.Writer implements StreamFrames.Handler {
    private static final int MAX_HELD_EVENTS = 16;
    private static final int MAX_HELD_BYTES = 64 << 10;
    private static final long MAX_HELD_NANOS = 5_000_000_000L;

    private final UpstreamAttempt attempt;
    private final HttpClientResponse response;
    private final StreamReader reader;
    private final String contentType;
    private final ReplySink sink;
    private final StreamFrames frames;
    private final long startNanos = System.nanoTime();
    private final RepeatedEvent repeated;
    private final Pieces ready = new Pieces();
    private final Silence silence = new Silence();
    private final @Nullable String heartbeat;
    private int heldEvents;
    private boolean content;
    private boolean begun;
    private boolean paused;
    private boolean slowed;
    private boolean done;
    private boolean over;
    private byte @Nullable [] errorEvent;

    /**
     * @param contentType as the client is told
     * @param heartbeat what the client is sent when there has been nothing for long; null: nothing is
     */
    StreamRelay(
            UpstreamAttempt attempt,
            HttpClientResponse response,
            StreamFrames frames,
            StreamReader reader,
            String contentType,
            @Nullable String heartbeat) {
        this.attempt = attempt;
        this.response = response;
        this.frames = frames;
        this.reader = reader;
        this.contentType = contentType;
        this.heartbeat = heartbeat;
        this.sink = attempt.context().sink();
        this.repeated = new RepeatedEvent(reader);
    }

    void start() {
        response.handler(this::chunk);
        response.endHandler(_ -> {
            attempt.exchangeEnded();
            end();
        });
    }

    StreamReader reader() {
        return reader;
    }

    boolean hasContent() {
        return content;
    }

    boolean hasBegun() {
        return begun;
    }

    /** Whether the regular end has come, be it that the provider keeps the connection open after it. */
    boolean isDone() {
        return done;
    }

    boolean isHeldByClient() {
        return paused;
    }

    /** Whether the client has ever read more slowly than the provider sent. */
    boolean wasSlowedByClient() {
        return slowed;
    }

    private void chunk(Buffer chunk) {
        if (over) {
            return;
        }
        attempt.active();
        if (!frames.feed(chunk, this)) {
            interrupted(attempt.error(frames.fault()));
            return;
        }
        byte[] error = errorEvent;
        if (error != null && !begun) {
            over = true;
            attempt.streamEnded(attempt.errorInStream(error));
            return;
        }
        if (begun || content || done || heldEvents >= MAX_HELD_EVENTS || ready.length() >= MAX_HELD_BYTES) {
            attempt.context().clients().reads().flushAfterRead(this);
        }
    }

    @Override
    public int known(byte[] bytes, int start, int limit) {
        int end = hasFailed() ? -1 : repeated.match(bytes, start, limit);
        if (end > 0) {
            heldEvents++;
            repeated.write(bytes, start, end, ready);
        }
        return end;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // data is a copy when the event has several data lines
    public void event(byte[] bytes, int start, int end, byte[] data, int dataStart, int dataEnd) {
        if (hasFailed()) {
            return;
        }
        heldEvents++;
        StreamReader.Verdict verdict =
                dataStart < 0 ? StreamReader.Verdict.OTHER : reader.event(data, dataStart, dataEnd);
        if (verdict == StreamReader.Verdict.CONTENT && data == bytes) {
            repeated.learn(bytes, start, end);
        } else {
            repeated.forget();
        }
        if (isRelayed(verdict, data, dataStart, dataEnd)) {
            byte[] own = dataStart < 0 ? null : reader.forClient(); // a comment is one in all dialects
            if (own == null) {
                ready.add(bytes, start, end);
            } else {
                ready.add(own, 0, own.length);
            }
        }
    }

    @Override
    public void message(String name, byte[] data, int start, int end) {
        if (hasFailed()) {
            return;
        }
        heldEvents++;
        if (isRelayed(reader.event(name, data, start, end), data, start, end)) {
            byte[] own = reader.forClient();
            if (own != null) { // else for nobody: no client reads this framing
                ready.add(own, 0, own.length);
            }
        }
    }

    /** Whether it has failed while it may still become another one: what comes behind, maybe in the same piece, is not of interest. */
    private boolean hasFailed() {
        return errorEvent != null && !begun;
    }

    private boolean isRelayed(StreamReader.Verdict verdict, byte[] data, int start, int end) {
        switch (verdict) {
            case CONTENT -> {
                if (!content) {
                    content = true;
                    attempt.firstContent();
                }
            }
            case ERROR -> errorEvent = Arrays.copyOfRange(data, start, end);
            case DONE -> done = true;
            case OTHER, WITHHELD -> {}
        }
        return verdict != StreamReader.Verdict.WITHHELD;
    }

    @Override
    void flush() {
        if (over || ready.length() == 0) {
            return;
        }
        if (sink.isGone()) {
            ready.clear();
            return;
        }
        begin();
        silence.broken();
        sink.write(ready.take());
        if (sink.isFull() && !paused) {
            paused = true;
            slowed = true;
            response.pause();
            sink.onDrained(() -> {
                paused = false;
                attempt.active();
                response.resume();
            });
        }
    }

    private void begin() {
        if (!begun) {
            begun = true;
            attempt.beginsAnswer();
            if (content) {
                attempt.context().contentSent();
            }
            sink.begin(attempt.head(contentType, startNanos, null));
        }
    }

    /** Nothing of it may go to the client. */
    void abandon() {
        over = true;
    }

    /** Nobody will drain what waits any more. */
    void goOnWithoutClient() {
        if (paused) {
            paused = false;
            response.resume();
        }
    }

    /**
     * Time alone can release what is held, and ends a stream whose provider does not close it. A model that thinks in silence
     * looks like a dead connection: once the reply has begun, and so cannot become another one, the client is told otherwise.
     */
    void tick(long nowNanos) {
        if (over) {
            return;
        }
        if (done) {
            end();
        } else if (begun) {
            keepAlive(nowNanos);
        } else if (nowNanos - startNanos > MAX_HELD_NANOS) {
            flush();
        }
    }

    /** Only whole events are written, so that this always comes between two of them. */
    private void keepAlive(long nowNanos) {
        if (heartbeat != null && silence.isTooLong(nowNanos) && !paused && !sink.isGone()) {
            sink.write(Buffer.buffer(heartbeat));
        }
    }

    private void end() {
        if (over) {
            return;
        }
        frames.finish(this);
        byte[] last = reader.end();
        byte[] error = errorEvent;
        if (!reader.isFinished() && error == null) {
            interrupted(attempt.error(UpstreamClass.STREAM_INTERRUPTED));
            return;
        }
        over = true;
        if (error != null && !begun) {
            attempt.streamEnded(attempt.errorInStream(error));
            return;
        }
        if (!sink.isGone()) {
            begin();
            ready.add(last, 0, last.length);
            sink.end(ready.take());
        }
        attempt.streamEnded(error == null ? null : attempt.errorInStream(error));
    }

    /**
     * The gateway ends it in order, with its own reason.
     *
     * @return false when it has ended by itself
     */
    boolean stop(GatewayError reason) {
        if (over) {
            return false;
        }
        over = true;
        if (!sink.isGone()) {
            sink.write(ready.take());
            sink.interrupt(reason);
        }
        return true;
    }

    /** The stream broke off: after its begin the client is told inside it. */
    void interrupted(GatewayError.Upstream error) {
        if (over) {
            return;
        }
        over = true;
        if (begun && !sink.isGone()) {
            sink.write(ready.take());
            byte[] told = reader.brokenOff(error.kind());
            if (told == null) {
                sink.interrupt(error);
            } else {
                sink.end(Buffer.buffer(told));
            }
        }
        attempt.streamEnded(error);
    }
}
