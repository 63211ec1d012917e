package dev.sluice.gateway.limit;

import dev.sluice.bus.Bus;
import dev.sluice.bus.BusSettings;
import dev.sluice.contract.limit.Admission;
import dev.sluice.contract.limit.Amounts;
import dev.sluice.contract.policy.Change;
import dev.sluice.contract.policy.LimitFacts;
import dev.sluice.contract.policy.LimitRules;
import dev.sluice.contract.policy.Manifests;
import dev.sluice.contract.policy.Owner;
import dev.sluice.contract.policy.PolicyCompiler;
import dev.sluice.contract.policy.PolicyState;
import dev.sluice.contract.policy.Snapshot;
import dev.sluice.contract.policy.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The limits of one gateway, on a connection of its own. */
final class Node implements AutoCloseable {
    private static final Amounts ONE = Amounts.of(1, 0, 0);

    final Bus bus;
    final LimitKeeper keeper;
    private final LimitRules rules;

    Node(String name, String url, String yaml) {
        rules = rules(yaml);
        bus = Bus.connect(BusSettings.of(url, name));
        keeper = new LimitKeeper(name, () -> rules, bus);
        keeper.start();
    }

    static LimitRules rules(String yaml) {
        List<Change> changes = new ArrayList<>();
        Manifests.readYaml(yaml).forEach(object -> changes.add(Change.put(object, 1)));
        PolicyState state = new PolicyState();
        state.apply(new Snapshot(1, 1, changes));
        return new PolicyCompiler((_, _) -> "").compile(state).limits();
    }

    static LimitFacts by(String user) {
        Owner owner = new Owner(new Subject(Subject.Type.USER, user), false, List.of(), "", Map.of(), List.of());
        return new LimitFacts(owner, "key", "", Map.of(), "192.0.2.1");
    }

    Admission ask(String user) {
        LimitFacts facts = by(user);
        return keeper.limiter().admit(rules.atAdmission(facts, "m"), facts, "m", "", ONE);
    }

    /** One request of one token, from admission to settlement. */
    boolean spend(String user) {
        if (ask(user) instanceof Admission.Admitted admitted) {
            admitted.reservation().settle(ONE);
            return true;
        }
        keeper.hurry();
        return false;
    }

    /** @return how many of so many, asked one after the other for some time, were admitted */
    int spend(String user, int requests, long millis) {
        long end = System.nanoTime() + millis * 1_000_000;
        int admitted = 0;
        while (admitted < requests && System.nanoTime() < end) {
            if (spend(user)) {
                admitted++;
            } else {
                Pace.sleep(5);
            }
        }
        return admitted;
    }

    /** As the kernel would: nothing more is heard of it. */
    void kill() {
        bus.close();
        keeper.close();
    }

    /** As a gateway that stops. */
    @Override
    public void close() {
        keeper.close();
        bus.close();
    }
}
