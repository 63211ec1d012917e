package dev.sluice.bus;

import dev.sluice.contract.bus.Subjects;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.ObjectStoreConfiguration;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/** Makes the streams and buckets, or finds them. Blocking: never call it on an event loop. */
public final class Streams {
    private static final int NOT_FOUND = 10059;
    /** Calls give up after this, so that a callback thread is never lost to a silent server. */
    private static final JetStreamOptions PATIENT =
            JetStreamOptions.builder().requestTimeout(Duration.ofSeconds(5)).build();

    private Streams() {}

    /** Keeps the last 10 000 change-sets. */
    public static StreamInfo policy(Connection connection) throws IOException, JetStreamApiException {
        return ensure(
                connection,
                StreamConfiguration.builder()
                        .name(Subjects.POLICY_STREAM)
                        .subjects(Subjects.POLICY_CHANGE)
                        .storageType(StorageType.File)
                        .retentionPolicy(RetentionPolicy.Limits)
                        .discardPolicy(DiscardPolicy.Old)
                        .maxMessages(10_000)
                        .duplicateWindow(Duration.ofMinutes(2))
                        .build());
    }

    /**
     * Usage waits here for the worker. When it is full, publishing fails and gateways keep their records
     * ({@code discard new}); nothing is dropped silently.
     */
    public static StreamInfo usage(Connection connection) throws IOException, JetStreamApiException {
        return ensure(
                connection,
                StreamConfiguration.builder()
                        .name(Subjects.USAGE_STREAM)
                        .subjects(Subjects.USAGE + ".*")
                        .storageType(StorageType.File)
                        .retentionPolicy(RetentionPolicy.Limits)
                        .discardPolicy(DiscardPolicy.New)
                        .maxAge(Duration.ofDays(7))
                        .maxBytes(4L << 30)
                        .duplicateWindow(Duration.ofMinutes(2))
                        .build());
    }

    /** What the worker could not store, for people to look at. */
    public static StreamInfo deadLetters(Connection connection) throws IOException, JetStreamApiException {
        return ensure(
                connection,
                StreamConfiguration.builder()
                        .name(Subjects.USAGE_DEAD_STREAM)
                        .subjects(Subjects.USAGE_DEAD)
                        .storageType(StorageType.File)
                        .retentionPolicy(RetentionPolicy.Limits)
                        .discardPolicy(DiscardPolicy.Old)
                        .maxAge(Duration.ofDays(30))
                        .maxBytes(256L << 20)
                        .build());
    }

    /**
     * The last whole state of each gateway's limits, for those that start, and what those that are gone have spent. What is older than the longest period but a lifetime
     * is of no use; when it is full, the oldest goes.
     */
    public static StreamInfo limits(Connection connection) throws IOException, JetStreamApiException {
        return ensure(
                connection,
                StreamConfiguration.builder()
                        .name(Subjects.LIMIT_STREAM)
                        .subjects(Subjects.LIMIT_FULL + ".>", Subjects.LIMIT_CLOSED + ".>")
                        .storageType(StorageType.File)
                        .retentionPolicy(RetentionPolicy.Limits)
                        .discardPolicy(DiscardPolicy.Old)
                        .maxMessagesPerSubject(1)
                        .maxAge(Duration.ofDays(93))
                        .maxBytes(256L << 20)
                        .build());
    }

    /**
     * The bucket of leases: a key-value bucket in all but that the documents that were written longest ago make room for new
     * ones. Those in use are written four times a minute; a document of a period that is over is never needed again.
     */
    public static StreamInfo leases(Connection connection) throws IOException, JetStreamApiException {
        return ensure(
                connection,
                StreamConfiguration.builder()
                        .name("KV_" + Subjects.LEASE_BUCKET)
                        .subjects("$KV." + Subjects.LEASE_BUCKET + ".>")
                        .storageType(StorageType.File)
                        .retentionPolicy(RetentionPolicy.Limits)
                        .discardPolicy(DiscardPolicy.Old)
                        .maxMessagesPerSubject(1)
                        .allowRollup(true)
                        .denyDelete(true)
                        .maxBytes(512L << 20)
                        .build());
    }

    /** The bucket of the policy snapshot. */
    public static void policyBucket(Connection connection) throws IOException, JetStreamApiException {
        try {
            connection.jetStreamManagement(PATIENT).getStreamInfo("OBJ_" + Subjects.POLICY_BUCKET);
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() != NOT_FOUND) {
                throw e;
            }
            connection
                    .objectStoreManagement()
                    .create(ObjectStoreConfiguration.builder(Subjects.POLICY_BUCKET)
                            .storageType(StorageType.File)
                            .build());
        }
    }

    private static StreamInfo ensure(Connection connection, StreamConfiguration wanted)
            throws IOException, JetStreamApiException {
        JetStreamManagement management = connection.jetStreamManagement(PATIENT);
        try {
            return widened(management, management.getStreamInfo(wanted.getName()), wanted);
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() != NOT_FOUND) {
                throw e;
            }
            return management.addStream(wanted);
        }
    }

    /** One that an earlier version made may lack subjects. Whatever else somebody has changed stays as it is. */
    private static StreamInfo widened(JetStreamManagement management, StreamInfo found, StreamConfiguration wanted)
            throws IOException, JetStreamApiException {
        StreamConfiguration present = found.getConfiguration();
        Set<String> subjects = new LinkedHashSet<>(present.getSubjects());
        return subjects.addAll(wanted.getSubjects())
                ? management.updateStream(
                        StreamConfiguration.builder(present).subjects(subjects).build())
                : found;
    }
}
