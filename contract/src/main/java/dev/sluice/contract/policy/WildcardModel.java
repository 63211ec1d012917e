package dev.sluice.contract.policy;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A Model such as {@code openai/*}: what the star matched is put into {@code upstream}. The Models it stands for are
 * compiled once each, as long as they are few; clients choose the names, so they may be many. Thread-safe.
 */
final class WildcardModel {
    private static final int MAX_KEPT = 1_000;

    private final String prefix;
    private final ModelSpec spec;
    private final CompiledAccount account;
    private final long revision;
    private final Map<String, CompiledModel> named = new ConcurrentHashMap<>();

    /** @param prefix what stands before the star */
    WildcardModel(String prefix, ModelSpec spec, CompiledAccount account, long revision) {
        this.prefix = prefix;
        this.spec = spec;
        this.account = account;
        this.revision = revision;
    }

    String prefix() {
        return prefix;
    }

    /** The Model of that name; null when the wildcard does not match it. */
    @Nullable
    CompiledModel model(String name) {
        if (name.length() <= prefix.length() || !name.startsWith(prefix)) {
            return null;
        }
        CompiledModel known = named.get(name);
        if (known != null || !Check.isModelName(name)) {
            return known;
        }
        CompiledModel model = compile(name);
        if (named.size() < MAX_KEPT) {
            named.put(name, model);
        }
        return model;
    }

    CompiledAccount account() {
        return account;
    }

    /** The Model for what the provider calls so, where the star stands for all of that name; null where it does not. */
    @Nullable
    CompiledModel ofUpstream(String upstream) {
        return spec.upstream().equals("*") ? model(prefix + upstream) : null;
    }

    private CompiledModel compile(String name) {
        String upstream = spec.upstream().replace("*", name.substring(prefix.length()));
        return new CompiledModel(
                name,
                prefix + "*",
                upstream,
                account,
                ModelCompiler.price(spec, upstream, account),
                revision,
                ModelCompiler.tools(upstream, account),
                Takes.of(spec, upstream, account),
                spec.outputTokens(),
                spec.quality());
    }
}
