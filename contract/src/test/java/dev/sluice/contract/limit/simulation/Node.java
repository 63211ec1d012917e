package dev.sluice.contract.limit.simulation;

import dev.sluice.contract.limit.Admission;
import dev.sluice.contract.limit.Amounts;
import dev.sluice.contract.limit.Counters;
import dev.sluice.contract.limit.Limiter;
import dev.sluice.contract.limit.Reservation;
import dev.sluice.contract.limit.SteadyClock;
import dev.sluice.contract.limit.gossip.Gossip;
import dev.sluice.contract.limit.lease.Leases;
import dev.sluice.contract.policy.LimitFacts;
import dev.sluice.contract.policy.LimitRules;
import dev.sluice.contract.policy.Owner;
import dev.sluice.contract.policy.Subject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One gateway: the classes that a real one has, on a simulated wire. */
final class Node {
    private static final LimitFacts FACTS = new LimitFacts(
            new Owner(new Subject(Subject.Type.USER, "ada"), false, List.of(), "", Map.of(), List.of()),
            "",
            "",
            Map.of(),
            "");

    final SteadyClock clock;
    final Counters counters = new Counters(1_000);
    final Gossip gossip;
    final Leases leases;
    private final World world;
    private final Wire wire;
    private final int number;
    private final Limiter limiter;
    private final LimitRules rules;
    private boolean alive = true;

    Node(World world, Wire wire, int number, LimitRules rules, boolean talks) {
        this(world, wire, number, rules, talks, 0);
    }

    /** @param ahead how far its wall clock is ahead of all others, in milliseconds */
    Node(World world, Wire wire, int number, LimitRules rules, boolean talks, long ahead) {
        this.world = world;
        this.wire = wire;
        this.number = number;
        this.rules = rules;
        clock = new SteadyClock(world.ahead(ahead));
        limiter = new Limiter(clock, counters);
        gossip = new Gossip("g" + number, clock, counters, () -> rules, wire.bus(number), 60_000_000_000L);
        leases = new Leases("g" + number, clock, counters, () -> rules, wire.store(number), Runnable::run);
        if (talks) {
            wire.listen(number, gossip::received);
            world.every(world.random.nextInt(250), 250, this::tick);
        }
    }

    private void tick() {
        if (alive) {
            clock.observe();
            gossip.tick();
            leases.tick();
        }
    }

    Optional<Reservation> ask(Amounts estimate) {
        if (!alive) {
            return Optional.empty();
        }
        return admission(estimate) instanceof Admission.Admitted admitted
                ? Optional.of(admitted.reservation())
                : Optional.empty();
    }

    Admission admission(Amounts estimate) {
        return limiter.admit(rules.atAdmission(FACTS, "m"), FACTS, "m", "", estimate);
    }

    boolean isAlive() {
        return alive;
    }

    void kill() {
        alive = false;
        wire.leave(number);
    }

    void stop() {
        gossip.stop();
        leases.stop();
        alive = false;
        world.after(1_000, () -> wire.leave(number));
    }
}
