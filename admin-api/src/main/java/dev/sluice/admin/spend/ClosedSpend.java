package dev.sluice.admin.spend;

import dev.sluice.admin.policy.LivePolicy;
import dev.sluice.admin.problem.Refusal;
import dev.sluice.admin.publish.Leadership;
import dev.sluice.admin.usage.SpentRows;
import dev.sluice.admin.usage.SpentRows.Present;
import dev.sluice.bus.Bus;
import dev.sluice.contract.limit.SpentSums;
import dev.sluice.contract.limit.SpentSums.Place;
import dev.sluice.contract.limit.gossip.LimitMessage.BucketState;
import dev.sluice.contract.limit.gossip.LimitMessage.CounterState;
import dev.sluice.contract.limit.lease.LeaseDocument;
import dev.sluice.contract.limit.lease.LeaseDocument.About;
import dev.sluice.contract.policy.ObjectId;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Works out from ClickHouse what gateways that are gone have spent of budgets, and tells it to those that are there: it takes the
 * place of what the gone ones had last told, and of their leases, the rest of which returns. Records that come late are counted
 * when they come. Only the replica that leads does so, on a thread of its own; nothing waits for it.
 */
@Singleton
public final class ClosedSpend {
    private static final Logger LOG = Logger.getLogger(ClosedSpend.class);
    private static final long PERIOD_SECONDS = 10;
    /** Between two looks for records that came late. */
    private static final int ROUNDS_PER_LOOK = 3;
    /** Rows of one gateway come within this time of each other, or something keeps them. */
    private static final long QUIET_MILLIS = 5_000;
    /** After that a number that is missing is lost. */
    private static final long LOST_MILLIS = 600_000;
    /** Everything is told again after so many rounds, should somebody have missed it. */
    private static final int ROUNDS_PER_REPEAT = 60;

