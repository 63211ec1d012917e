package dev.sluice.admin.alert;

import dev.sluice.admin.gateway.LimitStanding;
import dev.sluice.admin.gateway.LimitStates;
import dev.sluice.admin.policy.LivePolicy;
import dev.sluice.admin.problem.Refusal;
import dev.sluice.contract.policy.BudgetAlerts;
import dev.sluice.contract.policy.BudgetSpec;
import dev.sluice.contract.policy.Kind;
import dev.sluice.contract.policy.LimitRule;
import dev.sluice.contract.policy.PolicyObject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/**
 * Asks how budgets with alerts stand and keeps the thresholds that are passed. A gateway that does not answer makes a sum too
 * low, never too high, so an alert may be late and is never false. {@link #round} is for one thread.
 */
@Singleton
public final class Watcher {
    private static final Logger LOG = Logger.getLogger(Watcher.class);
    /** Each waits 400 ms at most for the gateways. */
    private static final int AT_ONCE = 4;

    private static final int MOST_REMEMBERED = 50_000;

    private final LivePolicy live;
    private final LimitStates states;
    private final AlertLog log;
    private final Clock clock = Clock.systemUTC();
    /** What is kept already, to spare PostgreSQL the question; the table decides. */
    private final Set<Known> known = ConcurrentHashMap.newKeySet();

    Watcher(LivePolicy live, LimitStates states, AlertLog log) {
        this.live = live;
        this.states = states;
        this.log = log;
    }

    private record Known(String budget, String segment, String quota, long startMillis, List<Integer> thresholds) {
        static Known of(Passing passing) {
            return new Known(
                    passing.budget(),
                    AlertLog.segment(passing.segment()),
                    passing.segment().unit() + "/" + passing.segment().window(),
                    passing.start().toEpochMilli(),
                    passing.thresholds());
        }
    }

    void round() {
        if (known.size() > MOST_REMEMBERED) {
            known.clear();
        }
        // Closing waits for all.
        try (ExecutorService workers = Executors.newFixedThreadPool(
                AT_ONCE, Thread.ofVirtual().name("alert-watch").factory())) {
            for (PolicyObject budget : live.objects(Kind.BUDGET).values()) {
                BudgetSpec spec = (BudgetSpec) budget.spec();
                BudgetAlerts alerts = spec.alerts();
                if (alerts != null && !alerts.at().isEmpty()) {
                    workers.execute(() -> look(budget, spec, alerts));
                }
            }
        }
    }

    private void look(PolicyObject budget, BudgetSpec spec, BudgetAlerts alerts) {
        try {
            for (LimitStanding.Segment segment :
                    states.of(LimitRule.key(budget.id())).segments()) {
                Optional<Passing> passing = Passing.of(budget.name(), spec, segment, clock.instant());
                passing.filter(p -> !known.contains(Known.of(p))).ifPresent(p -> keep(p, spec, alerts));
            }
        } catch (Refusal e) {
            LOG.debugf("%s: %s", budget.id(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.warnf(e, "%s cannot be watched", budget.id());
        }
    }

    private void keep(Passing passing, BudgetSpec spec, BudgetAlerts alerts) {
        if (log.record(passing, Notice.passed(passing, spec, clock.instant()), alerts.channels())) {
            LOG.infof("budget %s has passed %s %%", passing.budget(), passing.highest());
        }
        known.add(Known.of(passing));
    }
}
