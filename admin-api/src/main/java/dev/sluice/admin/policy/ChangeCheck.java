package dev.sluice.admin.policy;

import dev.sluice.admin.problem.Code;
import dev.sluice.admin.problem.Refusal;
import dev.sluice.contract.policy.Change;
import dev.sluice.contract.policy.Kind;
import dev.sluice.contract.policy.ManifestException.FieldProblem;
import dev.sluice.contract.policy.ObjectId;
import dev.sluice.contract.policy.PolicyCompiler;
import dev.sluice.contract.policy.PolicyObject;
import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.contract.policy.PolicyState;
import dev.sluice.contract.policy.Snapshot;
import dev.sluice.contract.policy.TeamSpec;
import dev.sluice.contract.policy.UserSpec;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What every change must pass before it is committed: rights, references, mass removal, and the gateways' own compiler. */
@Singleton
public final class ChangeCheck {
    private static final Set<Kind> GUARDED =
            Set.of(Kind.API_KEY, Kind.MODEL, Kind.VIRTUAL_MODEL, Kind.PROVIDER_ACCOUNT);
    /** The compiler wants keys of 32 characters; nothing is resolved here. */
    private static final String UNRESOLVED = "x".repeat(40);

    /**
     * @return warnings
     * @throws Refusal for the first thing that is wrong
     */
    List<String> check(Author author, boolean force, Draft draft) {
        List<Draft.Edited> changed =
                draft.edited().stream().filter(e -> !e.isSame()).toList();
        for (Draft.Edited edited : changed) {
            author.checkMayChange(edited.before(), edited.after(), draft);
        }
        danglingReferences(draft, changed);
        VirtualModelCheck.check(draft, changed);
        usedObjects(draft, changed);
        lastOwner(draft, changed);
        if (!force) {
            massRemoval(draft, changed);
        }
        compile(draft, changed);
        return Warnings.of(draft, changed);
    }

    private static void danglingReferences(Draft draft, List<Draft.Edited> changed) {
        List<FieldProblem> problems = new ArrayList<>();
        for (Draft.Edited edited : changed) {
            PolicyObject object = edited.after();
            if (object == null) {
                continue;
            }
            String prefix = changed.size() == 1 ? "" : object.id() + ": ";
            for (References.Reference reference : References.of(object)) {
                if (!reference.isResolved(draft)) {
                    problems.add(new FieldProblem(
                            prefix + reference.field(),
                            "names " + reference.target() + ", which does not exist: create it first"));
                }
            }
            if (object.spec() instanceof TeamSpec team) {
                onlyCallers(problems, prefix + "spec.members", team.members());
                onlyCallers(problems, prefix + "spec.managers", team.managers());
            }
        }
        if (!problems.isEmpty()) {
            throw Refusal.fields(Code.INVALID_REQUEST, problems);
        }
    }

    private static void onlyCallers(List<FieldProblem> problems, String field, List<String> subjects) {
        for (int i = 0; i < subjects.size(); i++) {
            if (!subjects.get(i).startsWith("user:") && !subjects.get(i).startsWith("serviceAccount:")) {
                problems.add(new FieldProblem(
                        field + "[" + i + "]", "cannot be in a team: name a user:… or a serviceAccount:…"));
            }
        }
    }

    private static void usedObjects(Draft draft, List<Draft.Edited> changed) {
        Set<ObjectId> gone = changed.stream()
                .filter(e -> e.after() == null)
                .map(Draft.Edited::id)
                .collect(Collectors.toSet());
        if (gone.isEmpty()) {
            return;
        }
        List<ObjectId> users = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            draft.objects(kind)
                    .filter(object -> References.of(object).stream()
                            .anyMatch(r -> gone.stream().anyMatch(r::mayBe) && !r.isResolved(draft)))
                    .map(PolicyObject::id)
                    .forEach(users::add);
        }
        if (!users.isEmpty()) {
            throw Refusal.inUse(
                    gone.iterator().next() + " is still used by " + users.getFirst()
                            + (users.size() == 1 ? "" : " and " + (users.size() - 1) + " more")
                            + ": change or delete what uses it first",
                    users.stream().limit(100).toList());
        }
    }

    private static void lastOwner(Draft draft, List<Draft.Edited> changed) {
        boolean touched = changed.stream().anyMatch(e -> e.before() != null && isOwner(e.before()));
        if (touched && draft.objects(Kind.USER).noneMatch(ChangeCheck::isOwner)) {
            throw Refusal.field("spec.roles", "would leave nobody with the role owner: give it to somebody else first");
        }
    }

    private static boolean isOwner(PolicyObject object) {
        return object.spec() instanceof UserSpec user
                && !user.disabled()
                && user.roles().contains(UserSpec.OrganisationRole.OWNER);
    }

    private static void massRemoval(Draft draft, List<Draft.Edited> changed) {
        for (Kind kind : GUARDED) {
            long before = draft.countBefore(kind);
            long removed = changed.stream()
                    .filter(e -> e.id().kind() == kind && e.after() == null)
                    .count();
            if (before >= 4 && removed * 2 > before) {
                throw Refusal.of(
                        Code.FORCE_REQUIRED,
                        "this removes " + removed + " of " + before + " objects of kind " + kind.manifestName()
                                + ": add force=true if it is meant");
            }
        }
    }

    /** With the compiler of the gateways, over everything but the keys that are not touched. */
    private static void compile(Draft draft, List<Draft.Edited> changed) {
        Set<ObjectId> touched = changed.stream()
                .filter(e -> e.after() != null)
                .map(Draft.Edited::id)
                .collect(Collectors.toSet());
        if (touched.isEmpty()) {
            return;
        }
        List<Change> objects = new ArrayList<>();
        boolean onlyKeys = touched.stream().allMatch(id -> id.kind() == Kind.API_KEY);
        for (Kind kind : Kind.values()) {
            if (kind != Kind.API_KEY && !onlyKeys) {
                draft.objects(kind).forEach(object -> objects.add(Change.put(object, 1)));
            }
        }
        changed.stream()
                .map(Draft.Edited::after)
                .filter(object -> object != null && object.kind() == Kind.API_KEY)
                .forEach(object -> objects.add(Change.put(object, 1)));
        PolicyState state = new PolicyState();
        state.apply(new Snapshot(1, 1, objects));
        List<FieldProblem> problems = new ArrayList<>();
        for (PolicySnapshot.DisabledObject disabled :
                new PolicyCompiler((_, _) -> UNRESOLVED).compile(state).disabled()) {
            boolean mine = touched.stream()
                    .anyMatch(id -> id.name().equals(disabled.name())
                            && id.kind().manifestName().equals(disabled.kind()));
            if (mine) {
                String where = touched.size() == 1 ? "spec" : disabled.kind() + " " + disabled.name();
                problems.add(new FieldProblem(where, "cannot be compiled: " + disabled.reason()));
            }
        }
        if (!problems.isEmpty()) {
            throw Refusal.fields(Code.INVALID_REQUEST, problems);
        }
    }
}