    private final Bus bus;
    private final Leadership leadership;
    private final LivePolicy live;
    private final SpentRows rows;
    private final GoneGateways gateways;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("closed-spend").daemon().factory());

    /** By instance, when its newest row came that is in the sums. */
    private final Map<String, Long> closed = new HashMap<>();

    /** Instances that have any records. */
    private final Set<String> recorded = new HashSet<>();

    private final Map<Place, Map<String, Long>> sums = new HashMap<>();
    private Map<ObjectId, Long> revisions = Map.of();
    private @Nullable Connection toldOn;
    private int round;
    private String said = "";

    ClosedSpend(Bus bus, Leadership leadership, LivePolicy live, SpentRows rows, GoneGateways gateways) {
        this.bus = bus;
        this.leadership = leadership;
        this.live = live;
        this.rows = rows;
        this.gateways = gateways;
    }

    void start(@Observes StartupEvent event) {
        Future<?> _ = thread.scheduleWithFixedDelay(this::run, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        thread.shutdownNow();
    }

    private void run() {
        try {
            Connection connection = bus.connection().orElse(null);
            if (leadership.leads() && connection != null && gateways.isKnown(Instant.now())) {
                round(connection, System.currentTimeMillis());
            }
            said = "";
        } catch (IOException | JetStreamApiException | RuntimeException e) {
            complain(e);
        }
    }

    private void complain(Exception e) {
        String reason = e instanceof Refusal ? String.valueOf(e.getMessage()) : e.toString();
        if (!reason.equals(said)) {
            LOG.warnf("what gateways that are gone have spent is not known, trying again: %s", reason);
            said = reason;
        }
    }

    void round(Connection connection, long nowMillis) throws IOException, JetStreamApiException {
        Budgets budgets = Budgets.of(live);
        if (budgets == null) {
            return;
        }
        SpendBus spendBus = new SpendBus(connection);
        if (!budgets.revisions().equals(revisions)) {
            closed.clear();
            sums.clear();
            revisions = budgets.revisions();
        }
        boolean look = round % ROUNDS_PER_LOOK == 0 && spendBus.isAllStored();
        Set<String> changed = look ? close(budgets, nowMillis) : Set.of();
        boolean all = !connection.equals(toldOn) || round % ROUNDS_PER_REPEAT == 0;
        round++;
        for (String instance : all ? closed.keySet() : changed) {
            if (closed.containsKey(instance)) {
                spendBus.tell(instance, counters(budgets, instance, nowMillis));
            }
        }
        if (all || !changed.isEmpty()) {
            reconcile(spendBus, budgets, nowMillis);
        }
        toldOn = connection;
    }

    /** @return instances of which something new is known */
    private Set<String> close(Budgets budgets, long nowMillis) {
        long from = budgets.fromMillis(nowMillis);
        Map<String, Long> gone = gone(from, nowMillis);
        Set<String> changed = new HashSet<>(closed.keySet());
        changed.removeAll(gone.keySet());
        changed.forEach(this::forget);
        Map<String, Long> found = fresh(gone, from, nowMillis);
        if (!found.isEmpty()) {
            SpentSums fresh = new SpentSums(budgets.rules(), budgets.sinceMillis());
            rows.read(
                    new SpentRows.Question(
                            found.keySet(), from, budgets.sinceMillis().values(), budgets.metadataKeys()),
                    budgets.policy(),
                    fresh::add);
            found.keySet().forEach(this::forget);
            fresh.sums()
                    .forEach((place, by) ->
                            sums.computeIfAbsent(place, _ -> new HashMap<>()).putAll(by));
            closed.putAll(found);
        }
        changed.addAll(found.keySet());
        return changed;
    }

    /** By instance, when its newest row came. */
    private Map<String, Long> gone(long from, long nowMillis) {
        Map<String, Long> gone = new HashMap<>();
        recorded.clear();
        for (Present present : rows.instances(from)) {
            recorded.add(present.instance());
            Instant newest = Instant.ofEpochMilli(present.newestMillis());
            if (nowMillis - present.newestMillis() > QUIET_MILLIS
                    && gateways.isGone(present.instance(), newest, Instant.ofEpochMilli(nowMillis))) {
                gone.put(present.instance(), present.newestMillis());
            }
        }
        return gone;
    }

    /** Those of which rows have come since they were last looked at, and none is still missing. */
    private Map<String, Long> fresh(Map<String, Long> gone, long from, long nowMillis) {
        Map<String, Long> found = new HashMap<>(gone);
        found.entrySet().removeIf(entry -> entry.getValue().equals(closed.get(entry.getKey())));
        if (!found.isEmpty()) {
            Set<String> whole = rows.whole(found.keySet(), from);
            found.entrySet()
                    .removeIf(entry -> !whole.contains(entry.getKey()) && nowMillis - entry.getValue() <= LOST_MILLIS);
        }
        return found;
    }

    private void forget(String instance) {
        closed.remove(instance);
        sums.values().forEach(by -> by.remove(instance));
        sums.values().removeIf(Map::isEmpty);
    }

    private List<CounterState> counters(Budgets budgets, String instance, long nowMillis) {
        List<CounterState> counters = new ArrayList<>();
        sums.forEach((place, by) -> {
            Long spent = by.get(instance);
            if (spent != null && budgets.isOfInterest(place, nowMillis)) {
                BucketState period = new BucketState(place.startMillis(), spent, 0);
                counters.add(new CounterState(place.segment(), place.limit(), List.of(period)));
            }
        });
        return counters;
    }

    /** Puts what was spent in place of leases, in all documents there are and in those that are missing. */
    private void reconcile(SpendBus spendBus, Budgets budgets, long nowMillis)
            throws IOException, JetStreamApiException {
        Set<Place> missing = new HashSet<>();
        sums.keySet().stream()
                .filter(place -> budgets.isStrict(place) && budgets.isOfInterest(place, nowMillis))
                .forEach(missing::add);
        spendBus.changeAll((about, document) -> {
            Long start = about.startMillis();
            Place place = new Place(about.segment(), about.limit(), start == null ? -1 : start);
            missing.remove(place);
            return start != null && budgets.isStrict(place) && budgets.isOfInterest(place, nowMillis)
                    ? closed(document, place, nowMillis)
                    : document;
        });
        for (Place place : missing) {
            About about = new About(place.segment(), place.limit(), place.startMillis());
            spendBus.change(about, document -> closed(document, place, nowMillis));
        }
    }

    private LeaseDocument closed(LeaseDocument document, Place place, long nowMillis) {
        Set<String> gone = new HashSet<>(closed.keySet());
        Instant since = gateways.listeningSince(Instant.ofEpochMilli(nowMillis));
        // Those without a single record have no more than a lease.
        document.instances().stream()
                .filter(instance -> gateways.isGone(instance, since, Instant.ofEpochMilli(nowMillis)))
                .filter(instance -> !closed.containsKey(instance) && !recorded.contains(instance))
                .forEach(gone::add);
        long spent = sums.getOrDefault(place, Map.of()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        return document.closed(gone, spent);
    }
}
