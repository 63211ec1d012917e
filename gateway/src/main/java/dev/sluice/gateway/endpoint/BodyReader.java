package dev.sluice.gateway.endpoint;

import dev.sluice.gateway.connection.BodySink;
import dev.sluice.gateway.connection.Connections;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.error.ShedReason;
import dev.sluice.gateway.inference.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.util.internal.PlatformDependent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.Objects;

/** Reads one request's body into memory, up to a limit that counts decompressed bytes. */
public final class BodyReader implements BodySink {
    private static final byte[] NOTHING = new byte[0];
    private static final int MAX_PRESIZED = 1 << 20;

    private final long limit;
    private final BodyBudget budget;
    private final long declared;
    private final Promise<byte[]> promise = Promise.promise();
    private byte[] bytes = NOTHING;
    private int length;

    private BodyReader(HttpServerRequest request, long limit, BodyBudget budget) {
        this.limit = limit;
        this.budget = budget;
        String header = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        declared = header == null ? 0 : parse(header);
    }

    /**
     * Fails with a {@link GatewayException} of {@link GatewayError.TooLarge} as soon as the limit is passed, and of {@link
     * GatewayError.Shed} when the budget has no room. The bytes go back to the budget when the response is over.
     */
    public static Future<byte[]> read(HttpServerRequest request, long limit, BodyBudget budget) {
        BodyReader reader = new BodyReader(request, limit, budget);
        if (reader.declared > limit) {
            return Future.failedFuture(tooLarge(limit));
        }
        if (!Connections.sendBody(request.connection(), reader)) {
            request.handler(reader::take);
        }
        request.exceptionHandler(reader.promise::tryFail);
        request.endHandler(_ -> reader.complete());
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        Future<byte[]> body = encoding == null || encoding.equalsIgnoreCase("identity")
                ? reader.promise.future()
                : reader.promise.future().compose(compressed -> reader.decompress(compressed, encoding));
        body.onFailure(_ -> budget.giveBack(reader.length));
        body.onSuccess(_ -> request.response().endHandler(_ -> budget.giveBack(reader.length)));
        return body;
    }

    /** On a worker thread: a few bytes may become megabytes. */
    private Future<byte[]> decompress(byte[] compressed, String encoding) {
        Context context = Objects.requireNonNull(Vertx.currentContext());
        Promise<byte[]> plain = Promise.promise();
        context.<byte[]>executeBlocking(() -> Compressed.decompress(compressed, encoding, limit, budget), false)
                .onSuccess(bytes -> {
                    length += bytes.length;
                    plain.complete(bytes);
                })
                .onFailure(plain::fail);
        return plain.future();
    }

    @Override
    public void take(ByteBuf piece) {
        if (isRoomFor(piece.readableBytes())) {
            append(piece);
        }
    }

    private void take(Buffer chunk) {
        if (!isRoomFor(chunk.length())) {
            return;
        }
        if (length == 0 && chunk.length() >= declared) {
            bytes = Bytes.of(chunk); // all of it in one piece
            length = bytes.length;
        } else {
            append(Bytes.view(chunk));
        }
    }

    /** Takes it from the budget; without room, the body fails, and what still comes of it is dropped. */
    private boolean isRoomFor(int more) {
        if (promise.future().isComplete()) {
            return false;
        }
        if (length + (long) more > limit) {
            promise.fail(tooLarge(limit));
            return false;
        }
        if (!budget.take(more)) {
            promise.fail(new GatewayException(new GatewayError.Shed(ShedReason.BODIES)));
            return false;
        }
        return true;
    }

    private void append(ByteBuf piece) {
        int more = piece.readableBytes();
        int total = length + more;
        if (total > bytes.length) {
            int wanted = (int) Math.max(Math.min(declared, MAX_PRESIZED), Math.min(limit, bytes.length * 2L));
            bytes = larger(Math.max(total, wanted));
        }
        piece.getBytes(piece.readerIndex(), bytes, length, more);
        length = total;
    }

    /** What is already there, in an array that has room for more. Not zeroed: what is not filled is never seen. */
    private byte[] larger(int size) {
        byte[] larger = PlatformDependent.allocateUninitializedArray(size);
        System.arraycopy(bytes, 0, larger, 0, length);
        return larger;
    }

    private void complete() {
        promise.tryComplete(bytes.length == length ? bytes : Arrays.copyOf(bytes, length));
    }

    private static long parse(String length) {
        try {
            return Long.parseLong(length.strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static GatewayException tooLarge(long limit) {
        return new GatewayException(new GatewayError.TooLarge(limit));
    }
}
