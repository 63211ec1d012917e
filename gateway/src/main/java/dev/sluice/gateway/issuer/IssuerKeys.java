package dev.sluice.gateway.issuer;

import dev.sluice.contract.policy.CompiledIssuer;
import dev.sluice.contract.policy.KeySource;
import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.gateway.auth.TokenKey;
import dev.sluice.gateway.auth.TokenKeys;
import dev.sluice.gateway.policy.BackgroundTasks;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The keys of all issuers that policy names. A thread looks twice a second which are to be fetched; each fetch has a virtual
 * thread of its own, so that none waits for another's issuer. {@link #close} ends all of it.
 */
public final class IssuerKeys implements TokenKeys, AutoCloseable {
    private static final Duration PERIOD = Duration.ofMillis(500);
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final InstantSource clock;
    private final LongSupplier millis;
    private final Executor fetches;
    private final IssuerHttp http;
    private final KeyFetch fetch;
    private final Optional<KeyFile> file;
    private final BackgroundTasks thread = new BackgroundTasks("token-issuers");
    private final Map<KeySource, KeptKeys> kept = new ConcurrentHashMap<>();
    private final boolean ticks;
    private volatile List<CompiledIssuer> issuers = List.of();
    private boolean ticking;
    private @Nullable Map<KeySource, KeySet> stored;

    /**
     * How it stands with the keys of one issuer.
     *
     * @param ageSeconds since they were fetched; null while there are none
     */
    public record Standing(String issuer, @Nullable Double ageSeconds, long failures) {}

    /** @param file where keys outlive the process; absent: nowhere */
    public IssuerKeys(Vertx vertx, Optional<KeyFile> file) {
        this(
                vertx,
                file,
                InstantSource.system(),
                () -> System.nanoTime() / NANOS_PER_MILLI,
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("token-issuer-", 0).factory()),
                true);
    }

    /**
     * @param millis never goes back, whatever it begins with
     * @param ticks whether a thread does it; else it is the caller's to do
     */
    IssuerKeys(
            Vertx vertx,
            Optional<KeyFile> file,
            InstantSource clock,
            LongSupplier millis,
            Executor fetches,
            boolean ticks) {
        this.ticks = ticks;
        this.clock = clock;
        this.millis = millis;
        this.fetches = fetches;
        this.file = file;
        http = new IssuerHttp(vertx);
        fetch = new KeyFetch(http, clock);
    }

    /** Keeps the keys of the issuers that policy names, and of no others. On one thread. */
    public void changed(PolicySnapshot policy) {
        Collection<CompiledIssuer> named = policy.issuers();
        if (named.isEmpty() && kept.isEmpty()) {
            return;
        }
        if (stored == null) {
            stored = file.map(KeyFile::read).orElse(Map.of());
        }
        Map<KeySource, KeySet> fromFile = stored;
        kept.keySet().retainAll(named.stream().map(CompiledIssuer::keys).collect(Collectors.toSet()));
        for (CompiledIssuer issuer : named) {
            kept.computeIfAbsent(issuer.keys(), source -> new KeptKeys(source, fromFile.get(source)));
        }
        issuers = List.copyOf(named);
        if (ticks) {
            beginTicking();
        }
    }

    /** From the first issuer on: most gateways have none. */
    private void beginTicking() {
        if (!ticking) {
            ticking = true;
            thread.every(PERIOD, this::tick);
        }
        thread.run(this::tick);
    }

    @Override
    public @Nullable TokenKey key(KeySource source, String kid) {
        KeptKeys keys = kept.get(source);
        return keys == null ? null : keys.key(kid);
    }

    /** Whether it is known of every issuer of that policy what its keys are, or that they cannot be had at the moment. */
    public boolean isSettled(PolicySnapshot policy) {
        for (CompiledIssuer issuer : policy.issuers()) {
            KeptKeys keys = kept.get(issuer.keys());
            if (keys == null || !keys.isSettled()) {
                return false;
            }
        }
        return true;
    }

    public List<Standing> standings() {
        List<Standing> standings = new ArrayList<>();
        for (CompiledIssuer issuer : issuers) {
            KeptKeys keys = kept.get(issuer.keys());
            if (keys != null) {
                KeySet held = keys.current();
                Double age = held == null
                        ? null
                        : (Double) (Duration.between(held.fetchedAt(), clock.instant())
                                        .toMillis()
                                / 1000.0);
                standings.add(new Standing(issuer.name(), age, keys.failures()));
            }
        }
        return standings;
    }

    /** Fetches what is due. */
    void tick() {
        for (KeptKeys keys : kept.values()) {
            if (keys.begin(millis.getAsLong())) {
                fetches.execute(() -> fetch(keys));
            }
        }
    }

    private void fetch(KeptKeys keys) {
        try {
            keys.succeeded(fetch.run(keys.source()));
            file.ifPresent(this::save);
        } catch (FetchException e) {
            keys.failed(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            keys.failed("unexpectedly, with " + e.getClass().getSimpleName());
        }
    }

    /** One after the other, so that the last one writes what is held at the end. */
    private synchronized void save(KeyFile to) {
        Map<KeySource, KeySet> held = new HashMap<>();
        kept.values().forEach(keys -> {
            KeySet current = keys.current();
            if (current != null) {
                held.put(keys.source(), current);
            }
        });
        to.write(held);
    }

    @Override
    public void close() {
        thread.close();
        http.close();
    }
}
