package dev.sluice.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.Objects;
import javax.net.ssl.X509ExtendedKeyManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What is taken as a certificate, and when another one is put in its place. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CertificatesTest {
    private final Vertx vertx = Vertx.vertx();
    private KeyPairFiles rsa;
    private KeyPairFiles ec;

    @BeforeAll
    void make(@TempDir Path directory) throws Exception {
        rsa = KeyPairFiles.make(directory, "rsa", "RSA");
        ec = KeyPairFiles.make(directory, "ec", "EC");
    }

    @AfterAll
    void close() {
        vertx.close();
    }

    private Certificates open(Path certificate, Path key) throws IOException {
        return Certificates.open(new TlsFiles(certificate, key), vertx);
    }

    @Test
    void keysAreRsaOrElliptic() throws IOException {
        assertThat(shown(open(rsa.certificate(), rsa.key()), "RSA")).isEqualTo("CN=rsa");
        assertThat(shown(open(ec.certificate(), ec.key()), "EC")).isEqualTo("CN=ec");
    }

    @Test
    void recordsGoThroughNettysPool() throws IOException {
        HttpServerOptions options = new HttpServerOptions();

        open(ec.certificate(), ec.key()).applyTo(options);

        assertThat(options.getSslEngineOptions())
                .isInstanceOfSatisfying(
                        JdkSSLEngineOptions.class,
                        jdk -> assertThat(jdk.isPooledHeapBuffers()).isTrue());
    }

    @Test
    void whatIsNotUsableIsNamedWithoutShowingIt(@TempDir Path directory) throws IOException {
        Path text = Files.writeString(directory.resolve("text"), "secret text");
        Path nowhere = directory.resolve("nowhere");

        assertThatThrownBy(() -> open(nowhere, rsa.key()))
                .isInstanceOf(IOException.class)
                .hasMessage("SLUICE_TLS_CERT_FILE is '" + nowhere + "': expected a file that can be read");
        assertThatThrownBy(() -> open(rsa.certificate(), nowhere))
                .hasMessage("SLUICE_TLS_KEY_FILE is '" + nowhere + "': expected a file that can be read");
        assertThatThrownBy(() -> open(text, rsa.key()))
                .hasMessage("SLUICE_TLS_CERT_FILE is '" + text + "': expected a chain of PEM certificates");
        assertThatThrownBy(() -> open(rsa.certificate(), text))
                .hasMessage(
                        "SLUICE_TLS_KEY_FILE is '" + text + "': expected a PEM private key, RSA or EC, not encrypted");
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused(@TempDir Path directory) throws Exception {
        KeyPairFiles other = KeyPairFiles.make(directory, "other", "RSA");
        String problem = "expected the private key of the first certificate of SLUICE_TLS_CERT_FILE";

        assertThatThrownBy(() -> open(rsa.certificate(), other.key())).hasMessageContaining(problem);
        assertThatThrownBy(() -> open(rsa.certificate(), ec.key())).hasMessageContaining("SLUICE_TLS_KEY_FILE is");
    }

    @Test
    void aNewPairIsPutInPlaceOnceBothFilesAreThere(@TempDir Path directory) throws IOException {
        Path certificate = Files.copy(rsa.certificate(), directory.resolve("crt"));
        Path key = Files.copy(rsa.key(), directory.resolve("key"));
        Certificates certificates = open(certificate, key);

        X509ExtendedKeyManager keys = certificates.keys();
        String begun = Objects.requireNonNull(keys.chooseEngineServerAlias("RSA", null, null));

        Files.copy(ec.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
        certificates.check();
        assertThat(shown(certificates, "RSA"))
                .as("the key is still the old one")
                .isEqualTo("CN=rsa");

        Files.copy(ec.key(), key, StandardCopyOption.REPLACE_EXISTING);
        certificates.check();
        assertThat(shown(certificates, "EC")).isEqualTo("CN=ec");
        assertThat(keys.chooseEngineServerAlias("RSA", null, null)).isNull();
        assertThat(name(keys.getCertificateChain(begun)))
                .as("a handshake that has begun ends with what it chose")
                .isEqualTo("CN=rsa");
        assertThat(keys.getPrivateKey(begun).getAlgorithm()).isEqualTo("RSA");

        Files.delete(key);
        certificates.check();
        assertThat(shown(certificates, "EC")).isEqualTo("CN=ec");
    }

    private static String shown(Certificates certificates, String keyType) {
        X509ExtendedKeyManager keys = certificates.keys();
        return name(keys.getCertificateChain(keys.chooseEngineServerAlias(keyType, null, null)));
    }

    private static String name(X509Certificate[] chain) {
        return chain[0].getSubjectX500Principal().getName();
    }
}
