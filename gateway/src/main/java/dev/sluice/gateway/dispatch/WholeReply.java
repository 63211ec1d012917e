package dev.sluice.gateway.dispatch;

import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.inference.Bytes;
import dev.sluice.gateway.inference.Call;
import dev.sluice.gateway.inference.NativeCall;
import dev.sluice.gateway.provider.Exchange;
import dev.sluice.gateway.provider.ReplyReader;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Reads an answer of a provider that is no stream, and what it means for the attempt. On the event loop of its request. */
final class WholeReply implements WholeBody.Listener {
    private static final Logger LOG = Logger.getLogger(WholeReply.class);

    private final UpstreamAttempt attempt;
    private final String contentType;
    private final int status;
    private final long firstByteNanos = System.nanoTime();

    private WholeReply(UpstreamAttempt attempt, String contentType, int status) {
        this.attempt = attempt;
        this.contentType = contentType;
        this.status = status;
    }

    /** @param contentType of the provider's answer */
    static void read(UpstreamAttempt attempt, HttpClientResponse response, String contentType) {
        WholeReply reply = new WholeReply(attempt, contentType, response.statusCode());
        WholeBody.of(response, reply.isGood(), reply);
    }

    /** Says that the client has not got it. */
    static void lost(RuntimeException why, CompiledModel model) {
        LOG.errorf(withoutMessage(why), "an answer for model %s cannot be passed on", model.name());
    }

    /** The message may quote a header. */
    private static Throwable withoutMessage(RuntimeException e) {
        Throwable told = new IllegalStateException(e.getClass().getName());
        told.setStackTrace(e.getStackTrace());
        return told;
    }

    private boolean isGood() {
        return status / 100 == 2;
    }

    @Override
    public void active() {
        attempt.active();
    }

    @Override
    public void tooLong() {
        attempt.fail(UpstreamClass.SERVER_ERROR);
    }

    @Override
    public void whole(Buffer body) {
        attempt.exchangeEnded();
        if (attempt.hasEnded()) {
            return;
        }
        byte[] bytes = Bytes.of(body);
        if (isGood()) {
            answer(body, bytes);
        } else {
            attempt.learn(bytes);
            attempt.fail(exchange().classify(status, bytes), bytes);
        }
    }

    private void answer(Buffer body, byte[] bytes) {
        ReplyReader.Reply reply = reply(body, bytes);
        if (reply == null) {
            attempt.fail(exchange().classify(status, bytes), bytes);
            return;
        }
        attempt.taken().whole(reply);
        UpstreamClass failure = reply.failure();
        if (failure != null) {
            attempt.fail(failure, bytes);
            return;
        }
        attempt.answer(reply, contentType, body, firstByteNanos);
    }

    /** Null: it is none, whatever its status says. */
    private ReplyReader.@Nullable Reply reply(Buffer body, byte[] bytes) {
        Call call = attempt.context().call();
        ReplyReader.Reply framed = call instanceof NativeCall
                ? FramedReply.read(contentType, body, exchange().streamReader())
                : null;
        return framed == null ? exchange().replyReader().read(bytes) : framed;
    }

    private Exchange exchange() {
        return attempt.exchange();
    }
}
