package dev.sluice.admin.alert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.admin.outbound.GuardedClient;
import dev.sluice.contract.policy.AlertChannelSpec;
import dev.sluice.contract.policy.BaseUrl;
import dev.sluice.contract.policy.InvalidField;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Webhooks and Slack. The call waits, 10 s at most. */
@Singleton
public final class HttpChannels {
    private final GuardedClient client;

    HttpChannels(GuardedClient client) {
        this.client = client;
    }

    /** Success is a status 2xx; a redirect is none. The signature is of this try, the id of all. */
    Outcome webhook(AlertChannelSpec spec, Optional<String> secret, Notice notice) throws InterruptedException {
        long timestamp = Instant.now().getEpochSecond();
        MultiMap headers = json().set("webhook-id", notice.id()).set("webhook-timestamp", String.valueOf(timestamp));
        secret.ifPresent(key ->
                headers.set("webhook-signature", WebhookSignature.of(key, notice.id(), timestamp, notice.body())));
        String url = String.valueOf(spec.url());
        return post(target(url, spec), headers, notice.body(), secret.stream().toList());
    }

    /** An incoming webhook of Slack: whoever knows its address may post, so no part of the path is repeated. */
    Outcome slack(AlertChannelSpec spec, Optional<String> secret, Notice notice) throws InterruptedException {
        GuardedClient.Target target;
        String url = secret.orElseGet(() -> String.valueOf(spec.url()));
        try {
            target = target(url, spec);
        } catch (InvalidField e) {
            if (secret.isEmpty()) {
                throw e;
            }
            throw new InvalidField("secret", "must hold an address that begins with https:// and is not private");
        }
        return post(target, json(), slackBody(notice), List.of(url, target.uri()));
    }

    static String slackBody(Notice notice) {
        ObjectNode body = Notice.JSON.createObjectNode();
        body.put("text", escaped(notice.title()));
        var blocks = body.putArray("blocks");
        section(blocks.addObject(), "*" + escaped(notice.title()) + "*");
        section(blocks.addObject(), escaped(notice.message()));
        return body.toString();
    }

    private static void section(ObjectNode block, String text) {
        block.put("type", "section").putObject("text").put("type", "mrkdwn").put("text", text);
    }

    /** The three characters that Slack gives a meaning of links and mentions. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static MultiMap json() {
        return MultiMap.caseInsensitiveMultiMap()
                .set("content-type", "application/json")
                .set("user-agent", "sluice");
    }

    /** With the path as it is written, a slash at its end included. */
    private static GuardedClient.Target target(String url, AlertChannelSpec spec) {
        BaseUrl parsed;
        try {
            parsed = BaseUrl.parse(url, spec.allowPrivateNetwork());
        } catch (InvalidField e) {
            throw new InvalidField("url", String.valueOf(e.getMessage()));
        }
        String path = URI.create(url.strip()).getRawPath();
        return new GuardedClient.Target(
                "url", parsed, path == null || path.isEmpty() ? "/" : path, spec.allowPrivateNetwork());
    }

    private Outcome post(GuardedClient.Target target, MultiMap headers, String body, List<String> secrets)
            throws InterruptedException {
        try {
            GuardedClient.Reply reply = client.post(target, headers, Buffer.buffer(body))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(GuardedClient.PATIENCE_MS, TimeUnit.MILLISECONDS);
            return reply.isSuccess()
                    ? Outcome.sent(reply.status())
                    : Outcome.failed(reply.status(), "HTTP " + reply.status() + " " + reply.body(), secrets);
        } catch (TimeoutException e) {
            return Outcome.failed(null, "no answer within " + GuardedClient.PATIENCE_MS / 1000 + " s", secrets);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return Outcome.failed(null, cause.getClass().getSimpleName() + ": " + cause.getMessage(), secrets);
        }
    }
}
