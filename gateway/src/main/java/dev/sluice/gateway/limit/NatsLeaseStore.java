package dev.sluice.gateway.limit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.bus.Bus;
import dev.sluice.contract.bus.Subjects;
import dev.sluice.contract.limit.lease.LeaseStore;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Lease documents in a bucket of NATS. The client's own bucket waits for each answer; this one speaks the same protocol with
 * requests that do not. Documents are asked of the leader, whose last one no write can contradict. Thread-safe.
 */
final class NatsLeaseStore implements LeaseStore {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STREAM = "KV_" + Subjects.LEASE_BUCKET;
    private static final String GET = "$JS.API.STREAM.MSG.GET." + STREAM;
    private static final String SUBJECT = "$KV." + Subjects.LEASE_BUCKET + ".";
    private static final String EXPECTED = "Nats-Expected-Last-Subject-Sequence";
    private static final int NO_MESSAGE = 10037;
    private static final int WRONG_REVISION = 10071;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /** A server that answers late is not asked ever more. */
    private static final int MAX_IN_FLIGHT = 4096;

    private final Bus bus;
    private final AtomicInteger inFlight = new AtomicInteger();

    NatsLeaseStore(Bus bus) {
        this.bus = bus;
    }

    /** What an answer says. */
    @FunctionalInterface
    private interface Reader<T> {
        T read(JsonNode answer) throws IOException;
    }

    @Override
    public CompletionStage<Versioned> get(String key) {
        byte[] body = JSON.createObjectNode()
                .put("last_by_subj", SUBJECT + key)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        return ask(GET, null, body, NatsLeaseStore::document);
    }

    private static Versioned document(JsonNode answer) throws IOException {
        if (errorCode(answer) == NO_MESSAGE) {
            return new Versioned(new byte[0], 0);
        }
        JsonNode message = succeeded(answer).path("message");
        JsonNode data = message.path("data");
        return new Versioned(
                data.isMissingNode() ? new byte[0] : data.binaryValue(),
                message.path("seq").asLong());
    }

    @Override
    public CompletionStage<Long> put(String key, byte[] value, long expectedRevision) {
        Headers headers = new Headers().add(EXPECTED, Long.toString(expectedRevision));
        return ask(SUBJECT + key, headers, value, NatsLeaseStore::revision);
    }

    private static Long revision(JsonNode answer) throws IOException {
        return errorCode(answer) == WRONG_REVISION
                ? 0
                : succeeded(answer).path("seq").asLong();
    }

    private static int errorCode(JsonNode answer) {
        return answer.path("error").path("err_code").asInt();
    }

    private static JsonNode succeeded(JsonNode answer) throws IOException {
        if (answer.has("error")) {
            throw new IOException(
                    "NATS answers: " + answer.path("error").path("description").asText());
        }
        return answer;
    }

    private <T> CompletionStage<T> ask(String subject, @Nullable Headers headers, byte[] body, Reader<T> reader) {
        Connection connection = bus.connection().orElse(null);
        if (connection == null) {
            return CompletableFuture.failedFuture(new IOException("NATS is not connected"));
        }
        if (inFlight.incrementAndGet() > MAX_IN_FLIGHT) {
            inFlight.decrementAndGet();
            return CompletableFuture.failedFuture(new IOException("too many requests wait for NATS"));
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        CompletableFuture<?> _ = send(connection, subject, headers, body).whenComplete((message, failure) -> {
            answer(result, message, failure, reader);
            // Only now: whoever waits for the last one to be over has its consequences before it.
            inFlight.decrementAndGet();
        });
        return result;
    }

    private static CompletableFuture<Message> send(
            Connection connection, String subject, @Nullable Headers headers, byte[] body) {
        try {
            return connection
                    .requestWithTimeout(subject, headers, body, PATIENCE)
                    .copy()
                    .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static <T> void answer(
            CompletableFuture<T> result, @Nullable Message message, @Nullable Throwable failure, Reader<T> reader) {
        if (message == null) {
            result.completeExceptionally(failure == null ? new IOException("NATS does not answer") : failure);
            return;
        }
        try {
            result.complete(reader.read(JSON.readTree(message.getData())));
        } catch (IOException | RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    /** Requests that have not been answered yet. */
    int inFlight() {
        return inFlight.get();
    }
}
