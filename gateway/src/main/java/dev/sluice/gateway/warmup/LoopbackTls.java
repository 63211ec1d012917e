package dev.sluice.gateway.warmup;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/** Both ends of one TLS connection that leads nowhere. For one thread. */
final class LoopbackTls {
    private static final String HOST = "127.0.0.1";
    /** Flights of a handshake, at the most; one that takes more will not end. */
    private static final int MOST_TURNS = 100;

    private final End client;
    private final End server;

    /** An engine, and what it has written that the other one has yet to read. */
    private static final class End {
        private final SSLEngine engine;
        private final ByteBuffer sent;
        private final ByteBuffer received;

        End(SSLEngine engine) {
            this.engine = engine;
            sent = ByteBuffer.allocate(2 * engine.getSession().getPacketBufferSize());
            received = ByteBuffer.allocate(2 * engine.getSession().getApplicationBufferSize());
        }

        void write(ByteBuffer content) throws SSLException {
            engine.wrap(content, sent);
        }

        /** Reads one record of what the other has written. */
        void read(End from) throws SSLException {
            from.sent.flip();
            int waiting = from.sent.remaining();
            int consumed = engine.unwrap(from.sent, received).bytesConsumed();
            from.sent.compact();
            if (consumed == 0 && waiting > 0) {
                throw new SSLException("a record cannot be read");
            }
        }

        void think() {
            Runnable task = engine.getDelegatedTask();
            while (task != null) {
                task.run();
                task = engine.getDelegatedTask();
            }
        }

        boolean isShakingHands() {
            return engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
        }
    }

    /** @param context with the key of 127.0.0.1, and trust in it */
    LoopbackTls(SSLContext context) {
        SSLEngine calling = context.createSSLEngine(HOST, 443);
        calling.setUseClientMode(true);
        SSLParameters parameters = calling.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        calling.setSSLParameters(parameters);
        SSLEngine serving = context.createSSLEngine();
        serving.setUseClientMode(false);
        client = new End(calling);
        server = new End(serving);
    }

    void shakeHands() throws SSLException {
        client.engine.beginHandshake();
        server.engine.beginHandshake();
        for (int turn = 0; client.isShakingHands() || server.isShakingHands(); turn++) {
            if (turn == MOST_TURNS) {
                throw new SSLException("the handshake does not end");
            }
            step(client, server);
            step(server, client);
        }
    }

    private static void step(End end, End other) throws SSLException {
        switch (end.engine.getHandshakeStatus()) {
            case NEED_TASK -> end.think();
            case NEED_WRAP -> end.write(ByteBuffer.allocate(0));
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> end.read(other);
            case FINISHED, NOT_HANDSHAKING -> {}
        }
    }

    /**
     * A question and its answer, a record each.
     *
     * @return bytes of the answer that the client has read
     */
    int exchange(int bytes) throws SSLException {
        client.write(ByteBuffer.allocate(bytes));
        server.received.clear();
        server.read(client);
        server.write(ByteBuffer.allocate(bytes));
        client.received.clear();
        while (server.sent.position() > 0) {
            client.read(server); // tickets of the session come first
        }
        return client.received.position();
    }
}
