package dev.sluice.gateway.tls;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.vertx.core.net.JdkSSLEngineOptions;

/**
 * Where the JDK's TLS puts what it reads and writes: into Netty's pool. By itself the framework has a new array of 17 kB made for
 * each record that is written, be it a request to a provider or one event for a client.
 */
public final class TlsMemory {
    private TlsMemory() {}

    /** For a server, which asks for it before its first connection. */
    static JdkSSLEngineOptions pooled() {
        return new JdkSSLEngineOptions().setPooledHeapBuffers(true);
    }

    /** For a connection to a server: the framework listens to the option above only where all connections of a client are over TLS. */
    public static void pool(Channel channel) {
        channel.config().setAllocator(PooledByteBufAllocator.DEFAULT);
    }
}
