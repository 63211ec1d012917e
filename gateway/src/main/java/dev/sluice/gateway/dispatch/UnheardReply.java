package dev.sluice.gateway.dispatch;

import dev.sluice.gateway.error.GatewayError;
import io.vertx.core.buffer.Buffer;

/** A reply that nobody gets: it is read to its end, as fast as it comes, and kept nowhere. */
enum UnheardReply implements ReplySink {
    INSTANCE;

    @Override
    public void whole(ReplyHead head, Buffer body) {}

    @Override
    public void begin(ReplyHead head) {}

    @Override
    public void write(Buffer bytes) {}

    @Override
    public void end(Buffer lastBytes) {}

    @Override
    public void interrupt(GatewayError error) {}

    @Override
    public void abort() {}

    @Override
    public boolean isFull() {
        return false;
    }

    @Override
    public void onDrained(Runnable resume) {
        resume.run();
    }

    @Override
    public boolean isGone() {
        return false;
    }
}
