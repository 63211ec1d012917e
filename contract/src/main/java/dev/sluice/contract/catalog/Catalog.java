package dev.sluice.contract.catalog;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.contract.policy.ModelSpec;
import dev.sluice.contract.policy.Price;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Providers and models that come with Sluice. Looked up by exact (provider, upstream). Immutable. */
public final class Catalog {
    private final Map<String, Provider> providers;
    private final Map<String, Map<String, CatalogModel>> models;
    private final String updated;

    private Catalog(Map<String, Provider> providers, Map<String, Map<String, CatalogModel>> models, String updated) {
        this.providers = providers;
        this.models = models;
        this.updated = updated;
    }

    /** Read once, on first use. Each start of a gateway waits for that: as YAML the files cost it 100 ms more. */
    public static Catalog builtIn() {
        return Holder.BUILT_IN;
    }

    private static final class Holder {
        private static final Catalog BUILT_IN = load();
    }

    public Optional<Provider> provider(String name) {
        return Optional.ofNullable(providers.get(name));
    }

    public List<Provider> providers() {
        return List.copyOf(providers.values());
    }

    public List<CatalogModel> models(String provider) {
        return List.copyOf(models.getOrDefault(provider, Map.of()).values());
    }

    public Optional<CatalogModel> model(String provider, String upstream) {
        CatalogModel own = models.getOrDefault(provider, Map.of()).get(upstream);
        if (own != null) {
            return Optional.of(own);
        }
        return provider(provider).map(Provider::modelsOf).flatMap(other -> model(other, upstream));
    }

    public Optional<Price> price(String provider, String upstream) {
        return model(provider, upstream).map(CatalogModel::price);
    }

    /** Date of the prices, ISO. */
    public String updated() {
        return updated;
    }

    private static Catalog load() {
        ObjectMapper json5 = JsonMapper.builder()
                .enable(
                        JsonReadFeature.ALLOW_JAVA_COMMENTS,
                        JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES,
                        JsonReadFeature.ALLOW_TRAILING_COMMA)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        try {
            Map<String, Provider> providers = new LinkedHashMap<>();
            for (JsonNode node : read(json5, "providers.json5").path("providers")) {
                Provider provider = json5.treeToValue(node, Provider.class);
                providers.put(provider.name(), provider);
            }
            JsonNode catalog = read(json5, "models.json5");
            Map<String, Map<String, CatalogModel>> models = new HashMap<>();
            for (JsonNode node : catalog.path("chat")) {
                CatalogModel model = model(node, List.of(ModelSpec.Mode.CHAT));
                models.computeIfAbsent(model.provider(), _ -> new LinkedHashMap<>())
                        .putIfAbsent(model.upstream(), model);
            }
            for (JsonNode node : catalog.path("embedding")) {
                CatalogModel model = model(node, List.of(ModelSpec.Mode.EMBEDDING));
                models.computeIfAbsent(model.provider(), _ -> new LinkedHashMap<>())
                        .putIfAbsent(model.upstream(), model);
            }
            return new Catalog(
                    Map.copyOf(providers),
                    Map.copyOf(models),
                    catalog.path("updated").asText());
        } catch (IOException e) {
            throw new UncheckedIOException("the built-in catalog cannot be read", e);
        }
    }

    private static JsonNode read(ObjectMapper json5, String file) throws IOException {
        try (InputStream in = Catalog.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IOException(file + " is missing");
            }
            return json5.readTree(in);
        }
    }

    private static CatalogModel model(JsonNode node, List<ModelSpec.Mode> modes) {
        return new CatalogModel(
                node.path("provider").asText(),
                node.path("id").asText(),
                modes,
                price(node.path("price"), node.path("tiers")),
                new ModelSpec.Limits(positive(node.path("ctx")), positive(node.path("out"))),
                ToolEndpoint.of(node.path("api").asText()),
                capabilities(node));
    }

    /** What the row does not say is taken to be possible. */
    private static Capabilities capabilities(JsonNode node) {
        List<String> efforts = new ArrayList<>();
        node.path("effort").forEach(effort -> efforts.add(effort.asText()));
        return new Capabilities(
                true,
                node.path("vision").asBoolean(true),
                node.path("tools").asBoolean(true),
                node.path("json_schema").asBoolean(true),
                node.path("reasoning").asBoolean(true),
                node.path("temp").asBoolean(true),
                efforts,
                node.path("thinking_off").asBoolean(true),
                node.path("forced_tool_choice").asBoolean(true),
                positive(node.path("out")));
    }

    private static @Nullable Integer positive(JsonNode node) {
        return node.asInt() > 0 ? node.asInt() : null;
    }

    private static @Nullable Price price(JsonNode price, JsonNode tierNodes) {
        if (!price.hasNonNull("in")) {
            return null;
        }
        List<Price.Tier> tiers = new ArrayList<>();
        for (JsonNode tier : tierNodes) {
            tiers.add(new Price.Tier(
                    tier.path("above").asLong(),
                    amount(tier, "in"),
                    amount(tier, "cache_read"),
                    amount(tier, "cache_write"),
                    amount(tier, "out"),
                    amount(tier, "reasoning")));
        }
        return new Price(
                amount(price, "in"),
                amount(price, "cache_read"),
                amount(price, "cache_write"),
                amount(price, "cache_write_1h"),
                amount(price, "out"),
                amount(price, "reasoning"),
                amount(price, "audio_in"),
                amount(price, "audio_out"),
                null,
                null,
                null,
                null,
                null,
                tiers);
    }

    private static @Nullable String amount(JsonNode prices, String field) {
        return prices.hasNonNull(field)
                ? new BigDecimal(prices.path(field).asText())
                        .stripTrailingZeros()
                        .toPlainString()
                : null;
    }
}
