package dev.sluice.gateway.connection;

import io.netty.buffer.ByteBuf;

/** Gets the body of one request from its connection, as it comes, in place of the server, which would copy it first. */
public interface BodySink {
    /** @param piece good for the time of the call, on the connection's event loop */
    void take(ByteBuf piece);
}
