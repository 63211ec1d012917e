package dev.sluice.contract.policy;

import dev.sluice.contract.catalog.Capabilities;
import dev.sluice.contract.catalog.Catalog;
import dev.sluice.contract.catalog.CatalogModel;
import dev.sluice.contract.catalog.Provider;
import dev.sluice.contract.catalog.Quirks;
import org.jspecify.annotations.Nullable;

/**
 * What a Model takes in a request: its vendor's quirks, its own limits, and what is done about the rest.
 *
 * @param quirks null: the vendor is not known to differ
 * @param unsupported null: hints are left out and named, what changes the meaning is refused
 */
public record Takes(
        @Nullable Quirks quirks, Capabilities capabilities, ModelSpec.@Nullable UnsupportedParameters unsupported) {
    /** Nothing is known of it. */
    public static final Takes ANYTHING = new Takes(null, Capabilities.UNKNOWN, null);

    static Takes of(ModelSpec spec, String upstream, CompiledAccount account) {
        Catalog catalog = Catalog.builtIn();
        return new Takes(
                catalog.provider(account.provider()).map(Provider::quirks).orElse(null),
                catalog.model(account.provider(), upstream)
                        .map(CatalogModel::capabilities)
                        .orElse(Capabilities.UNKNOWN),
                spec.unsupportedParameters());
    }

    /** Whether requests go on as they are, for the provider to judge. */
    public boolean forwards() {
        return unsupported == ModelSpec.UnsupportedParameters.FORWARD;
    }

    public boolean rejects() {
        return unsupported == ModelSpec.UnsupportedParameters.REJECT;
    }

    public boolean drops() {
        return unsupported == ModelSpec.UnsupportedParameters.DROP;
    }
}
