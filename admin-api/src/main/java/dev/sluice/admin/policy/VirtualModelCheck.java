package dev.sluice.admin.policy;

import dev.sluice.admin.problem.Code;
import dev.sluice.admin.problem.Refusal;
import dev.sluice.contract.policy.CompiledVirtualModel;
import dev.sluice.contract.policy.Kind;
import dev.sluice.contract.policy.ObjectId;
import dev.sluice.contract.policy.PolicyObject;
import dev.sluice.contract.policy.VirtualModelSpec;
import java.util.ArrayList;
import java.util.List;

/** What virtual models and Models must keep to among each other: one space of names, no circles, not too deep. */
final class VirtualModelCheck {
    private final Draft draft;

    private VirtualModelCheck(Draft draft) {
        this.draft = draft;
    }

    static void check(Draft draft, List<Draft.Edited> changed) {
        VirtualModelCheck check = new VirtualModelCheck(draft);
        for (Draft.Edited edited : changed) {
            if (edited.after() != null) {
                check.name(edited.id());
                check.hedge(edited.after());
            }
        }
        if (changed.stream().anyMatch(edited -> edited.id().kind() == Kind.VIRTUAL_MODEL && edited.after() != null)) {
            // A change of one may make those too deep that lead to it, and its name may be what another one's shadow
            // is.
            draft.objects(Kind.VIRTUAL_MODEL).forEach(object -> {
                check.depth(List.of(object.name()), object);
                check.shadow(object);
            });
        }
    }

    private void name(ObjectId id) {
        Kind other = switch (id.kind()) {
            case MODEL -> Kind.VIRTUAL_MODEL;
            case VIRTUAL_MODEL -> Kind.MODEL;
            default -> null;
        };
        if (other != null && draft.get(new ObjectId(other, id.name())) != null) {
            throw Refusal.of(
                    Code.NAME_TAKEN,
                    new ObjectId(other, id.name()) + " has the name already, and clients could not tell them apart:"
                            + " choose another one");
        }
    }

    /** One Model alone has nobody to be asked beside it. */
    private void hedge(PolicyObject object) {
        if (object.spec() instanceof VirtualModelSpec spec && spec.hedge() != null) {
            List<String> fallbacks =
                    spec.fallback() == null ? List.of() : spec.fallback().to();
            String only = spec.targets().getFirst().model();
            if (spec.targets().size() + fallbacks.size() == 1
                    && draft.get(new ObjectId(Kind.VIRTUAL_MODEL, only)) == null) {
                throw Refusal.field(
                        "spec.hedge",
                        "asks another target when the first is late, and there is only '" + only
                                + "': add a target or a fallback, or leave it out");
            }
        }
    }

    private void shadow(PolicyObject object) {
        VirtualModelSpec spec = (VirtualModelSpec) object.spec();
        if (spec.shadow() != null
                && draft.get(new ObjectId(Kind.VIRTUAL_MODEL, spec.shadow().model())) != null) {
            throw Refusal.field(
                    "spec.shadow.model",
                    "of " + object.id() + " is '" + spec.shadow().model()
                            + "', a virtual model, of which another target might answer each time: name one Model");
        }
    }

    /** @param path of names that has led here */
    private void depth(List<String> path, PolicyObject object) {
        VirtualModelSpec spec = (VirtualModelSpec) object.spec();
        for (int i = 0; i < spec.targets().size(); i++) {
            step(path, spec.targets().get(i).model(), "spec.targets[" + i + "].model");
        }
        List<String> fallbacks =
                spec.fallback() == null ? List.of() : spec.fallback().to();
        for (int i = 0; i < fallbacks.size(); i++) {
            step(path, fallbacks.get(i), "spec.fallback.to[" + i + "]");
        }
    }

    private void step(List<String> path, String name, String field) {
        PolicyObject next = draft.get(new ObjectId(Kind.VIRTUAL_MODEL, name));
        if (next == null) {
            return;
        }
        List<String> longer = new ArrayList<>(path);
        longer.add(name);
        String shown = String.join(" → ", longer);
        if (path.contains(name)) {
            throw Refusal.field(field, "leads in a circle (" + shown + "): take one of these targets out");
        }
        if (longer.size() > CompiledVirtualModel.MAX_DEPTH) {
            throw Refusal.field(
                    field,
                    "is more than " + CompiledVirtualModel.MAX_DEPTH + " virtual models deep (" + shown
                            + "): name the last one's targets instead");
        }
        depth(longer, next);
    }
}
