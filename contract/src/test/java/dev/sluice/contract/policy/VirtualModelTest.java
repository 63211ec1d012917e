package dev.sluice.contract.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.contract.policy.ManifestException.Code;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VirtualModelTest {
    private static final String HEAD = "kind: VirtualModel\nmetadata: {name: smart}\nspec: ";

    private static PolicyObject read(String spec) {
        return Manifests.readYaml(HEAD + spec).getFirst();
    }

    @Test
    void readsAndWritesAllThatIsExecuted() {
        PolicyObject object = read("""
                {strategy: {type: priority}, sticky: {by: ["header:x-session-id", "metadata:user", user, key], ttl: 10m},
                 targets: [{model: a/one, weight: 90, priority: 0},
                           {model: b/two, weight: 0, when: {metadata: {tier: {in: [gold]}}, headers: {x-tier: {notIn: [bronze]}},
                            subjects: {in: ["team:research"]}}}],
                 retry: {attempts: 2, backoff: 100ms, maxRetryAfter: 10s},
                 fallback: {on: [rate_limited, content_policy], to: [c/three]}}""");

        assertThat(Manifests.read(Manifests.write(object))).isEqualTo(object);
        CompiledVirtualModel compiled = CompiledVirtualModel.of(object);
        assertThat(compiled.names()).containsExactly("a/one", "b/two", "c/three");
        assertThat(compiled.ttlMillis()).isEqualTo(600_000);
        assertThat(compiled.failover())
                .isEqualTo(new Failover(2, 100, 10_000, java.util.Set.of("rate_limited", "content_policy")));
    }

    @ParameterizedTest
    @CsvSource({"weighted", "priority", "latency", "least-busy", "cost"})
    void readsEveryStrategy(String strategy) {
        PolicyObject object = read("{targets: [{model: a}], strategy: {type: " + strategy + "}}");

        assertThat(CompiledVirtualModel.of(object).strategy().wireName()).isEqualTo(strategy);
        assertThat(Manifests.read(Manifests.write(object))).isEqualTo(object);
    }

    @Test
    void readsWhatIsSetForATarget() {
        PolicyObject object =
                read("{targets: [{model: a, overrides: {temperature: 0.2, top_p: 0.5, max_tokens: 64, seed: 7,"
                        + " frequency_penalty: -1, presence_penalty: 1, reasoning_effort: low}}]}");

        ParameterOverrides set =
                CompiledVirtualModel.of(object).targets().getFirst().overrides();
        assertThat(set).isEqualTo(new ParameterOverrides(0.2, 0.5, 64L, 7L, -1.0, 1.0, "low"));
        assertThat(Manifests.read(Manifests.write(object))).isEqualTo(object);
        ParameterOverrides outer = new ParameterOverrides(1.0, null, null, null, null, null, null);
        assertThat(outer.over(set)).isEqualTo(new ParameterOverrides(1.0, 0.5, 64L, 7L, -1.0, 1.0, "low"));
    }

    @Test
    void readsWhatAScoreIsMadeOf() {
        PolicyObject object =
                read("{targets: [{model: a}], strategy: {type: score, weights: {cost: 0.5, quality: 2}}}");

        ScoreWeights weights =
                Objects.requireNonNull(CompiledVirtualModel.of(object).weights());
        assertThat(List.of(weights.ofCost(), weights.ofLatency(), weights.ofQuality()))
                .containsExactly(0.5, 0.0, 2.0);
        assertThat(Manifests.read(Manifests.write(object))).isEqualTo(object);
    }

    @Test
    void readsWhoIsAskedBesideThem() {
        PolicyObject object = read("{targets: [{model: a}], shadow: {model: local/llama, percent: 0.5}}");

        assertThat(CompiledVirtualModel.of(object).shadowing()).isEqualTo(new Shadowing("local/llama", 0.005));
        assertThat(CompiledVirtualModel.of(object).names()).containsExactly("a");
        assertThat(Manifests.read(Manifests.write(object))).isEqualTo(object);
    }

    @Test
    void asksTheNextTargetForWhatIsNotAboutTheRequest() {
        Failover failover =
                CompiledVirtualModel.of(read("{targets: [{model: a}]}")).failover();

        assertThat(failover.tries()).isEqualTo(1);
        assertThat(List.of(
                        "rate_limited", "quota_exhausted", "auth", "model_not_found", "context_window", "connection"))
                .allMatch(failover::fallsBack);
        assertThat(List.of("bad_request", "content_policy", "too_large", "timeout_total", "cancelled"))
                .noneMatch(failover::fallsBack);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{targets: []}|spec.targets|give 1 to 50",
                "{targets: [{model: 'a/*'}]}|spec.targets[0].model|wildcard",
                "{targets: [{model: a, weight: -1}]}|spec.targets[0].weight|out of range",
                "{targets: [{model: a, weight: 0}]}|spec.targets|all have weight 0",
                "{targets: [{model: a}, {model: a}]}|spec.targets[1].model|already",
                "{targets: [{model: a, overrides: {}}]}|spec.targets[0].overrides|says nothing",
                "{targets: [{model: a, overrides: {temperature: 3}}]}|spec.targets[0].overrides.temperature|use 0 to 2",
                "{targets: [{model: a, overrides: {temperature: hot}}]}|spec.targets[0].overrides.temperature|must be a number",
                "{targets: [{model: a, overrides: {max_tokens: 0}}]}|spec.targets[0].overrides.max_tokens|out of range",
                "{targets: [{model: a, overrides: {reasoning_effort: lots}}]}|spec.targets[0].overrides.reasoning_effort|minimal, low",
                "{targets: [{model: a, overrides: {tempreature: 1}}]}|spec.targets[0].overrides.tempreature|temperature",
                "{targets: [{model: a, when: {}}]}|spec.targets[0].when|says nothing",
                "{targets: [{model: a, when: {timeoutMs: {}}}]}|spec.targets[0].when.timeoutMs|says nothing",
                "{targets: [{model: a, when: {timeoutMs: {lt: 5, lte: 5}}}]}|spec.targets[0].when.timeoutMs|the same twice",
                "{targets: [{model: a, when: {timeoutMs: {lt: 5, gt: 4}}}]}|spec.targets[0].when.timeoutMs|no number",
                "{targets: [{model: a, when: {parameters: {stream: {in: []}}}}]}|spec.targets[0].when.parameters.stream.in|is empty",
                "{targets: [{model: a, when: {parameters: {}}}]}|spec.targets[0].when.parameters|says nothing",
                "{targets: [{model: a, when: {parameters: {max_token: {lt: 5}}}}]}|spec.targets[0].when.parameters.max_token|max_tokens",
                "{targets: [{model: a, when: {headers: {Authorization: {in: [x]}}}}]}|spec.targets[0].when.headers|no header",
                "{targets: [{model: a, when: {subjects: {in: ['nobody']}}}]}|spec.targets[0].when.subjects.in[0]|not a subject",
                "{targets: [{model: a}], strategy: {type: dice}}|spec.strategy.type|weighted, priority, latency, least-busy, cost, score",
                "{targets: [{model: a}], strategy: {type: score}}|spec.strategy.weights|are required",
                "{targets: [{model: a}], strategy: {type: cost, weights: {cost: 1}}}|spec.strategy.weights|for the strategy score",
                "{targets: [{model: a}], strategy: {type: score, weights: {cost: 0}}}|spec.strategy.weights|nothing above 0",
                "{targets: [{model: a}], strategy: {type: score, weights: {cost: -1}}}|spec.strategy.weights.cost|out of range",
                "{targets: [{model: a}], sticky: {by: ['cookie:x']}}|spec.sticky.by[0]|use header",
                "{targets: [{model: a}], sticky: {by: [user], ttl: soon}}|spec.sticky.ttl|not a duration",
                "{targets: [{model: a}], retry: {attempts: 9}}|spec.retry.attempts|1 to 6",
                "{targets: [{model: a}], retry: {backoff: 1h}}|spec.retry.backoff|too long",
                "{targets: [{model: a}], fallback: {on: [cancelled]}}|spec.fallback.on[0]|not a class",
                "{targets: [{model: a}], hedge: {after: p98}}|spec.hedge.maxExtraSpend|is required",
                "{targets: [{model: a}], hedge: {maxExtraSpend: '3%'}}|spec.hedge.after|is required",
                "{targets: [{model: a}], hedge: {after: p100, maxExtraSpend: '3%'}}|spec.hedge.after|from p50 to p99.9",
                "{targets: [{model: a}], hedge: {after: p42, maxExtraSpend: '3%'}}|spec.hedge.after|from p50 to p99.9",
                "{targets: [{model: a}], hedge: {after: p98, maxExtraSpend: '3'}}|spec.hedge.maxExtraSpend|percentage",
                "{targets: [{model: a}], hedge: {after: p98, maxExtraSpend: '0%'}}|spec.hedge.maxExtraSpend|out of range",
                "{targets: [{model: a}], hedge: {after: p98, maxExtraSpend: '60%'}}|spec.hedge.maxExtraSpend|out of range",
                "{targets: [{model: a}], hedge: {after: p98, maxExtraSpend: '3%', times: 2}}|spec.hedge.times|is not a field",
                "{targets: [{model: a}], shadow: {percent: 1}}|spec.shadow.model|is required",
                "{targets: [{model: a}], shadow: {model: b}}|spec.shadow.percent|is required",
                "{targets: [{model: a}], shadow: {model: 'b/*', percent: 1}}|spec.shadow.model|wildcard",
                "{targets: [{model: a}], shadow: {model: b, percent: 0}}|spec.shadow.percent|more than 0",
                "{targets: [{model: a}], shadow: {model: b, percent: 100.1}}|spec.shadow.percent|at most 100",
                "{targets: [{model: a}], shadow: {model: b, percent: much}}|spec.shadow.percent|must be a number",
                "{targets: [{model: a}], shadow: {model: b, percent: 1, to: c}}|spec.shadow.to|is not a field",
            })
    void refusesWithTheField(String spec, String field, String message) {
        assertThatThrownBy(() -> read(spec)).isInstanceOfSatisfying(ManifestException.class, e -> {
            assertThat(e.problems().getFirst().field()).endsWith(field);
            assertThat(e.problems().getFirst().message()).contains(message);
        });
    }

    private static boolean isFor(String when, long timeoutMillis, boolean stream, long maxOutput, boolean tools) {
        PolicyObject object = read("{targets: [{model: a, when: " + when + "}]}");
        assertThat(Manifests.read(Manifests.write(object))).isEqualTo(object);
        LimitFacts caller = new LimitFacts(
                new Owner(new Subject(Subject.Type.USER, "ada"), false, List.of(), "", Map.of(), List.of()),
                "",
                "",
                Map.of(),
                "");
        return Objects.requireNonNull(
                        CompiledVirtualModel.of(object).targets().getFirst().when())
                .matches(caller, _ -> null, RequestShape.of(timeoutMillis, stream, maxOutput, tools));
    }

    @Test
    void looksAtTheRequestItself() {
        assertThat(isFor("{timeoutMs: {lt: 2000}}", 1999, false, 0, false)).isTrue();
        assertThat(isFor("{timeoutMs: {lt: 2000}}", 2000, false, 0, false)).isFalse();
        assertThat(isFor("{timeoutMs: {lt: 2000}}", 0, false, 0, false)).isFalse();
        assertThat(isFor("{timeoutMs: {gte: 2000, lte: 3000}}", 3000, false, 0, false))
                .isTrue();
        assertThat(isFor("{timeoutMs: {gte: 2000, lte: 3000}}", 1999, false, 0, false))
                .isFalse();
        assertThat(isFor("{timeoutMs: {gt: 2000}}", 0, false, 0, false)).isTrue();
        assertThat(isFor("{parameters: {stream: {in: [true]}}}", 0, true, 0, false))
                .isTrue();
        assertThat(isFor("{parameters: {stream: {in: [true]}}}", 0, false, 0, false))
                .isFalse();
        assertThat(isFor("{parameters: {max_tokens: {lt: 100}}}", 0, false, 99, false))
                .isTrue();
        assertThat(isFor("{parameters: {max_tokens: {lt: 100}}}", 0, false, 0, false))
                .isFalse();
        assertThat(isFor("{parameters: {tools: {in: [false]}, max_tokens: {gt: 5}}}", 0, false, 6, false))
                .isTrue();
        assertThat(isFor("{parameters: {tools: {in: [false]}, max_tokens: {gt: 5}}}", 0, false, 6, true))
                .isFalse();
    }

    @Test
    void namesAnUnknownField() {
        assertThatThrownBy(() -> read("{targets: [{model: a, wieght: 3}]}"))
                .isInstanceOfSatisfying(ManifestException.class, e -> {
                    assertThat(e.code()).isEqualTo(Code.UNKNOWN_FIELD);
                    assertThat(e.problems().getFirst().message()).contains("weight");
                });
        assertThatThrownBy(() -> Manifests.readYaml(
                        "kind: VirtualModel\nmetadata: {name: 'a/*'}\nspec: {targets: [{model: b}]}"))
                .isInstanceOfSatisfying(
                        ManifestException.class,
                        e -> assertThat(e.problems().getFirst().field()).endsWith("metadata.name"));
    }

    @Test
    void compilesWhatHasChangedAndNothingElse() {
        PolicyState state = new PolicyState();
        PolicyCompiler compiler = new PolicyCompiler((_, _) -> "");
        state.apply(new Snapshot(1, 1, List.of(Change.put(read("{targets: [{model: a}]}"), 1))));
        PolicySnapshot before = compiler.compile(state);
        List<Change> news = state.apply(
                new ChangeSet(1, 2, Instant.EPOCH, List.of(Change.put(read("{targets: [{model: b}]}"), 2))));
        PolicySnapshot after = compiler.compile(state, news, before);
        List<Change> gone = state.apply(new ChangeSet(
                1, 3, Instant.EPOCH, List.of(Change.tombstone(new ObjectId(Kind.VIRTUAL_MODEL, "smart"), 3))));

        assertThat(Objects.requireNonNull(before.virtualModel("smart")).names()).containsExactly("a");
        assertThat(Objects.requireNonNull(after.virtualModel("smart")).names()).containsExactly("b");
        assertThat(after.indexes()).isSameAs(before.indexes());
        assertThat(compiler.compile(state, gone, after).virtualModel("smart")).isNull();
        assertThat(compiler.compile(state).hasModel("smart")).isFalse();
    }
}
