package dev.sluice.gateway.tls;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.KeyCertOptions;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jboss.logging.Logger;

/**
 * The certificate in force. {@link #check} reads the files again; a pair that is not usable, as while only one of them has
 * been replaced, is logged once and what was in force stays.
 */
public final class Certificates {
    private static final Logger LOG = Logger.getLogger(Certificates.class);
    private static final Set<String> PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");

    private final TlsFiles files;
    private final Vertx vertx;
    private final CurrentIdentity current;
    private TlsFiles.Contents seen;
    private String problem = "";

    private Certificates(TlsFiles files, Vertx vertx, TlsFiles.Contents seen, Identity first) {
        this.files = files;
        this.vertx = vertx;
        this.seen = seen;
        this.current = new CurrentIdentity(first);
    }

    /** @throws IOException with one line that names the setting */
    public static Certificates open(TlsFiles files, Vertx vertx) throws IOException {
        TlsFiles.Contents contents = files.read();
        return new Certificates(files, vertx, contents, Identity.of(files, contents, vertx));
    }

    /** HTTP/1.1 over TLS 1.2 or 1.3, by the JDK's own provider, with whatever certificate is in force by then. */
    public void applyTo(HttpServerOptions options) {
        options.setSsl(true)
                .setSslEngineOptions(TlsMemory.pooled())
                .setUseAlpn(true)
                .setAlpnVersions(List.of(HttpVersion.HTTP_1_1))
                .setEnabledSecureTransportProtocols(PROTOCOLS)
                .setKeyCertOptions(KeyCertOptions.wrap(keys()));
    }

    X509ExtendedKeyManager keys() {
        return current;
    }

    /** Connections that are open keep what they have. Blocks: not for event loops, and one thread at a time. */
    public void check() {
        try {
            TlsFiles.Contents now = files.read();
            if (!now.isSame(seen)) {
                seen = now;
                Identity next = Identity.of(files, now, vertx);
                current.replace(next);
                LOG.infof("a new certificate is in force: %s", next);
            }
            problem = "";
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage());
            if (!message.equals(problem)) {
                LOG.errorf("the new certificate is not usable, the old one stays: %s", message);
            }
            problem = message;
        }
    }
}
