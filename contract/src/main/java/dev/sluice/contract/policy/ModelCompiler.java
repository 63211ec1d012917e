package dev.sluice.contract.policy;

import dev.sluice.contract.catalog.Catalog;
import dev.sluice.contract.catalog.CatalogModel;
import dev.sluice.contract.catalog.Provider;
import dev.sluice.contract.catalog.ToolEndpoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compiles accounts and models; what cannot be compiled is reported and left out. */
final class ModelCompiler {
    private final CredentialCompiler credentials;
    private final List<PolicySnapshot.DisabledObject> disabled;
    private final Map<String, CompiledAccount> accounts = new HashMap<>();
    private final Map<String, CompiledModel> models = new HashMap<>();
    private final List<WildcardModel> wildcards = new ArrayList<>();

    ModelCompiler(SecretResolver secrets, IdentityExchange exchange, List<PolicySnapshot.DisabledObject> disabled) {
        this.credentials = new CredentialCompiler(secrets, exchange);
        this.disabled = disabled;
    }

    void compile(PolicyState state) {
        for (PolicyObject object : state.objects(Kind.PROVIDER_ACCOUNT)) {
            guarded(object, () -> accounts.put(object.name(), account(object)));
        }
        credentials.finish();
        for (PolicyObject object : state.objects(Kind.MODEL)) {
            guarded(object, () -> model(object));
        }
        wildcards.sort(Comparator.comparingInt((WildcardModel w) -> w.prefix().length())
                .reversed());
    }

    private void guarded(PolicyObject object, Runnable compile) {
        try {
            compile.run();
        } catch (RuntimeException e) { // whatever is wrong with one object, the others stay in force
            disabled.add(new PolicySnapshot.DisabledObject(
                    object.kind().manifestName(), object.name(), String.valueOf(e.getMessage())));
        }
    }

    private CompiledAccount account(PolicyObject object) {
        ProviderAccountSpec spec = (ProviderAccountSpec) object.spec();
        Provider provider = Catalog.builtIn()
                .provider(spec.provider())
                .orElseThrow(
                        () -> new InvalidField("spec.provider", "'" + spec.provider() + "' is not a known provider"));
        String url = Optional.ofNullable(spec.baseUrl())
                .or(() -> Optional.ofNullable(provider.baseUrl()))
                .or(() -> CloudEndpoint.of(spec))
                .orElseThrow(() -> new InvalidField("spec.baseUrl", "is required for provider " + spec.provider()));
        return new CompiledAccount(
                object.name(),
                spec.provider(),
                provider.dialect(),
                provider.responses(),
                BaseUrl.parse(url, spec.allowPrivateNetwork()),
                spec.allowPrivateNetwork(),
                credentials.compile(object.name(), spec),
                timeouts(spec.timeouts()),
                Objects.requireNonNullElse(spec.onDisconnect(), ProviderAccountSpec.OnDisconnect.CANCEL),
                headers(spec),
                spec.discount() == null ? 0 : Percent.parse(spec.discount()).basisPoints(),
                new CompiledAccount.Cloud(spec.region(), spec.location(), spec.project(), spec.apiVersion()));
    }

    /** OpenAI is told organization and project in headers; what the account's own headers say wins. */
    private static Map<String, String> headers(ProviderAccountSpec spec) {
        if (!spec.provider().equals("openai") || (spec.organization() == null && spec.project() == null)) {
            return spec.headers();
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        if (spec.organization() != null) {
            headers.put("openai-organization", spec.organization());
        }
        if (spec.project() != null) {
            headers.put("openai-project", spec.project());
        }
        headers.putAll(spec.headers());
        return Collections.unmodifiableMap(headers);
    }

    private static ProviderAccountSpec.Timeouts timeouts(ProviderAccountSpec.@Nullable Timeouts given) {
        ProviderAccountSpec.Timeouts defaults = ProviderAccountSpec.Timeouts.DEFAULTS;
        return given == null
                ? defaults
                : new ProviderAccountSpec.Timeouts(
                        given.connect() == null ? defaults.connect() : given.connect(),
                        given.firstToken() == null ? defaults.firstToken() : given.firstToken(),
                        given.idle() == null ? defaults.idle() : given.idle(),
                        given.total() == null ? defaults.total() : given.total());
    }

    private void model(PolicyObject object) {
        ModelSpec spec = (ModelSpec) object.spec();
        CompiledAccount account = accounts.get(spec.account());
        if (account == null) {
            throw new InvalidField("spec.account", "'" + spec.account() + "' is not a usable ProviderAccount");
        }
        long revision =
                object.metadata().revision() == null ? 0 : object.metadata().revision();
        if (object.name().endsWith("*")) {
            String prefix = object.name().substring(0, object.name().length() - 1);
            wildcards.add(new WildcardModel(prefix, spec, account, revision));
        } else {
            models.put(
                    object.name(),
                    new CompiledModel(
                            object.name(),
                            object.name(),
                            spec.upstream(),
                            account,
                            price(spec, spec.upstream(), account),
                            revision,
                            tools(spec.upstream(), account),
                            Takes.of(spec, spec.upstream(), account),
                            spec.outputTokens(),
                            spec.quality()));
        }
    }

    /** The Model's own price, else the catalog's for exactly (provider, upstream), else none. */
    static @Nullable PriceTable price(ModelSpec spec, String upstream, CompiledAccount account) {
        if (spec.price() != null) {
            return PriceTable.of(spec.price(), account.discountBasisPoints());
        }
        return Catalog.builtIn()
                .price(account.provider(), upstream)
                .map(price -> PriceTable.of(price, account.discountBasisPoints()))
                .orElse(null);
    }

    /** Where the catalog says so of exactly (provider, upstream), and the provider has both endpoints. */
    static ToolEndpoint tools(String upstream, CompiledAccount account) {
        return account.responses()
                ? Catalog.builtIn()
                        .model(account.provider(), upstream)
                        .map(CatalogModel::tools)
                        .orElse(ToolEndpoint.CHAT)
                : ToolEndpoint.CHAT;
    }

    Map<String, CompiledModel> models() {
        return Map.copyOf(models);
    }

    List<WildcardModel> wildcards() {
        return List.copyOf(wildcards);
    }
}
