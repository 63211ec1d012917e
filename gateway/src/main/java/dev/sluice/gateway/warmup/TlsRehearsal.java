package dev.sluice.gateway.warmup;

import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.gateway.policy.PolicyKeeper;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The first handshake of a Java machine takes it more than half a second, on the event loop of the first request to a provider.
 * So as soon as policy has a provider that is met over TLS, a thread of its own shakes hands with itself for a while, and reads
 * the authorities that the JDK trusts: usually beside the warm-up. What fails is logged and hinders nothing.
 */
public final class TlsRehearsal implements PolicyKeeper.Listener {
    private static final Logger LOG = Logger.getLogger(TlsRehearsal.class);
    /** The first one is nearly all there is to gain, and on one processor the warm-up waits for each. */
    public static final int DEFAULT_HANDSHAKES = 3;

    public static final Duration DEFAULT_LIMIT = Duration.ofSeconds(1);

    private static final int RECORDS = 20;
    private static final int RECORD_BYTES = 300;
    private static final char[] NO_SECRET = "rehearsal".toCharArray();

    private final int handshakes;
    private final Duration limit;
    private boolean begun;
    /** The JDK remembers the authorities for as long as somebody does. */
    private volatile @Nullable SSLContext authorities;

    /**
     * @param handshakes at the most
     * @param limit after which there is no other
     */
    public TlsRehearsal(int handshakes, Duration limit) {
        this.handshakes = handshakes;
        this.limit = limit;
    }

    @Override
    public void changed(PolicySnapshot policy) {
        if (!begun && policy.meetsTls()) {
            begun = true;
            Thread.ofPlatform().name("tls-rehearsal").daemon().start(this::begin);
        }
    }

    boolean hasBegun() {
        return begun;
    }

    boolean knowsAuthorities() {
        return authorities != null;
    }

    private void begin() {
        try {
            long start = System.nanoTime();
            int played = play(handshakes, start + limit.toNanos());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, null, null);
            authorities = context;
            LOG.debugf("%d rehearsals of TLS in %d ms", played, (System.nanoTime() - start) / 1_000_000);
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            LOG.debugf("TLS was not rehearsed: %s", e.toString());
        }
    }

    /** @return how many handshakes there were */
    static int play(int most, long untilNanos) throws GeneralSecurityException, IOException {
        SSLContext context = context(LoopbackCertificate.make(Instant.now()));
        int played = 0;
        do {
            converse(context);
            played++;
        } while (played < most && System.nanoTime() - untilNanos < 0);
        return played;
    }

    private static void converse(SSLContext context) throws SSLException {
        LoopbackTls pair = new LoopbackTls(context);
        pair.shakeHands();
        for (int n = 0; n < RECORDS; n++) {
            pair.exchange(RECORD_BYTES);
        }
    }

    static SSLContext context(LoopbackCertificate made) throws GeneralSecurityException, IOException {
        KeyStore identity = emptyStore();
        identity.setKeyEntry("server", made.key(), NO_SECRET, new Certificate[] {made.certificate()});
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(identity, NO_SECRET);
        KeyStore believed = emptyStore();
        believed.setCertificateEntry("authority", made.authority());
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(believed);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        return store;
    }
}
