package dev.sluice.gateway.provider.vendor;

import dev.sluice.contract.catalog.Capabilities;
import dev.sluice.contract.catalog.Catalog;
import dev.sluice.contract.catalog.CatalogModel;
import dev.sluice.contract.catalog.Provider;
import dev.sluice.contract.catalog.ToolEndpoint;
import dev.sluice.contract.policy.BaseUrl;
import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.ModelSpec.UnsupportedParameters;
import dev.sluice.contract.policy.ProviderAccountSpec.OnDisconnect;
import dev.sluice.contract.policy.ProviderAccountSpec.Timeouts;
import dev.sluice.contract.policy.Takes;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Models of the catalog, as if policy had them. */
final class Targets {
    private Targets() {}

    static CompiledModel of(String provider, String upstream, @Nullable UnsupportedParameters rule) {
        Provider row = Catalog.builtIn().provider(provider).orElseThrow();
        CompiledAccount account = new CompiledAccount(
                provider,
                provider,
                row.dialect(),
                BaseUrl.parse("https://api.example.org/v1", false),
                false,
                List.of(),
                Timeouts.DEFAULTS,
                OnDisconnect.CANCEL,
                Map.of(),
                0);
        Capabilities can = Catalog.builtIn()
                .model(provider, upstream)
                .map(CatalogModel::capabilities)
                .orElse(Capabilities.UNKNOWN);
        return new CompiledModel(
                "team/" + upstream,
                "team/*",
                upstream,
                account,
                null,
                1,
                ToolEndpoint.CHAT,
                new Takes(row.quirks(), can, rule),
                0,
                null);
    }
}
