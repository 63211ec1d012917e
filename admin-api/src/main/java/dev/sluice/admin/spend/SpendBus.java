package dev.sluice.admin.spend;

import dev.sluice.bus.Streams;
import dev.sluice.contract.bus.Subjects;
import dev.sluice.contract.limit.gossip.LimitMessage;
import dev.sluice.contract.limit.gossip.LimitMessage.CounterState;
import dev.sluice.contract.limit.lease.LeaseDocument;
import dev.sluice.contract.limit.lease.LeaseDocument.About;
import dev.sluice.contract.limit.lease.LeaseKey;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.MessageInfo;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What is told and changed on one NATS connection. Every call waits for the server. */
final class SpendBus {
    private static final JetStreamOptions PATIENT =
            JetStreamOptions.builder().requestTimeout(Duration.ofSeconds(3)).build();
    private static final String BUCKET = "$KV." + Subjects.LEASE_BUCKET + ".";
    private static final String STREAM = "KV_" + Subjects.LEASE_BUCKET;
    private static final int NO_MESSAGE = 10037;
    private static final int WRONG_REVISION = 10071;
    private static final int NO_CONSUMER = 10014;
    private static final int NO_STREAM = 10059;
    private static final int MAX_TRIES = 5;

    private final Connection connection;
    private final JetStreamManagement management;

    SpendBus(Connection connection) throws IOException, JetStreamApiException {
        this.connection = connection;
        this.management = connection.jetStreamManagement(PATIENT);
        Streams.limits(connection);
        Streams.leases(connection);
    }

    /** Whether usage that gateways have handed over has all been stored. */
    boolean isAllStored() throws IOException, JetStreamApiException {
        try {
            ConsumerInfo worker = management.getConsumerInfo(Subjects.USAGE_STREAM, Subjects.USAGE_CONSUMER);
            return worker.getNumPending() == 0 && worker.getNumAckPending() == 0;
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() == NO_CONSUMER || e.getApiErrorCode() == NO_STREAM) {
                return false;
            }
            throw e;
        }
    }

    /** Takes the place of what was told of the instance before. */
    void tell(String instance, List<CounterState> counters) throws IOException, JetStreamApiException {
        List<byte[]> messages = LimitMessage.closed(instance, System.currentTimeMillis(), counters);
        for (int part = 0; part < messages.size(); part++) {
            connection
                    .jetStream(PATIENT)
                    .publish(Subjects.LIMIT_CLOSED + "." + instance + "." + part, messages.get(part));
        }
    }

    /** Says of a document what it is to become, or gives it back as it is. */
    interface Change {
        LeaseDocument of(About about, LeaseDocument document);
    }

    /** Goes through all documents of leases. */
    void changeAll(Change change) throws IOException, JetStreamApiException {
        long next = 1;
        while (true) {
            MessageInfo message;
            try {
                message = management.getNextMessage(STREAM, next, BUCKET + ">");
            } catch (JetStreamApiException e) {
                if (e.getApiErrorCode() == NO_MESSAGE) {
                    return;
                }
                throw e;
            }
            LeaseDocument document = read(message.getData());
            About about = document.about();
            if (about != null) {
                changed(about, document, message.getSeq(), found -> change.of(about, found));
            }
            next = message.getSeq() + 1;
        }
    }

    /** Of one that may not be there. */
    void change(About about, UnaryOperator<LeaseDocument> change) throws IOException, JetStreamApiException {
        changed(about, null, 0, change);
    }

    private void changed(About about, @Nullable LeaseDocument read, long at, UnaryOperator<LeaseDocument> change)
            throws IOException, JetStreamApiException {
        LeaseDocument document = read;
        long revision = at;
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            if (document == null) {
                MessageInfo message = last(about);
                document = message == null ? LeaseDocument.read(new byte[0]) : read(message.getData());
                revision = message == null ? 0 : message.getSeq();
            }
            LeaseDocument next = change.apply(document).about(about);
            if (next.equals(document.about(about)) || put(about, next, revision)) {
                return;
            }
            document = null;
        }
        throw new IOException("a document of leases changes faster than it can be read");
    }

    private @Nullable MessageInfo last(About about) throws IOException, JetStreamApiException {
        try {
            return management.getLastMessage(STREAM, BUCKET + LeaseKey.of(about));
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() == NO_MESSAGE) {
                return null;
            }
            throw e;
        }
    }

    /** @return whether it was still at that revision */
    private boolean put(About about, LeaseDocument document, long revision) throws IOException, JetStreamApiException {
        Headers headers = new Headers().add("Nats-Expected-Last-Subject-Sequence", String.valueOf(revision));
        try {
            connection
                    .jetStream(PATIENT)
                    .publish(NatsMessage.builder()
                            .subject(BUCKET + LeaseKey.of(about))
                            .headers(headers)
                            .data(document.bytes())
                            .build());
            return true;
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() == WRONG_REVISION) {
                return false;
            }
            throw e;
        }
    }

    private static LeaseDocument read(byte @Nullable [] bytes) throws IOException {
        return LeaseDocument.read(bytes == null ? new byte[0] : bytes);
    }
}
