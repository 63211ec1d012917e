package dev.sluice.admin.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.admin.store.Head;
import dev.sluice.bus.Streams;
import dev.sluice.contract.bus.Heartbeat;
import dev.sluice.contract.bus.Subjects;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamOptions;
import io.nats.client.api.MessageInfo;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Optional;

/** What the relay says on one NATS connection. Every call waits for the server. */
final class PolicyBus {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final JetStreamOptions PATIENT =
            JetStreamOptions.builder().requestTimeout(Duration.ofSeconds(3)).build();
    private static final int NO_MESSAGE = 10037;

    private final Connection connection;

    private PolicyBus(Connection connection) {
        this.connection = connection;
    }

    static PolicyBus on(Connection connection) throws IOException, JetStreamApiException {
        Streams.policy(connection);
        Streams.policyBucket(connection);
        return new PolicyBus(connection);
    }

    boolean isOn(Connection other) {
        return connection.equals(other) && connection.getStatus() == Connection.Status.CONNECTED;
    }

    /** What the stream has seen last. */
    Optional<Head> last() throws IOException, JetStreamApiException {
        try {
            MessageInfo message = connection
                    .jetStreamManagement(PATIENT)
                    .getLastMessage(Subjects.POLICY_STREAM, Subjects.POLICY_CHANGE);
            String id =
                    message.getHeaders() == null ? null : message.getHeaders().getFirst("Nats-Msg-Id");
            String[] parts = id == null ? new String[0] : id.split(":", -1);
            return parts.length == 2
                    ? Optional.of(new Head(Long.parseLong(parts[0]), Long.parseLong(parts[1])))
                    : Optional.empty();
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() == NO_MESSAGE) {
                return Optional.empty();
            }
            throw e;
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Returns when the server has stored it. */
    void publish(Head head, byte[] frame) throws IOException, JetStreamApiException {
        Headers headers = new Headers()
                .add("Nats-Msg-Id", head.toString())
                .add("sluice-revision", String.valueOf(head.revision()));
        connection
                .jetStream(PATIENT)
                .publish(NatsMessage.builder()
                        .subject(Subjects.POLICY_CHANGE)
                        .headers(headers)
                        .data(frame)
                        .build());
    }

    void heartbeat(Heartbeat heartbeat) throws JsonProcessingException {
        connection.publish(Subjects.POLICY_HEARTBEAT, JSON.writeValueAsBytes(heartbeat));
    }

    void snapshot(byte[] frame) throws IOException, JetStreamApiException, InterruptedException {
        try {
            connection
                    .objectStore(Subjects.POLICY_BUCKET)
                    .put(Subjects.POLICY_SNAPSHOT, new ByteArrayInputStream(frame));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
