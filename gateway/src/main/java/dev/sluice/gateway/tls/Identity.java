package dev.sluice.gateway.tls;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.X509KeyManager;

/**
 * A certificate with its private key; known to belong together, since otherwise each handshake would fail, long after the
 * start.
 */
record Identity(PrivateKey key, List<X509Certificate> chain) {
    private static final byte[] SAMPLE = {1, 2, 3, 4};

    /** @throws IOException with one line that names the setting and shows nothing of the key */
    static Identity of(TlsFiles files, TlsFiles.Contents contents, Vertx vertx) throws IOException {
        List<X509Certificate> chain = chain(files, contents.certificate());
        PemKeyCertOptions pem = new PemKeyCertOptions()
                .addCertValue(Buffer.buffer(contents.certificate()))
                .addKeyValue(Buffer.buffer(contents.key()));
        String problem;
        try {
            PrivateKey key = key(pem, chain.getFirst().getPublicKey().getAlgorithm(), vertx);
            if (signs(key, chain.getFirst())) {
                return new Identity(key, chain);
            }
            problem = "expected the private key of the first certificate of SLUICE_TLS_CERT_FILE";
        } catch (Exception e) { // declared so by Vert.x; what it says may show what is in the file
            problem = "expected a PEM private key, RSA or EC, not encrypted";
        }
        throw new IOException("SLUICE_TLS_KEY_FILE is '" + files.key() + "': " + problem);
    }

    private static List<X509Certificate> chain(TlsFiles files, byte[] pem) throws IOException {
        List<X509Certificate> chain = List.of();
        try {
            chain = CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem)).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (CertificateException e) {
            // said below
        }
        if (chain.isEmpty()) {
            throw new IOException(
                    "SLUICE_TLS_CERT_FILE is '" + files.certificate() + "': expected a chain of PEM certificates");
        }
        return chain;
    }

    /** By way of Vert.x, which reads all three forms: PKCS#8, PKCS#1 and SEC 1. */
    private static PrivateKey key(PemKeyCertOptions pem, String algorithm, Vertx vertx) throws Exception {
        return Arrays.stream(pem.getKeyManagerFactory(vertx).getKeyManagers())
                .filter(X509KeyManager.class::isInstance)
                .map(X509KeyManager.class::cast)
                .flatMap(manager -> keys(manager, algorithm))
                .findFirst()
                .orElseThrow(InvalidKeyException::new);
    }

    private static Stream<PrivateKey> keys(X509KeyManager manager, String algorithm) {
        String[] aliases = manager.getServerAliases(algorithm, null);
        return aliases == null ? Stream.empty() : Arrays.stream(aliases).map(manager::getPrivateKey);
    }

    private static boolean signs(PrivateKey key, X509Certificate certificate) throws GeneralSecurityException {
        Signature signature =
                Signature.getInstance(key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
        signature.initSign(key);
        signature.update(SAMPLE);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(SAMPLE);
        return signature.verify(signed);
    }

    @Override
    public String toString() {
        X509Certificate own = chain.getFirst();
        return own.getSubjectX500Principal().getName() + ", valid until "
                + own.getNotAfter().toInstant();
    }
}
