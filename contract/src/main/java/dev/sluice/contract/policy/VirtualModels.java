package dev.sluice.contract.policy;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The virtual models of a snapshot by name. Immutable: a change compiles what it is about, and copies references. */
record VirtualModels(Map<String, CompiledVirtualModel> byName) {

    static VirtualModels of(List<PolicyObject> objects) {
        Map<String, CompiledVirtualModel> compiled = new HashMap<>();
        objects.forEach(object -> compiled.put(object.name(), CompiledVirtualModel.of(object)));
        return new VirtualModels(compiled);
    }

    VirtualModels with(Collection<Change> changes) {
        Map<String, CompiledVirtualModel> changed = null;
        for (Change change : changes) {
            if (change.id().kind() != Kind.VIRTUAL_MODEL) {
                continue;
            }
            changed = changed == null ? new HashMap<>(byName) : changed;
            if (change.object() == null) {
                changed.remove(change.id().name());
            } else {
                changed.put(change.id().name(), CompiledVirtualModel.of(change.object()));
            }
        }
        return changed == null ? this : new VirtualModels(changed);
    }

    @Nullable
    CompiledVirtualModel get(String name) {
        return byName.get(name);
    }

    Set<String> names() {
        return byName.keySet();
    }
}
