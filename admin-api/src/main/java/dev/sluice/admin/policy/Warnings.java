package dev.sluice.admin.policy;

import dev.sluice.contract.catalog.Catalog;
import dev.sluice.contract.policy.AccessRuleSpec;
import dev.sluice.contract.policy.ApiKeySpec;
import dev.sluice.contract.policy.Kind;
import dev.sluice.contract.policy.ModelSpec;
import dev.sluice.contract.policy.ObjectId;
import dev.sluice.contract.policy.PolicyObject;
import dev.sluice.contract.policy.ProviderAccountSpec;
import java.util.ArrayList;
import java.util.List;

/** What is allowed and probably not meant. */
final class Warnings {
    private Warnings() {}

    static List<String> of(Draft draft, List<Draft.Edited> changed) {
        List<String> warnings = new ArrayList<>();
        for (Draft.Edited edited : changed) {
            PolicyObject object = edited.after();
            if (object == null) {
                continue;
            }
            if (object.spec() instanceof ModelSpec model && isUnpriced(draft, model)) {
                warnings.add(object.id() + " has no price, and the catalog knows none: its requests count as $0");
            }
            if (object.spec() instanceof ApiKeySpec key && key.models().isEmpty()) {
                warnings.add(object.id() + " may use no model: give spec.models, such as [\"*\"]");
            }
            List<String> names = object.spec() instanceof ApiKeySpec key
                    ? key.models()
                    : object.spec() instanceof AccessRuleSpec rule ? rule.models() : List.of();
            names.stream()
                    .filter(name -> name.indexOf('*') < 0 && !ModelNames.isKnown(draft, name))
                    .forEach(name -> warnings.add(object.id() + " names the model " + name + ", which does not exist"));
            warnings.addAll(LimitWarnings.of(draft, object));
        }
        return warnings;
    }

    private static boolean isUnpriced(Draft draft, ModelSpec model) {
        PolicyObject account = draft.get(new ObjectId(Kind.PROVIDER_ACCOUNT, model.account()));
        return model.price() == null
                && model.upstream().indexOf('*') < 0
                && account != null
                && account.spec() instanceof ProviderAccountSpec spec
                && Catalog.builtIn().price(spec.provider(), model.upstream()).isEmpty();
    }
}
