package dev.sluice.contract.policy;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of change-sets and snapshots: JSON, gzipped. Unlike manifests, unknown fields are skipped and objects of
 * unknown kinds are left out, so that gateways may be older than the control plane.
 */
public final class PolicyWire {
    private static final ObjectReader LENIENT = PolicyJson.MAPPER
            .reader()
            .without(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private PolicyWire() {}

    public static byte[] encode(ChangeSet set) {
        return pack(set.epoch(), set.revision(), set.committedAt(), set.changes());
    }

    public static byte[] encode(Snapshot snapshot) {
        return pack(snapshot.epoch(), snapshot.revision(), Instant.EPOCH, snapshot.objects());
    }

    /** @throws IOException when the bytes are not a change-set */
    public static ChangeSet changeSet(byte[] bytes) throws IOException {
        Unpacked set = unpack(bytes);
        return new ChangeSet(set.epoch, set.revision, set.committedAt, set.changes);
    }

    /** @throws IOException when the bytes are not a snapshot */
    public static Snapshot snapshot(byte[] bytes) throws IOException {
        Unpacked set = unpack(bytes);
        return new Snapshot(set.epoch, set.revision, set.changes);
    }

    /** One object as JSON, the way {@code changes} carry it: what the control plane may keep beside its tables. */
    public static ObjectNode write(PolicyObject object) {
        ObjectNode node = Manifests.write(object);
        if (object.status() != null) {
            node.set("status", PolicyJson.MAPPER.valueToTree(object.status()));
        }
        return node;
    }

    /** @throws IOException when it is no such object; empty for a kind this version does not know */
    public static Optional<PolicyObject> read(JsonNode node) throws IOException {
        Optional<Kind> kind = Kind.ofManifestName(node.path("kind").asText());
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        try {
            Metadata metadata = LENIENT.treeToValue(node.path("metadata"), Metadata.class);
            PolicySpec spec = LENIENT.treeToValue(node.path("spec"), kind.get().specType());
            KeyStatus status =
                    node.hasNonNull("status") ? LENIENT.treeToValue(node.path("status"), KeyStatus.class) : null;
            return Optional.of(new PolicyObject(kind.get(), metadata, spec, status));
        } catch (InvalidField e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static byte[] pack(long epoch, long revision, Instant committedAt, List<Change> changes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator out = PolicyJson.MAPPER.createGenerator(new GZIPOutputStream(bytes, 8192))) {
            out.writeStartObject();
            out.writeNumberField("epoch", epoch);
            out.writeNumberField("revision", revision);
            out.writeStringField("committedAt", committedAt.toString());
            out.writeArrayFieldStart("changes");
            for (Change change : changes) {
                out.writeTree(write(change));
            }
            out.writeEndArray();
            out.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static ObjectNode write(Change change) {
        ObjectNode node = PolicyJson.MAPPER.createObjectNode();
        node.put("kind", change.id().kind().manifestName());
        node.put("name", change.id().name());
        node.put("revision", change.revision());
        if (change.problem() != null) {
            node.put("object", change.problem());
        } else if (change.object() != null) {
            node.set("object", write(change.object()));
        }
        return node;
    }

    /** A snapshot of 100,000 objects is some 60 MB of JSON, and more as a tree: only one of its objects is a tree at a time. */
    private static Unpacked unpack(byte[] bytes) throws IOException {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(bytes), 8192);
                JsonParser in = PolicyJson.MAPPER.createParser(gzip)) {
            Unpacked set = new Unpacked();
            boolean complete = false;
            for (String field = first(in); field != null; field = in.nextFieldName()) {
                JsonToken value = in.nextToken();
                switch (field) {
                    case "epoch" -> set.epoch = in.getValueAsLong();
                    case "revision" -> set.revision = in.getValueAsLong();
                    case "committedAt" -> set.committedAt = Instant.parse(in.getText());
                    case "changes" -> {
                        if (value != JsonToken.START_ARRAY) {
                            throw new IOException("not a change-set: changes is no list");
                        }
                        read(in, set.changes);
                        complete = true;
                    }
                    default -> in.skipChildren();
                }
            }
            if (!complete) {
                throw new IOException("not a change-set: it has no list of changes");
            }
            return set;
        } catch (JsonProcessingException e) {
            throw new IOException("not a change-set: " + e.getOriginalMessage(), e);
        } catch (DateTimeParseException e) {
            throw new IOException("not a change-set: committedAt is not a time", e);
        }
    }

    private static @Nullable String first(JsonParser in) throws IOException {
        return in.nextToken() == JsonToken.START_OBJECT ? in.nextFieldName() : null;
    }

    private static void read(JsonParser in, List<Change> changes) throws IOException {
        while (in.nextToken() == JsonToken.START_OBJECT) {
            JsonNode item = in.readValueAsTree();
            Optional<Kind> kind = Kind.ofManifestName(item.path("kind").asText());
            if (kind.isPresent()) {
                ObjectId id = new ObjectId(kind.get(), item.path("name").asText());
                changes.add(change(id, item));
            }
        }
        if (in.currentToken() != JsonToken.END_ARRAY) {
            throw new IOException("not a change-set: a change is no object");
        }
    }

    private static final class Unpacked {
        private final List<Change> changes = new ArrayList<>();
        private long epoch;
        private long revision;
        private Instant committedAt = Instant.EPOCH;
    }

    /** One object that cannot be read is switched off alone; the rest of its change-set is applied. */
    private static Change change(ObjectId id, JsonNode item) {
        long revision = item.path("revision").asLong();
        if (!item.hasNonNull("object")) {
            return Change.tombstone(id, revision);
        }
        try {
            return read(item.path("object"))
                    .map(object -> Change.put(object, revision))
                    .orElseGet(() -> Change.unreadable(id, revision, "is of an unknown kind"));
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            return Change.unreadable(id, revision, "cannot be read by this version: " + reason);
        }
    }
}
