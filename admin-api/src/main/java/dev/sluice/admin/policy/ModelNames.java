package dev.sluice.admin.policy;

import dev.sluice.contract.policy.Kind;
import dev.sluice.contract.policy.ObjectId;
import dev.sluice.contract.policy.PolicyObject;

/** Which names some Model or virtual model answers to. */
final class ModelNames {
    private ModelNames() {}

    static boolean isKnown(Draft draft, String model) {
        return draft.get(new ObjectId(Kind.MODEL, model)) != null
                || draft.get(new ObjectId(Kind.VIRTUAL_MODEL, model)) != null
                || draft.objects(Kind.MODEL).map(PolicyObject::name).anyMatch(name -> isWildcardOf(name, model));
    }

    static boolean isWildcardOf(String name, String model) {
        return name.endsWith("*") && model.startsWith(name.substring(0, name.length() - 1));
    }
}
