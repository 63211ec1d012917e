package dev.sluice.gateway.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Gives each handshake the identity of the moment. (Vert.x's own way to change a certificate, {@code updateSSLOptions},
 * breaks off the connections that arrive while it works: seen with 4.5.25.) Thread-safe.
 */
final class CurrentIdentity extends X509ExtendedKeyManager {
    private volatile Versions versions;

    /** The one before is kept for handshakes that have chosen it and not yet asked for its key. */
    private record Versions(int number, Identity current, Identity previous) {
        Identity named(String alias) {
            return alias.equals(Integer.toString(number)) ? current : previous;
        }
    }

    CurrentIdentity(Identity first) {
        versions = new Versions(0, first, first);
    }

    /** For handshakes that begin from now on. */
    synchronized void replace(Identity next) {
        versions = new Versions(versions.number + 1, next, versions.current);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        Versions now = versions;
        return now.current.key().getAlgorithm().equals(keyType) ? Integer.toString(now.number) : null;
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return versions.named(alias).key();
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return versions.named(alias).chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, Socket socket) {
        return null; // asked for sockets, and Netty has engines
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }
}
