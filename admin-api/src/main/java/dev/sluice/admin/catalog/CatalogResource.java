package dev.sluice.admin.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.admin.access.Requires;
import dev.sluice.admin.problem.Refusal;
import dev.sluice.contract.catalog.Catalog;
import dev.sluice.contract.catalog.CatalogModel;
import dev.sluice.contract.catalog.Provider;
import dev.sluice.contract.policy.ModelSpec;
import dev.sluice.contract.policy.PolicyJson;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Known providers and models, for choosing from. */
@Path("/catalog")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class CatalogResource {
    /** @param needs fields an account must give, or may where a question mark follows */
    public record CatalogProvider(
            String name,
            String label,
            @Nullable String baseUrl,
            String dialect,
            List<String> env,
            @Nullable String testModel,
            List<String> needs) {}

    public record Providers(List<CatalogProvider> items) {}

    public record CatalogEntry(
            String provider,
            String upstream,
            List<String> modes,
            @Nullable JsonNode price,
            ModelSpec.Limits limits) {}

    public record Models(List<CatalogEntry> items, String updated) {}

    @GET
    @Path("/providers")
    @Requires(Requires.SIGN_IN)
    public Providers providers() {
        return new Providers(Catalog.builtIn().providers().stream()
                .sorted(Comparator.comparing(Provider::label, String.CASE_INSENSITIVE_ORDER))
                .map(p -> new CatalogProvider(
                        p.name(), p.label(), p.baseUrl(), p.dialect().wireName(), p.env(), p.testModel(), needs(p)))
                .toList());
    }

    private static List<String> needs(Provider provider) {
        return switch (provider.name()) {
            case "vertex" -> List.of("project", "location");
            case "bedrock" -> List.of("region");
            case "azure-openai" -> List.of("baseUrl", "apiVersion?");
            case "openai" -> List.of("organization?", "project?");
            default -> provider.baseUrl() == null ? List.of("baseUrl") : List.of();
        };
    }

    @GET
    @Path("/models")
    @Requires(Requires.SIGN_IN)
    public Models models(@QueryParam("provider") @Nullable String provider) {
        if (provider == null) {
            throw Refusal.field("provider", "is required: name one of /catalog/providers");
        }
        return new Models(
                Catalog.builtIn().models(provider).stream()
                        .sorted(Comparator.comparing(CatalogModel::upstream))
                        .map(CatalogResource::shown)
                        .toList(),
                Catalog.builtIn().updated());
    }

    private static CatalogEntry shown(CatalogModel model) {
        return new CatalogEntry(
                model.provider(),
                model.upstream(),
                model.modes().stream().map(ModelSpec.Mode::wireName).toList(),
                model.price() == null ? null : PolicyJson.MAPPER.valueToTree(model.price()),
                model.limits());
    }
}
