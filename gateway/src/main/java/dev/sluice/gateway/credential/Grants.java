package dev.sluice.gateway.credential;

import dev.sluice.contract.policy.Identity;
import dev.sluice.contract.policy.IdentityExchange;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The grants of all identities that policy names. {@link #close} ends the refreshing. */
public final class Grants implements IdentityExchange, AutoCloseable {
    private final Function<Identity, Exchange> exchanges;
    private final Pace pace;
    private final InstantSource clock;
    private final RefreshThreads threads = new RefreshThreads();
    private final Map<Identity, KeptGrant> kept = new ConcurrentHashMap<>();

    /** @param platform what the surroundings say of the gateway's own identity */
    public Grants(Platform platform, InstantSource clock) {
        this(new Exchanges(platform, clock)::of, Pace.USUAL, clock);
    }

    Grants(Function<Identity, Exchange> exchanges, Pace pace, InstantSource clock) {
        this.exchanges = exchanges;
        this.pace = pace;
        this.clock = clock;
    }

    @Override
    public Kept keep(Identity identity) {
        return kept.computeIfAbsent(identity, this::begin);
    }

    private KeptGrant begin(Identity identity) {
        KeptGrant grant = new KeptGrant(identity, exchanges.apply(identity), pace, clock, threads);
        grant.start();
        return grant;
    }

    @Override
    public void retain(Set<Identity> inUse) {
        kept.entrySet().removeIf(entry -> {
            boolean gone = !inUse.contains(entry.getKey());
            if (gone) {
                entry.getValue().stop();
            }
            return gone;
        });
    }

    @Override
    public void close() {
        retain(Set.of());
        threads.close();
    }
}
