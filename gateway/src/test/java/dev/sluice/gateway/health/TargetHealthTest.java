package dev.sluice.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.policy.Change;
import dev.sluice.contract.policy.CompiledAccount.Credential;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.Manifests;
import dev.sluice.contract.policy.PolicyCompiler;
import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.contract.policy.PolicyState;
import dev.sluice.contract.policy.Snapshot;
import dev.sluice.gateway.error.GatewayError.Upstream;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.health.TargetHealth.State;
import dev.sluice.gateway.quota.ProviderLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetHealthTest {
    private static final String POLICY = """
            kind: ProviderAccount
            metadata: {name: p}
            spec: {provider: openai, credentials: [{name: one, secret: {value: a}}, {name: two, secret: {value: b}}]}
            ---
            kind: Model
            metadata: {name: p/m}
            spec: {account: p, upstream: u}
            ---
            kind: Model
            metadata: {name: p/n}
            spec: {account: p, upstream: u}
            ---
            kind: Model
            metadata: {name: "w/*"}
            spec: {account: p, upstream: "*"}
            """;

    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;

    private final List<TargetKey> changes = new ArrayList<>();
    private final PolicySnapshot policy = policy(POLICY, "s");
    private final CompiledModel model = model("p/m");
    private final Credential one = model.account().credentials().getFirst();
    private final Credential two = model.account().credentials().getLast();
    private long now = -3 * SECOND;
    private final TargetHealth health = new TargetHealth(() -> now, () -> 0.5);

    {
        health.onChange(changes::add);
    }

    private static PolicySnapshot policy(String yaml, String secret) {
        List<Change> changes = new ArrayList<>();
        Manifests.readYaml(yaml).forEach(object -> changes.add(Change.put(object, 1)));
        PolicyState state = new PolicyState();
        state.apply(new Snapshot(1, 1, changes));
        return new PolicyCompiler((_, _) -> secret).compile(state);
    }

    private CompiledModel model(String name) {
        return Objects.requireNonNull(policy.model(name));
    }

    private Trial sent(Credential credential) {
        return Objects.requireNonNull(health.begin(model, credential, true, true));
    }

    private static @Nullable Upstream error(@Nullable UpstreamClass kind, String... told) {
        ProviderLimits limits = told.length == 0 ? ProviderLimits.NONE : new ProviderLimits(Map.of(told[0], told[1]));
        return kind == null ? null : new Upstream(kind, "p", 0, null, null, limits);
    }

    /** Requests with the first credential that end so. */
    private void ended(int times, @Nullable UpstreamClass kind, String... told) {
        for (int i = 0; i < times; i++) {
            sent(one).ended(error(kind, told), kind == null ? 200 : 500);
        }
    }

    private void told(TargetKey key, State state, String reason, long outMillis) {
        health.told(policy, new Finding(key, state, reason, 0, outMillis));
    }

    private long outMillis(Credential credential) {
        return health.outNanos(model, credential) / MILLI;
    }

    private void open() {
        ended(5, UpstreamClass.SERVER_ERROR);
        assertThat(outMillis(one)).isEqualTo(5_000);
    }

    @ParameterizedTest
    @CsvSource({
        "OVERLOADED",
        "SERVER_ERROR",
        "TIMEOUT_CONNECT",
        "TIMEOUT_FIRST_TOKEN",
        "TIMEOUT_IDLE",
        "TIMEOUT_TOTAL",
        "CONNECTION",
        "STREAM_INTERRUPTED"
    })
    void opensAfterFiveFailuresInARow(UpstreamClass kind) {
        ended(4, kind);
        ended(1, null);
        ended(4, kind);
        assertThat(outMillis(one)).isZero();

        ended(1, kind);

        assertThat(outMillis(one)).isEqualTo(5_000);
        assertThat(outMillis(two)).isZero();
        assertThat(changes).containsExactly(new TargetKey("p/m", "p", "one"));
    }

    @ParameterizedTest
    @CsvSource({
        "MODEL_NOT_FOUND",
        "CONTEXT_WINDOW",
        "CONTENT_POLICY",
        "SAMPLING_FAILURE",
        "TOO_LARGE",
        "BAD_REQUEST",
        "CANCELLED"
    })
    void countsNothingThatIsTheRequestsOwn(UpstreamClass kind) {
        ended(50, kind);

        assertThat(outMillis(one)).isZero();
        assertThat(changes).isEmpty();
    }

    @Test
    void doesNotBlameATargetThatIsStillAnswering() {
        for (int i = 0; i < 6; i++) {
            Trial trial = sent(one);
            trial.answering();
            trial.ended(error(UpstreamClass.TIMEOUT_TOTAL), 200);
        }

        assertThat(outMillis(one)).isZero();
    }

    @Test
    void opensWhileStreamsGoOnFarTooSlowly() {
        List<Trial> streams = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Trial stream = sent(one);
            stream.answering();
            streams.add(stream);
        }
        streams.subList(0, 4).forEach(Trial::slow);
        assertThat(outMillis(one)).isZero();

        streams.get(4).slow();

        assertThat(outMillis(one)).isEqualTo(5_000);
        assertThat(health.readings().getFirst().reason()).isEqualTo("slow_stream");
        streams.forEach(stream -> stream.ended(null, 200));
        assertThat(outMillis(one)).as("their good ends do not close it").isEqualTo(5_000);
    }

    @Test
    void opensWhenHalfOfAtLeastTwentyFail() {
        for (int i = 0; i < 9; i++) {
            ended(1, null);
            ended(1, UpstreamClass.OVERLOADED);
        }
        ended(1, null);
        assertThat(outMillis(one)).isZero();

        ended(1, UpstreamClass.OVERLOADED);

        assertThat(outMillis(one)).isEqualTo(5_000);
    }

    @Test
    void forgetsAfterTenSeconds() {
        ended(4, UpstreamClass.OVERLOADED);
        ended(9, null);
        now += 11 * SECOND;
        for (int i = 0; i < 6; i++) {
            ended(1, null);
            ended(1, UpstreamClass.OVERLOADED);
        }

        assertThat(outMillis(one)).isZero();
    }

    @Test
    void letsExactlyOneTryAndClosesWhenThatGoesWell() {
        open();
        assertThat(health.begin(model, one, false, true)).isNull();
        now += 5 * SECOND;
        assertThat(outMillis(one)).isZero();

        Trial probe = Objects.requireNonNull(health.begin(model, one, false, true));

        assertThat(health.begin(model, one, false, true)).isNull();
        assertThat(health.outNanos(model, one)).isPositive();
        probe.answering();
        assertThat(health.outNanos(model, one)).isZero();
        assertThat(health.begin(model, one, false, true)).isNotNull();
        assertThat(changes).hasSize(2);
    }

    @Test
    void opensForLongerEachTimeUpToAMinute() {
        open();
        for (long seconds : new long[] {10, 20, 40, 60, 60}) {
            now += health.outNanos(model, one);
            Objects.requireNonNull(health.begin(model, one, false, true)).ended(error(UpstreamClass.CONNECTION), 0);
            assertThat(outMillis(one)).isEqualTo(seconds * 1_000);
        }
    }

    @Test
    void triesAgainWhenTheOneThatTriedSaysNothing() {
        open();
        now += 5 * SECOND;
        Objects.requireNonNull(health.begin(model, one, false, true)).ended(error(UpstreamClass.CANCELLED), 0);
        Objects.requireNonNull(health.begin(model, one, false, true)).unused();

        assertThat(health.begin(model, one, false, true)).isNotNull();
    }

    @Test
    void restsAsLongAsTheProviderAsksAMinuteAtMost() {
        ended(1, UpstreamClass.RATE_LIMITED, "retry-after", "7");
        assertThat(outMillis(one)).isEqualTo(7_000);
        assertThat(outMillis(two)).isZero();
        assertThat(health.outNanos(model("p/n"), one)).isZero();
        assertThat(health.outage(model)).isNull();
        now += 7 * SECOND;
        assertThat(outMillis(one)).isZero();

        ended(1, UpstreamClass.QUOTA_EXHAUSTED, "retry-after", "86400");

        assertThat(outMillis(one)).isEqualTo(60_000);
    }

    @Test
    void restsForLongerEachTimeWhereTheProviderSaysNothing() {
        for (long millis : new long[] {1_000, 2_000, 4_000, 5_000, 5_000}) {
            ended(3, UpstreamClass.RATE_LIMITED);
            assertThat(outMillis(one)).isEqualTo(millis);
            now += millis * MILLI;
        }
        ended(1, null);
        ended(1, UpstreamClass.RATE_LIMITED);
        assertThat(outMillis(one)).isEqualTo(1_000);
    }

    @Test
    void sparesARejectedCredentialForAllModelsUntilItIsAnotherOne() {
        ended(1, UpstreamClass.AUTH);

        assertThat(outMillis(one)).isEqualTo(60_000);
        assertThat(health.outNanos(model("p/n"), one)).isPositive();
        assertThat(health.begin(model, one, false, true)).isNull();
        assertThat(outMillis(two)).isZero();
        CompiledModel rotated = Objects.requireNonNull(policy(POLICY, "t").model("p/m"));
        assertThat(health.outNanos(rotated, rotated.account().credentials().getFirst()))
                .isZero();
        ended(1, null);
        assertThat(outMillis(one)).isEqualTo(60_000); // sent before
        now += 1;
        ended(1, null);
        assertThat(outMillis(one)).isZero();
    }

    @Test
    void sparesACredentialForAModelThatItMayNotUse() {
        ended(1, UpstreamClass.PERMISSION);

        assertThat(outMillis(one)).isEqualTo(60_000);
        assertThat(health.outNanos(model("p/n"), one)).isZero();
    }

    @Test
    void saysWhyAModelIsOut() {
        open();
        sent(two).ended(error(UpstreamClass.RATE_LIMITED, "retry-after", "2"), 429);

        TargetHealth.Outage outage = Objects.requireNonNull(health.outage(model));

        assertThat(outage.outNanos()).isEqualTo(2 * SECOND);
        assertThat(outage.reason()).isEqualTo("rests after rate_limited for another 2000 ms");
    }

    @Test
    void takesInWhatOthersTell() {
        TargetKey key = new TargetKey("p/m", "p", "one");
        told(key, State.OPEN, "overloaded", 3_000);
        assertThat(outMillis(one)).isEqualTo(3_000);
        told(key, State.CLOSED, "", 0);
        assertThat(outMillis(one)).isZero();

        open();
        told(key, State.CLOSED, "", 0);
        assertThat(outMillis(one)).isEqualTo(5_000);

        told(new TargetKey("w/*", "p", "two"), State.RESTING, "rate_limited", 1_000);
        assertThat(health.outNanos(model("w/x"), two) / MILLI).isEqualTo(1_000);
        told(new TargetKey("", "p", "two"), State.RESTING, "auth", Long.MAX_VALUE);
        assertThat(outMillis(two)).isEqualTo(70_000);
        told(new TargetKey("none", "p", "two"), State.OPEN, "overloaded", 1_000);
        told(new TargetKey("p/m", "q", "two"), State.OPEN, "overloaded", 1_000);
        told(new TargetKey("p/m", "p", "three"), State.OPEN, "overloaded", 1_000);
        assertThat(changes).containsOnly(key);
    }

    @Test
    void knowsBetterThanOthersWhenItHasHadAnAnswerSince() {
        TargetKey key = new TargetKey("p/m", "p", "one");
        ended(1, null);
        now += 2 * SECOND;

        health.told(policy, new Finding(key, State.OPEN, "overloaded", 2_500, 3_000));
        assertThat(outMillis(one)).isZero();
        health.told(policy, new Finding(key, State.OPEN, "overloaded", 1_500, 3_000));
        assertThat(outMillis(one)).isEqualTo(3_000);
    }

    @Test
    void tellsWhatItHasFoundOutItself() {
        told(new TargetKey("p/n", "p", "two"), State.OPEN, "overloaded", 3_000);
        open();
        ended(1, UpstreamClass.AUTH);
        now += SECOND;

        assertThat(health.findings())
                .containsExactlyInAnyOrder(
                        new Finding(new TargetKey("p/m", "p", "one"), State.OPEN, "server_error", 1_000, 4_000),
                        new Finding(new TargetKey("", "p", "one"), State.RESTING, "auth", 1_000, 59_000));
        now += 60 * SECOND;
        assertThat(health.findings()).isEmpty();
    }

    @Test
    void learnsNothingNewFromWhatWasInFlightWhenItOpened() {
        Trial before = sent(one);
        now += MILLI;
        open();
        before.ended(null, 200);
        assertThat(outMillis(one)).isEqualTo(5_000);

        now += MILLI;
        ended(1, null); // for want of another target
        assertThat(outMillis(one)).isZero();
    }

    @Test
    void letsOneTryAfterWhatOthersTold() {
        told(new TargetKey("p/m", "p", "one"), State.OPEN, "overloaded", 3_000);
        now += 3 * SECOND;

        assertThat(health.begin(model, one, false, true)).isNotNull();
        assertThat(health.begin(model, one, false, true)).isNull();
    }

    @Test
    void forgetsWhatPolicyHasNoMore() {
        open();
        ended(1, UpstreamClass.AUTH);
        Objects.requireNonNull(health.begin(model("w/x"), two, true, true))
                .ended(error(UpstreamClass.RATE_LIMITED, "retry-after", "9"), 429);
        health.retain(policy);
        assertThat(outMillis(one)).isEqualTo(60_000);
        assertThat(health.outNanos(model("w/x"), two)).isPositive();

        health.retain(policy(POLICY.replace("p/m", "p/z").replace("w/*", "v/*"), "s"));

        assertThat(outMillis(one)).isEqualTo(60_000); // the credential is still there
        ended(1, null);
        now += 1;
        ended(1, null);
        assertThat(outMillis(one)).isZero();
        assertThat(health.outNanos(model("w/x"), two)).isZero();
    }

    @Test
    void grantsOneRetryForFiveRequests() {
        int granted = 0;
        int requests = 0;
        for (int i = 0; i < 20 * 500; i++) {
            now += 2 * MILLI;
            requests++;
            sent(two).ended(error(UpstreamClass.SERVER_ERROR), 500);
            for (int tries = 0; tries < 2; tries++) {
                granted += health.mayRetry(model) ? 1 : 0;
            }
        }

        assertThat(granted).isBetween(requests / 5 - 20, requests / 5);
    }

    @Test
    void grantsTenRetriesWhereThereIsLittleTraffic() {
        int granted = 0;
        for (int i = 0; i < 30; i++) {
            granted += health.mayRetry(model) ? 1 : 0;
        }
        assertThat(granted).isEqualTo(10);

        now += 10 * SECOND;

        assertThat(health.mayRetry(model)).isTrue();
    }
}
