package dev.sluice.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.contract.policy.Residency;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.dispatch.AttemptWatch;
import dev.sluice.gateway.health.TargetHealth;
import dev.sluice.gateway.observed.TargetStats;
import dev.sluice.gateway.quota.ProviderLimits;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two targets, one of which is ten times as slow for a while, played through with a clock of the test's. */
class SlowedTargetTest {
    private static final long SECOND = 1_000_000_000;
    private static final long FIRST = SECOND / 4;
    private static final long PER_TOKEN = SECOND / 100;
    private static final long SLOW_FROM = 60;
    private static final long SLOW_UNTIL = 120;

    private final Random random = new Random(5);
    private long now;
    private final TargetStats stats = new TargetStats(() -> now);
    private final RoutePlanner planner = new RoutePlanner(random::nextDouble, stats, new TargetHealth());
    private final PolicySnapshot policy = Plans.policy(
            "Model a: {account: p, upstream: u}",
            "Model b: {account: p, upstream: u}",
            "VirtualModel v: {strategy: {type: latency}, targets: [{model: a}, {model: b}]}");

    private record Event(long at, Runnable what) {}

    private final PriorityQueue<Event> events = new PriorityQueue<>((x, y) -> Long.compare(x.at, y.at));

    /** Requests of each second, and those of them that went to the slow one. */
    private final int[] all = new int[181];

    private final int[] toSlow = new int[181];

    @ParameterizedTest
    @CsvSource({"2, true", "20, true", "200, true", "20, false"})
    void losesItsTrafficAndGetsItBack(int requestsPerSecond, boolean stream) {
        for (long at = 0; at < 180 * SECOND; at += SECOND / requestsPerSecond) {
            long when = at;
            events.add(new Event(when, () -> request(stream)));
        }
        while (!events.isEmpty()) {
            Event next = events.remove();
            now = Math.max(now, next.at);
            next.what.run();
        }

        assertThat(share(20, SLOW_FROM)).isBetween(0.35, 0.65);
        assertThat(share(SLOW_FROM + 10, SLOW_UNTIL)).isLessThan(0.05);
        assertThat(share(SLOW_UNTIL + 20, SLOW_UNTIL + 30)).isGreaterThan(0.33);
        assertThat(share(SLOW_UNTIL + 30, 180)).isGreaterThan(0.4);
    }

    private double share(long from, long until) {
        int some = 0;
        int slow = 0;
        for (long second = from; second < until; second++) {
            some += all[(int) second];
            slow += toSlow[(int) second];
        }
        return (double) slow / some;
    }

    private void request(boolean stream) {
        CompiledModel target =
                Objects.requireNonNull(planner.plan(policy, "v", Residency.ANYWHERE, () -> Plans.facts(100, 0))
                        .targets()
                        .getFirst());
        long second = now / SECOND;
        boolean slow = target.name().equals("b");
        all[(int) second]++;
        toSlow[(int) second] += slow ? 1 : 0;
        double factor = slow && second >= SLOW_FROM && second < SLOW_UNTIL ? 10 : 1;
        double spread = factor * Math.exp(random.nextGaussian() * 0.3);
        int tokens = 50 + random.nextInt(100);
        long first = (long) (FIRST * spread);
        long whole = first + (long) (PER_TOKEN * factor * tokens);
        stats.sent(target, "c");
        if (stream) {
            events.add(new Event(now + first, () -> stats.firstContent(target, first)));
        }
        long content = stream ? first : whole;
        events.add(new Event(
                now + whole,
                () -> stats.ended(new AttemptWatch.Sent(
                        target, "c", 200, null, Tokens.of(10, tokens), content, whole, ProviderLimits.NONE))));
    }
}
