package dev.sluice.admin.policy;

import dev.sluice.contract.policy.Kind;
import dev.sluice.contract.policy.ObjectId;
import dev.sluice.contract.policy.PolicyObject;
import dev.sluice.contract.policy.PolicyWire;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Policy as it would be: what is committed, with the edits of one change on top. Not thread-safe. */
public final class Draft {
    private final LivePolicy live;
    private final Map<ObjectId, Optional<PolicyObject>> edits = new LinkedHashMap<>();
    private final List<Alongside> alongside = new ArrayList<>();

    Draft(LivePolicy live) {
        this.live = live;
    }

    /** A statement of the same transaction, on tables that are not policy. */
    record Alongside(String sql, Tuple parameters) {}

    /** What became of one object. */
    public record Edited(
            ObjectId id,
            @Nullable PolicyObject before,
            @Nullable PolicyObject after) {
        public String what() {
            if (before == null) {
                return "created";
            }
            return after == null ? "deleted" : isSame() ? "unchanged" : "updated";
        }

        /** Whether nothing but stamps differs. */
        public boolean isSame() {
            if (before == null || after == null) {
                return before == null && after == null;
            }
            return content(before).equals(content(after));
        }

        private static com.fasterxml.jackson.databind.node.ObjectNode content(PolicyObject object) {
            return PolicyWire.write(
                    new PolicyObject(object.kind(), object.metadata().withoutStamps(), object.spec(), object.status()));
        }
    }

    public @Nullable PolicyObject get(ObjectId id) {
        Optional<PolicyObject> edit = edits.get(id);
        return edit == null ? live.object(id) : edit.orElse(null);
    }

    public Stream<PolicyObject> objects(Kind kind) {
        return Stream.concat(
                live.objects(kind).values().stream().filter(object -> !edits.containsKey(object.id())),
                edits.entrySet().stream()
                        .filter(edit -> edit.getKey().kind() == kind)
                        .flatMap(edit -> edit.getValue().stream()));
    }

    /** As it is committed, without the edits. */
    public @Nullable PolicyObject before(ObjectId id) {
        return live.object(id);
    }

    public long countBefore(Kind kind) {
        return live.objects(kind).size();
    }

    public void put(PolicyObject object) {
        edits.put(object.id(), Optional.of(object));
    }

    public void delete(ObjectId id) {
        edits.put(id, Optional.empty());
    }

    /** Runs in the same transaction, whether or not an object changes. */
    public void alongside(String sql, Object... parameters) {
        alongside.add(new Alongside(sql, Tuple.from(parameters)));
    }

    List<Alongside> alongside() {
        return alongside;
    }

    /** Every object that was touched, in order; those that come out the same are among them. */
    public List<Edited> edited() {
        List<Edited> edited = new ArrayList<>();
        edits.forEach((id, after) -> {
            PolicyObject before = live.object(id);
            if (before != null || after.isPresent()) {
                edited.add(new Edited(id, before, after.orElse(null)));
            }
        });
        return edited;
    }
}
