package dev.sluice.admin.alert;

import dev.sluice.admin.settings.AdminSettings;
import dev.sluice.admin.settings.SmtpServer;
import dev.sluice.contract.policy.AlertChannelSpec;
import dev.sluice.contract.policy.InvalidField;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.StartTLSOptions;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** E-mail, by the server of {@code SLUICE_SMTP_URL}. The call waits, 10 s at most. */
@Singleton
public final class MailChannel {
    static final String NO_SERVER = "no mail server is known: set SLUICE_SMTP_URL for the admin API";
    private static final int PATIENCE_MS = 10_000;

    private final Optional<SmtpServer> server;
    private final Optional<MailClient> client;

    MailChannel(AdminSettings settings, Vertx vertx) {
        server = settings.smtp();
        client = server.map(smtp -> MailClient.create(vertx, config(smtp)));
    }

    boolean isThere() {
        return client.isPresent();
    }

    private static MailConfig config(SmtpServer server) {
        MailConfig config = new MailConfig()
                .setHostname(server.host())
                .setPort(server.port())
                .setSsl(server.tls())
                .setStarttls(
                        switch (server.startTls()) {
                            case REQUIRED -> StartTLSOptions.REQUIRED;
                            case OPTIONAL -> StartTLSOptions.OPTIONAL;
                            case OFF -> StartTLSOptions.DISABLED;
                        })
                .setLogin(server.user().isPresent() ? LoginOption.REQUIRED : LoginOption.DISABLED)
                .setKeepAlive(false)
                .setMaxPoolSize(4)
                .setConnectTimeout(5_000)
                .setIdleTimeout(15)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setHostnameVerificationAlgorithm("HTTPS");
        server.user().ifPresent(config::setUsername);
        server.password().ifPresent(config::setPassword);
        return config;
    }

    /** @throws InvalidField when there is no server to send with */
    Outcome send(AlertChannelSpec spec, Notice notice) throws InterruptedException {
        SmtpServer smtp = server.orElseThrow(() -> new InvalidField("type", "email: " + NO_SERVER));
        MailClient mail = client.orElseThrow();
        List<String> secrets =
                Stream.concat(smtp.password().stream(), smtp.user().stream()).toList();
        // The id is a UUID, and title and message have no line breaks: nothing can become a header of its own.
        MailMessage message = new MailMessage()
                .setFrom(smtp.from())
                .setTo(spec.to())
                .setSubject(Words.plain(notice.title()))
                .setText(notice.message() + "\n")
                .setHeaders(MultiMap.caseInsensitiveMultiMap()
                        .add("Message-ID", "<" + notice.id() + "@sluice>")
                        .add("Auto-Submitted", "auto-generated"));
        try {
            mail.sendMail(message).toCompletionStage().toCompletableFuture().get(PATIENCE_MS, TimeUnit.MILLISECONDS);
            return Outcome.sent(null);
        } catch (TimeoutException e) {
            return Outcome.failed(null, "the mail server did not take it within " + PATIENCE_MS / 1000 + " s", secrets);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return Outcome.failed(null, "mail server: " + cause.getMessage(), secrets);
        }
    }

    @PreDestroy
    void close() {
        client.ifPresent(MailClient::close);
    }
}
