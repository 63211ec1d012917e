package dev.sluice.gateway.dispatch;

import dev.sluice.gateway.error.UpstreamClass;
import io.vertx.core.buffer.Buffer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/**
 * Cuts a stream of binary messages ({@code application/vnd.amazon.eventstream}; Smithy, "Amazon Event Stream"): two lengths
 * and their check sum, headers, payload, and a check sum of all. A message is used only when it is whole and its sums are right.
 * Not thread-safe.
 */
final class BinaryFrames implements StreamFrames {
    /** The total length, the headers' length, and the check sum of both. */
    private static final int PRELUDE_BYTES = 12;

    private static final int CHECK_SUM_BYTES = 4;
    private static final int SMALLEST_MESSAGE = PRELUDE_BYTES + CHECK_SUM_BYTES;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final Unread unread = new Unread();
    private final CRC32 sum = new CRC32();
    private final BinaryHeaders headers = new BinaryHeaders();
    private UpstreamClass fault = UpstreamClass.STREAM_INTERRUPTED;

    @Override
    public boolean feed(Buffer chunk, Handler handler) {
        unread.add(chunk);
        while (unread.length() >= PRELUDE_BYTES) {
            byte[] bytes = unread.bytes();
            int start = unread.start();
            int length = int32(bytes, start);
            if (!isSum(bytes, start, start + 8) || length < SMALLEST_MESSAGE) {
                return false;
            }
            if (length > MAX_EVENT_BYTES) {
                fault = UpstreamClass.TOO_LARGE;
                return false;
            }
            if (unread.length() < length) {
                return true;
            }
            unread.skip(length);
            if (!message(bytes, start, start + length, handler)) {
                return false;
            }
        }
        return true;
    }

    /** A part of a message is of no use. */
    @Override
    public void finish(Handler handler) {
        unread.skip(unread.length());
    }

    @Override
    public UpstreamClass fault() {
        return fault;
    }

    /** @return false when it is not as it was sent */
    private boolean message(byte[] bytes, int start, int end, Handler handler) {
        int headersLength = int32(bytes, start + 4);
        int headersStart = start + PRELUDE_BYTES;
        int payloadEnd = end - CHECK_SUM_BYTES;
        if (headersLength < 0
                || headersLength > payloadEnd - headersStart
                || !isSum(bytes, start, payloadEnd)
                || !headers.read(bytes, headersStart, headersStart + headersLength)) {
            return false;
        }
        byte[] report = headers.report();
        if (report != null) {
            handler.message(headers.name(), report, 0, report.length);
        } else {
            handler.message(headers.name(), bytes, headersStart + headersLength, payloadEnd);
        }
        return true;
    }

    /** Whether the check sum that stands behind the bytes is theirs. */
    private boolean isSum(byte[] bytes, int start, int end) {
        sum.reset();
        sum.update(bytes, start, end - start);
        return (int) sum.getValue() == int32(bytes, end);
    }

    private static int int32(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }
}
