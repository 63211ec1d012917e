package dev.sluice.admin.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.sluice.admin.TestServers;
import dev.sluice.admin.settings.AdminSettings;
import dev.sluice.contract.policy.AlertChannelSpec;
import dev.sluice.contract.policy.InvalidField;
import dev.sluice.contract.policy.Manifests;
import io.vertx.core.Vertx;
import jakarta.mail.Message;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MailChannelTest {
    private static final String PASSWORD = "very-secret-password";
    private static final AlertChannelSpec CHANNEL = (AlertChannelSpec) Manifests.readYaml(
                    "kind: AlertChannel\nmetadata: {name: mail}\nspec: {type: email, to: [a@example.com, b@example.com]}")
            .getFirst()
            .spec();

    private final Vertx vertx = Vertx.vertx();
    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp").dynamicPort());

    @BeforeEach
    void start() {
        server.start();
        server.setUser("sluice@example.com", "sluice", PASSWORD);
    }

    @AfterEach
    void stop() {
        server.stop();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private MailChannel mail(String login, int port, String parameters) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "SLUICE_KEK", TestServers.kek(),
                "SLUICE_PG_URL", "postgresql://db/sluice",
                "SLUICE_NATS_URL", "nats://bus:4222"));
        if (port > 0) {
            settings.put(
                    "SLUICE_SMTP_URL",
                    "smtp://" + login + "127.0.0.1:" + port + "?from=sluice@example.com" + parameters);
        }
        return new MailChannel(AdminSettings.read(name -> Optional.ofNullable(settings.get(name))), vertx);
    }

    private int port() {
        return server.getSmtp().getPort();
    }

    @Test
    void shouldHandOverAMailThatCannotBecomeAnother() throws Exception {
        MailChannel mail = mail("sluice:" + PASSWORD + "@", port(), "&starttls=optional");
        Notice notice = new Notice(
                "0c7ad4d2-28f7-4d0b-8a5d-0d4a4f1f9a11",
                "Budget x: 90 % used (user ä\r\nBcc: c@example.com)",
                ".\nA message",
                "{}");
        assertThat(mail.send(CHANNEL, notice)).isEqualTo(Outcome.sent(null));

        MimeMessage[] received = server.getReceivedMessages();
        assertThat(received).hasSize(2);
        MimeMessage message = received[0];
        assertThat(message.getSubject()).isEqualTo("Budget x: 90 % used (user ä Bcc: c@example.com)");
        assertThat(message.getHeader("Bcc")).isNull();
        assertThat(message.getRecipients(Message.RecipientType.TO)).hasSize(2);
        assertThat(message.getFrom()[0]).hasToString("sluice@example.com");
        assertThat(message.getHeader("Message-ID")).containsExactly("<" + notice.id() + "@sluice>");
        assertThat(message.getContent().toString()).contains("A message");
    }

    @Test
    void shouldNotSayThePasswordToAServerWithoutTlsNorToPeople() throws Exception {
        Outcome refused = mail("sluice:" + PASSWORD + "@", port(), "").send(CHANNEL, Notice.test("mail"));
        assertThat(refused.delivered()).isFalse();
        assertThat(refused.message()).containsIgnoringCase("tls");
        Outcome wrong = mail("sluice:wrong-password@", port(), "&starttls=off").send(CHANNEL, Notice.test("mail"));
        assertThat(wrong.delivered()).isFalse();
        assertThat(wrong.message()).startsWith("mail server: ").doesNotContain("wrong-password");
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void shouldNotWaitForAServerThatSaysNothing() throws IOException, InterruptedException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            long before = System.nanoTime();
            Outcome outcome = mail("", silent.getLocalPort(), "").send(CHANNEL, Notice.test("mail"));
            assertThat(outcome.delivered()).isFalse();
            assertThat(System.nanoTime() - before).isLessThan(13_000_000_000L);
        }
    }

    @Test
    void shouldSayThatThereIsNoServer() {
        MailChannel none = mail("", 0, "");
        assertThat(none.isThere()).isFalse();
        assertThatThrownBy(() -> none.send(CHANNEL, Notice.test("mail")))
                .isInstanceOf(InvalidField.class)
                .hasMessageContaining("SLUICE_SMTP_URL");
    }
}
