package dev.sluice.contract.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.contract.policy.ManifestException.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitManifestsTest {
    private static final String RATE = "kind: RateLimit\nmetadata: {name: a}\nspec: ";
    private static final String BUDGET = "kind: Budget\nmetadata: {name: a}\nspec: ";
    private static final String CHANNEL = "kind: AlertChannel\nmetadata: {name: a}\nspec: ";

    private static PolicyObject read(String yaml) {
        return Manifests.readYaml(yaml).getFirst();
    }

    @Test
    void readsAndWritesWhatTheReferenceShows() {
        String rate = RATE + """
                {match: {subjects: {in: ["team:research"]}, models: {notIn: ["local/*"]}, metadata: {env: {in: [prod]}}},
                 per: [user, model, "metadata:project"],
                 limits: [{unit: requests, amount: 600, window: 1m}, {unit: concurrent, amount: 20}, {unit: usd, amount: "1.50", window: 1h}],
                 overrides: [{subject: "user:ada@example.com", limits: [{unit: requests, amount: 6000, window: 1m}]}],
                 accuracy: soft, onPartition: share, mode: enforce}""";
        String budget = BUDGET + """
                {match: {subjects: {in: ["team:research"]}}, per: [team],
                 limits: [{usd: "500.00", period: month}, {usd: "50.00", period: day}, {tokens: 10000000, period: month}],
                 zone: Europe/Berlin, accuracy: strict, onExceeded: {model: local/llama}, stopStreams: true, unpriced: block,
                 alerts: {at: [50, 75, 90, 100], channels: [ops-webhook]},
                 overrides: [{subject: "user:ada@example.com", limits: [{usd: "900.00", period: month}]}],
                 onPartition: closed, mode: audit}""";
        String channel =
                CHANNEL + "{type: webhook, url: 'https://hooks.example.com/sluice', secret: {env: HOOK_SECRET}}";

        for (String yaml : new String[] {rate, budget, channel}) {
            PolicyObject object = read(yaml);
            assertThat(Manifests.read(Manifests.write(object))).isEqualTo(object);
        }
        assertThat(Manifests.write(read(budget)).at("/spec/onExceeded/model").asText())
                .isEqualTo("local/llama");
        assertThat(Manifests.write(read(rate)).at("/spec/limits/0/amount").isNumber())
                .isTrue();
        assertThat(Manifests.write(read(rate)).at("/spec/limits/2/amount").asText())
                .isEqualTo("1.50");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{limits: []}|spec.limits|at least one",
                "{limits: [{unit: requests, amount: -1, window: 1m}]}|spec.limits[0].amount|-1 is negative: use 0 to block all",
                "{limits: [{unit: requests, amount: 1.5, window: 1m}]}|spec.limits[0].amount|whole number",
                "{limits: [{unit: requests, amount: '600', window: 1m}]}|spec.limits[0].amount|whole number of requests",
                "{limits: [{unit: usd, amount: 5, window: 1m}]}|spec.limits[0].amount|\"5.00\"",
                "{limits: [{unit: usd, amount: '-5', window: 1m}]}|spec.limits[0].amount|-5 is negative",
                "{limits: [{unit: usd, amount: '1.0000000001', window: 1m}]}|spec.limits[0].amount|not an amount of dollars",
                "{limits: [{unit: words, amount: 5, window: 1m}]}|spec.limits[0].unit|'words' is not a unit: use one of requests, inputTokens",
                "{limits: [{unit: requests, amount: 5}]}|spec.limits[0].window|is required",
                "{limits: [{unit: requests, amount: 5, window: 999ms}]}|spec.limits[0].window|use 1s to 31d",
                "{limits: [{unit: requests, amount: 5, window: 32d}]}|spec.limits[0].window|32d is out of range",
                "{limits: [{unit: concurrent, amount: 5, window: 1m}]}|spec.limits[0].window|does not go with concurrent",
                "{accuracy: strict, limits: [{unit: concurrent, amount: 5}]}|spec.accuracy|cannot be strict for concurrent",
                "{limits: [{unit: requests, amount: 5, window: 60s}, {unit: requests, amount: 6, window: 1m}]}|spec.limits[1]|keep the smaller",
                "{per: [user, team, key, model], limits: [{unit: concurrent, amount: 5}]}|spec.per|at most 3",
                "{per: [user, user], limits: [{unit: concurrent, amount: 5}]}|spec.per[1]|twice",
                "{per: [users], limits: [{unit: concurrent, amount: 5}]}|spec.per[0]|'users' is not a dimension: use one of user",
                "{match: {subjects: {}}, limits: [{unit: concurrent, amount: 5}]}|spec.match.subjects|says nothing",
                "{match: {models: {in: []}}, limits: [{unit: concurrent, amount: 5}]}|spec.match.models.in|nothing would match",
                "{match: {subjects: {in: [ada]}}, limits: [{unit: concurrent, amount: 5}]}|spec.match.subjects.in[0]|not a subject",
                "{overrides: [{subject: '*', limits: [{unit: concurrent, amount: 5}]}], limits: [{unit: concurrent, amount: 5}]}|spec.overrides[0].subject|everybody",
                "{mode: dry, limits: [{unit: concurrent, amount: 5}]}|spec.mode|'dry' is not a mode: use one of enforce, audit",
                "{accuracy: exact, limits: [{unit: concurrent, amount: 5}]}|spec.accuracy|use one of soft, strict",
                "{onPartition: wait, limits: [{unit: concurrent, amount: 5}]}|spec.onPartition|use one of share, open, closed"
            })
    void namesWhatIsWrongWithARateLimit(String spec, String field, String message) {
        assertThatThrownBy(() -> read(RATE + spec)).hasMessageContaining(field).hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{limits: [{period: day}]}|spec.limits[0]|exactly one of usd, tokens",
                "{limits: [{usd: '1', tokens: 1, period: day}]}|spec.limits[0]|exactly one of usd, tokens",
                "{limits: [{usd: '-1', period: day}]}|spec.limits[0].usd|negative",
                "{limits: [{tokens: -1, period: day}]}|spec.limits[0].tokens|negative",
                "{limits: [{usd: '1', period: year}]}|spec.limits[0].period|'year' is not a period: use one of hour, day",
                "{limits: [{usd: '1'}]}|spec.limits[0].period|is required",
                "{limits: [{usd: '1', period: day}, {usd: '2', period: day}]}|spec.limits[1]|again",
                "{zone: Mars/Olympus, limits: [{usd: '1', period: day}]}|spec.zone|'Mars/Olympus' is not a time zone",
                "{onExceeded: stop, limits: [{usd: '1', period: day}]}|spec.onExceeded|must be block, or the model",
                "{onExceeded: {model: 'a/*'}, limits: [{usd: '1', period: day}]}|spec.onExceeded|wildcard",
                "{alerts: {at: [0]}, limits: [{usd: '1', period: day}]}|spec.alerts.at[0]|1 to 1000",
                "{alerts: {at: [50, 50]}, limits: [{usd: '1', period: day}]}|spec.alerts.at|twice",
                "{unpriced: count, limits: [{usd: '1', period: day}]}|spec.unpriced|use one of allow, block"
            })
    void namesWhatIsWrongWithABudget(String spec, String field, String message) {
        assertThatThrownBy(() -> read(BUDGET + spec))
                .hasMessageContaining(field)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{type: pager, url: 'https://a.example.com'}|spec.type|use one of webhook, slack, email",
                "{type: webhook}|spec.url|is required",
                "{type: webhook, url: 'http://10.0.0.1/x'}|spec.url|allowPrivateNetwork",
                "{type: webhook, url: 'https://a.example.com', to: ['a@b.example']}|spec.to|does not go with type webhook",
                "{type: slack}|spec|exactly one of url, secret",
                "{type: email}|spec.to|at least one address",
                "{type: email, to: [nobody]}|spec.to[0]|not an address",
                "{type: email, to: ['a@b.example'], url: 'https://a.example.com'}|spec.url|does not go with type email"
            })
    void namesWhatIsWrongWithAChannel(String spec, String field, String message) {
        assertThatThrownBy(() -> read(CHANNEL + spec))
                .hasMessageContaining(field)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{limit: []}|did you mean 'limits'",
                "{limits: [{unit: requests, amount: 1, windows: 1m}]}|did you mean 'window'",
                "{match: {subject: {in: ['*']}}, limits: [{unit: concurrent, amount: 1}]}|did you mean 'subjects'",
                "{match: {models: {notin: [a]}}, limits: [{unit: concurrent, amount: 1}]}|did you mean 'notIn'"
            })
    void refusesUnknownFieldsAndNamesTheNearest(String spec, String message) {
        assertThatThrownBy(() -> read(RATE + spec))
                .isInstanceOfSatisfying(
                        ManifestException.class, e -> assertThat(e.code()).isEqualTo(Code.UNKNOWN_FIELD))
                .hasMessageContaining(message);
    }

    @Test
    void writesDollarsExactly() {
        assertThat(Usd.format(Usd.nanos("500.00", "usd"))).isEqualTo("500.00");
        assertThat(Usd.format(Usd.nanos("0.000000001", "usd"))).isEqualTo("0.000000001");
        assertThat(Usd.nanos("999999999.999999999", "usd")).isEqualTo(999_999_999_999_999_999L);
    }

    @Test
    void isStrictByDefaultOnlyWhereABudgetBlocks() {
        assertThat(compile(BUDGET + "{limits: [{usd: '1', period: day}]}").isStrict())
                .isTrue();
        assertThat(compile(BUDGET + "{mode: audit, limits: [{usd: '1', period: day}]}")
                        .isStrict())
                .isFalse();
        assertThat(compile(BUDGET + "{onExceeded: {model: m}, limits: [{usd: '1', period: day}]}")
                        .isStrict())
                .isFalse();
        assertThat(compile(RATE + "{limits: [{unit: requests, amount: 1, window: 1s}]}")
                        .isStrict())
                .isFalse();
    }

    private static LimitRule compile(String yaml) {
        PolicyObject object = read(yaml);
        return object.spec() instanceof RateLimitSpec rate
                ? rate.compile(object.name())
                : ((BudgetSpec) object.spec()).compile(object.name());
    }
}
