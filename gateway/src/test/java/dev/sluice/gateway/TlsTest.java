package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.contract.usage.UsageRecord;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.pipeline.PipelineListener;
import dev.sluice.gateway.tls.KeyPairFiles;
import dev.sluice.testkit.FakeProvider;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The data port with a certificate, met by the JDK's TLS client. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {
    private final Vertx vertx = Vertx.vertx();
    private FakeProvider provider;
    private Gateway gateway;
    private KeyPairFiles next;
    private Path certificate;
    private Path key;

    /** Hears nothing. */
    private static final class Deaf implements PipelineListener {
        @Override
        public void turnedAway(GatewayError error) {}

        @Override
        public void finished(UsageRecord record, String model) {}
    }

    /** Who is met is what these tests look at themselves. */
    private static final class TrustAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        KeyPairFiles first = KeyPairFiles.make(directory, "first", "RSA");
        next = KeyPairFiles.make(directory, "next", "EC");
        certificate = Files.copy(first.certificate(), directory.resolve("tls.crt"));
        key = Files.copy(first.key(), directory.resolve("tls.key"));
        provider = FakeProvider.start(vertx);
        Path policy = Files.writeString(directory.resolve("policy.yaml"), Manifest.of(provider.baseUrl()));
        gateway = new Gateway(
                Settings.read(Map.of(
                        "PORT", "0",
                        "SLUICE_HOST", "127.0.0.1",
                        "SLUICE_POLICY_FILE", policy.toString(),
                        "SLUICE_TLS_CERT_FILE", certificate.toString(),
                        "SLUICE_TLS_KEY_FILE", key.toString())),
                vertx,
                "test");
        gateway.start(2, new Deaf()).join();
        RunningGateway.await(gateway::isReady);
    }

    @AfterAll
    void stop() {
        gateway.stop();
        provider.close();
        vertx.close();
    }

    private SSLSocket connect(String protocol, String... alpn) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustAll()}, new SecureRandom());
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", gateway.port());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {protocol});
        parameters.setApplicationProtocols(alpn);
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(10_000);
        socket.startHandshake();
        return socket;
    }

    private static String exchange(SSLSocket socket) throws IOException {
        return exchange(socket, "{\"model\":\"fake/chat\",\"messages\":[]}");
    }

    private static String exchange(SSLSocket socket, String body) throws IOException {
        String request = "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer "
                + Manifest.KEY + "\r\ncontent-length: " + body.length() + "\r\n\r\n" + body;
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        byte[] head = socket.getInputStream().readNBytes("HTTP/1.1 200 OK".length());
        socket.getInputStream().skipNBytes(socket.getInputStream().available());
        return new String(head, StandardCharsets.US_ASCII);
    }

    private static String subject(SSLSession session) throws IOException {
        return ((X509Certificate) session.getPeerCertificates()[0])
                .getSubjectX500Principal()
                .getName();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void answersOverTls(String protocol) throws Exception {
        try (SSLSocket socket = connect(protocol, "h2", "http/1.1")) {
            assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
            assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
            assertThat(exchange(socket)).isEqualTo("HTTP/1.1 200 OK");
        }
    }

    @Test
    void passesALongPromptOn() throws Exception {
        String text = "\"role\":\"user\",\"content\":\"" + "as it was \\\"said\\\", ".repeat(20_000) + "\"";
        try (SSLSocket socket = connect("TLSv1.3", "http/1.1")) {
            assertThat(exchange(socket, "{\"model\":\"fake/chat\",\"messages\":[{" + text + "}]}"))
                    .isEqualTo("HTTP/1.1 200 OK");
            assertThat(new String(provider.lastRequest().body(), StandardCharsets.US_ASCII))
                    .endsWith(",\"messages\":[{" + text + "}]}");
            assertThat(exchange(socket)).isEqualTo("HTTP/1.1 200 OK");
        }
    }

    @Test
    void doesNotSpeakPlainHttpBesideIt() throws Exception {
        try (java.net.Socket socket = new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), gateway.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("GET /v1/models HTTP/1.1\r\nhost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .doesNotContain("HTTP/1.1");
        }
    }

    @Test
    void refusesAClientThatOnlySpeaksHttp2() {
        assertThatThrownBy(() -> connect("TLSv1.3", "h2").close()).isInstanceOf(SSLException.class);
    }

    @Test
    void newConnectionsMeetTheNewCertificateAndOldOnesGoOn() throws Exception {
        try (SSLSocket old = connect("TLSv1.3", "http/1.1")) {
            assertThat(subject(old.getSession())).isEqualTo("CN=first");

            Files.writeString(certificate, "half of a certifi");
            gateway.checkCertificate();
            try (SSLSocket socket = connect("TLSv1.3", "http/1.1")) {
                assertThat(subject(socket.getSession())).isEqualTo("CN=first");
            }

            Files.copy(next.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
            Files.copy(next.key(), key, StandardCopyOption.REPLACE_EXISTING);
            gateway.checkCertificate();
            Set<String> met = new TreeSet<>();
            for (int i = 0; i < 8; i++) {
                met.add(met());
            }
            assertThat(met).containsExactly("CN=next");
            assertThat(exchange(old)).isEqualTo("HTTP/1.1 200 OK");
        }
    }

    private String met() {
        try (SSLSocket socket = connect("TLSv1.3", "h2", "http/1.1")) {
            assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
            assertThat(exchange(socket)).isEqualTo("HTTP/1.1 200 OK");
            return subject(socket.getSession());
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
