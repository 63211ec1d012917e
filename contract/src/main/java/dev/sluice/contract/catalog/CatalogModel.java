package dev.sluice.contract.catalog;

import dev.sluice.contract.policy.ModelSpec;
import dev.sluice.contract.policy.Price;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model of the built-in catalog.
 *
 * @param tools where it takes function tools
 * @param capabilities what it takes in a request
 */
public record CatalogModel(
        String provider,
        String upstream,
        List<ModelSpec.Mode> modes,
        @Nullable Price price,
        ModelSpec.Limits limits,
        ToolEndpoint tools,
        Capabilities capabilities) {}
