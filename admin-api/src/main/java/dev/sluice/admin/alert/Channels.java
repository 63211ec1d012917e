package dev.sluice.admin.alert;

import dev.sluice.contract.policy.AlertChannelSpec;
import dev.sluice.contract.policy.InvalidField;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says something on a channel, of whatever type. The call waits. Thread-safe. */
@Singleton
public final class Channels {
    private final ChannelSecrets secrets;
    private final HttpChannels http;
    private final MailChannel mail;

    Channels(ChannelSecrets secrets, HttpChannels http, MailChannel mail) {
        this.secrets = secrets;
        this.http = http;
        this.mail = mail;
    }

    /**
     * What came of a test message.
     *
     * @param status of an HTTP receiver that answered
     * @param message why not; empty when it was delivered
     */
    public record TestDelivery(boolean delivered, @Nullable Integer status, String message) {}

    public TestDelivery test(String name, AlertChannelSpec spec) throws InterruptedException {
        Outcome outcome = send(name, spec, Notice.test(name));
        return new TestDelivery(outcome.delivered(), outcome.status(), outcome.message());
    }

    Outcome send(String name, AlertChannelSpec spec, Notice notice) throws InterruptedException {
        try {
            Optional<String> secret = secrets.of(name, spec);
            return switch (spec.type()) {
                case WEBHOOK -> http.webhook(spec, secret, notice);
                case SLACK -> http.slack(spec, secret, notice);
                case EMAIL -> mail.send(spec, notice);
            };
        } catch (InvalidField e) {
            return Outcome.failed(null, e.field() + " " + e.getMessage(), List.of());
        }
    }
}
