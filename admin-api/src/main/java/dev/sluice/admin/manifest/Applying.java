package dev.sluice.admin.manifest;

import dev.sluice.admin.access.Caller;
import dev.sluice.admin.collection.Collections;
import dev.sluice.admin.intake.Intake;
import dev.sluice.admin.policy.Committed;
import dev.sluice.admin.policy.Draft;
import dev.sluice.admin.policy.Revisions;
import dev.sluice.admin.problem.Refusal;
import dev.sluice.contract.policy.Kind;
import dev.sluice.contract.policy.ObjectId;
import dev.sluice.contract.policy.PolicyObject;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes policy what manifests say, as one change; or says what that would do. */
@Singleton
public final class Applying {
    private final Revisions revisions;
    private final Intake intake;

    Applying(Revisions revisions, Intake intake) {
        this.revisions = revisions;
        this.intake = intake;
    }

    /** @param prune {@code label=value}: objects with it that the manifests do not hold are deleted */
    record Request(List<PolicyObject> objects, @Nullable String prune, boolean force) {}

    /** The committed change's value: new keys by the name of their ApiKey. */
    Committed<Map<String, String>> apply(Caller caller, Request request) {
        return revisions.change(caller, request.force(), draft -> edit(draft, request));
    }

    Committed<Map<String, String>> plan(Caller caller, Request request) {
        return revisions.preview(caller, draft -> edit(draft, request));
    }

    private Map<String, String> edit(Draft draft, Request request) {
        Map<String, String> secrets = new LinkedHashMap<>();
        Set<ObjectId> seen = new HashSet<>();
        for (PolicyObject object : request.objects()) {
            if (!seen.add(object.id())) {
                throw Refusal.field("", object.id() + " is there twice: keep one of them");
            }
            draft.put(intake.take(draft, object, new Intake.NewKeys.Made(secrets::put)));
        }
        if (request.prune() != null) {
            prune(draft, request.prune(), seen);
        }
        return secrets;
    }

    private static void prune(Draft draft, String prune, Set<ObjectId> kept) {
        int equals = prune.indexOf('=');
        if (equals <= 0) {
            throw Refusal.field("prune", "must be <label>=<value>");
        }
        String label = prune.substring(0, equals);
        String value = prune.substring(equals + 1);
        for (Kind kind : Kind.values()) {
            if (kind.isPublic()) {
                draft.objects(kind)
                        .filter(object -> !kept.contains(object.id()) && value.equals(label(object, label)))
                        .toList()
                        .forEach(object -> Collections.remove(draft, object.id()));
            }
        }
    }

    private static @Nullable String label(PolicyObject object, String label) {
        Map<String, String> labels = object.metadata().labels();
        return labels == null ? null : labels.get(label);
    }
}
