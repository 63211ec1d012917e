package dev.sluice.gateway.endpoint;

import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** Reads a request's body into memory, up to a limit that counts decompressed bytes. */
final class BodyReader {
    private static final int MAX_PRESIZED = 1 << 20;

    private BodyReader() {}

    /**
     * Fails with a {@link GatewayException} of {@link GatewayError.TooLarge} as soon as the limit is passed, and of {@link
     * GatewayError.Shed} when the budget has no room. The bytes go back to the budget when the response is over.
     */
    static Future<Buffer> read(HttpServerRequest request, long limit, BodyBudget budget) {
        String declared = request.getHeader("content-length");
        long length = declared == null ? 0 : parse(declared);
        if (length > limit) {
            return Future.failedFuture(tooLarge(limit));
        }
        Promise<Buffer> promise = Promise.promise();
        Buffer body = Buffer.buffer((int) Math.min(Math.max(length, 256), MAX_PRESIZED));
        request.handler(chunk -> {
            if (body.length() + (long) chunk.length() > limit) {
                promise.tryFail(tooLarge(limit));
            } else if (promise.future().isComplete()) {
                return;
            } else if (budget.take(chunk.length())) {
                body.appendBuffer(chunk);
            } else {
                promise.tryFail(new GatewayException(new GatewayError.Shed("too many large requests at once")));
            }
        });
        request.exceptionHandler(promise::tryFail);
        promise.future().onFailure(_ -> budget.giveBack(body.length()));
        promise.future().onSuccess(_ -> request.response().endHandler(_ -> budget.giveBack(body.length())));
        request.endHandler(_ -> promise.tryComplete(body));
        return promise.future();
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
