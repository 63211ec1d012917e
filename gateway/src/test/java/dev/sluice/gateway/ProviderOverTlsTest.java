package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.tls.KeyPairFiles;
import dev.sluice.testkit.FakeProvider;
import dev.sluice.testkit.Script;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Providers are met over TLS, and believed only with a certificate for their name that the JVM trusts. */
class ProviderOverTlsTest {
    private final Vertx vertx = Vertx.vertx();
    private final HeardWarnings told = HeardWarnings.of("dev.sluice.gateway.dispatch.Unreachable");

    @AfterEach
    void stop() {
        told.close();
        KeyPairFiles.trustNoMore();
        vertx.close();
    }

    private FakeProvider provider(KeyPairFiles files) {
        return FakeProvider.overTls(
                vertx,
                new PemKeyCertOptions()
                        .setCertPath(files.certificate().toString())
                        .setKeyPath(files.key().toString()));
    }

    /** The first handshakes of a Java machine take most of a second each. */
    private static String manifest(FakeProvider provider) {
        return Manifest.of(provider.baseUrl()).replace("connect: 1s, firstToken: 2s", "connect: 10s, firstToken: 10s");
    }

    private static HttpResponse<String> ask(RunningGateway gateway, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
                .header("authorization", "Bearer " + Manifest.KEY)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void passesAnswersAndStreamsOn(@TempDir Path directory) throws Exception {
        KeyPairFiles files = KeyPairFiles.make(directory, "provider", "EC");
        files.trust();
        String first = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n";
        String second = first.replace("\"a\"", '"' + "long ".repeat(8_000) + '"');
        try (FakeProvider provider = provider(files);
                RunningGateway gateway = RunningGateway.alone(vertx, directory, manifest(provider))) {
            String prompt = "[{\"role\":\"user\",\"content\":\"" + "many words ".repeat(20_000) + "\"}]";

            HttpResponse<String> answer = ask(gateway, "{\"model\":\"fake/chat\",\"messages\":" + prompt + "}");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("pong");
            assertThat(new String(provider.lastRequest().body(), StandardCharsets.UTF_8))
                    .contains(prompt);

            provider.next(Script.stream(first, second, "data: [DONE]\n\n"));
            HttpResponse<String> stream =
                    ask(gateway, "{\"model\":\"fake/chat\",\"stream\":true,\"messages\":" + prompt + "}");

            assertThat(stream.body()).isEqualTo(first + second + "data: [DONE]\n\n");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "false, ip:127.0.0.1, SunCertPathBuilderException: unable to find valid certification path to requested target",
        "true, dns:somebody.else, CertificateException: No subject alternative names matching IP address 127.0.0.1 found"
    })
    void sendsNothingToSomebodyElse(boolean trusted, String host, String reason, @TempDir Path directory)
            throws Exception {
        KeyPairFiles files = KeyPairFiles.make(directory, "provider", "EC", host);
        if (trusted) {
            files.trust();
        }
        try (FakeProvider provider = provider(files);
                RunningGateway gateway = RunningGateway.alone(vertx, directory, manifest(provider))) {
            HttpResponse<String> answer = ask(gateway, "{\"model\":\"fake/chat\",\"messages\":[]}");

            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(answer.body()).contains("The provider account 'fake' failed (connection)");
            assertThat(provider.requests()).isEmpty();
            assertThat(told.lines())
                    .singleElement()
                    .asString()
                    .isEqualTo("no connection to provider account fake at "
                            + provider.baseUrl().replace("/v1", "") + ": " + reason);
        }
    }
}
