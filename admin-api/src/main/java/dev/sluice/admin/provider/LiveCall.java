package dev.sluice.admin.provider;

import dev.sluice.admin.outbound.GuardedClient;
import dev.sluice.admin.outbound.GuardedClient.Reply;
import dev.sluice.admin.problem.Refusal;
import dev.sluice.contract.catalog.Provider;
import dev.sluice.contract.policy.BaseUrl;
import dev.sluice.contract.policy.InvalidField;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One small completion at a provider. */
@Singleton
public final class LiveCall {
    private static final int PATIENCE_MS = GuardedClient.PATIENCE_MS;
    private static final int LONGEST_MESSAGE = 1_000;

    private final GuardedClient client;

    LiveCall(GuardedClient client) {
        this.client = client;
    }

    /**
     * @param secret plaintext; empty when the provider needs none
     * @param apiVersion of Azure OpenAI alone
     */
    record Question(
            Provider provider,
            BaseUrl url,
            boolean allowPrivateNetwork,
            Map<String, String> headers,
            String secret,
            String model,
            @Nullable String apiVersion) {
        @Override
        public String toString() {
            return "Question[" + url + ", " + model + "]";
        }
    }

    /** @param status of the provider; absent when it did not answer */
    record Answer(boolean ok, @Nullable Integer status, long latencyMs, String message) {}

    Answer ask(Question question) {
        long start = System.nanoTime();
        try {
            Reply reply =
                    call(question).toCompletionStage().toCompletableFuture().get(PATIENCE_MS, TimeUnit.MILLISECONDS);
            boolean ok = reply.isSuccess();
            String message = ok ? "" : scrubbed(message(reply), question.secret());
            return new Answer(ok, reply.status(), millisSince(start), message);
        } catch (TimeoutException e) {
            return new Answer(false, null, millisSince(start), "no answer within " + PATIENCE_MS / 1000 + " s");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return new Answer(
                    false,
                    null,
                    millisSince(start),
                    scrubbed(cause.getClass().getSimpleName() + ": " + cause.getMessage(), question.secret()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.unavailable("the process is stopping");
        } catch (InvalidField e) {
            return new Answer(false, null, millisSince(start), e.field() + " " + e.getMessage());
        }
    }

    private Future<Reply> call(Question question) {
        SmallestChat chat = SmallestChat.of(question);
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        question.headers().forEach(headers::set);
        headers.set("content-type", "application/json").set("accept", "application/json");
        chat.headers().forEach(headers::set);
        GuardedClient.Target target =
                new GuardedClient.Target("baseUrl", question.url(), chat.uri(), question.allowPrivateNetwork());
        return client.post(target, headers, chat.body().toBuffer());
    }

    /** The provider's own words, where they are in a usual place. */
    private static String message(Reply reply) {
        String text = reply.body().toString();
        try {
            JsonObject json = new JsonObject(text);
            Object error = json.getValue("error");
            if (error instanceof JsonObject object && object.getString("message") != null) {
                return object.getString("message");
            }
            if (error instanceof String said) {
                return said;
            }
            if (json.getValue("message") instanceof String said) {
                return said;
            }
        } catch (RuntimeException e) {
            return "HTTP " + reply.status() + ": " + text;
        }
        return "HTTP " + reply.status() + ": " + text;
    }

    /** Providers repeat parts of a wrong key: what looks like one is not shown. */
    private static String scrubbed(String message, String secret) {
        String text = secret.isEmpty() ? message : message.replace(secret, "***");
        if (secret.length() >= 8) {
            text = text.replace(secret.substring(0, secret.length() / 2), "***");
        }
        text = text.replaceAll("\\b(sk|pk|gsk|xai|sl|key)[-_][A-Za-z0-9*_-]{6,}", "***");
        return text.length() <= LONGEST_MESSAGE ? text : text.substring(0, LONGEST_MESSAGE) + "…";
    }

    private static long millisSince(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }
}
