package dev.sluice.contract.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.key.KeyFormat;
import dev.sluice.contract.key.KeyHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicySnapshotTest {
    private static final String YAML = """
            kind: ProviderAccount
            metadata: {name: acc}
            spec: {provider: openai, discount: "50%", credentials: [{name: p, secret: {value: s}}]}
            ---
            kind: Model
            metadata: {name: acc/*}
            spec: {account: acc, upstream: "*"}
            ---
            kind: Model
            metadata: {name: acc/ft-*}
            spec: {account: acc, upstream: "ft:*"}
            ---
            kind: Model
            metadata: {name: acc/exact}
            spec: {account: acc, upstream: real-name, price: {input: "1", output: "2"}}
            ---
            kind: Model
            metadata: {name: lost/model}
            spec: {account: nowhere, upstream: m}
            ---
            kind: User
            metadata: {name: ada}
            spec: {roles: [developer]}
            ---
            kind: Team
            metadata: {name: research}
            spec: {members: ["user:ada"]}
            ---
            kind: AccessRule
            metadata: {name: r1}
            spec: {subjects: ["team:research"], models: ["acc/e*"]}
            ---
            kind: AccessRule
            metadata: {name: r2}
            spec: {subjects: ["key:special"], models: ["acc/other"]}
            """;

    private static String secretOf(SecretSource source) {
        return String.valueOf(source.value());
    }

    private static PolicyState state() {
        List<Change> changes = new ArrayList<>();
        Manifests.readYaml(YAML).forEach(object -> changes.add(Change.put(object, 1)));
        PolicyState state = new PolicyState();
        state.apply(new Snapshot(1, 1, changes));
        return state;
    }

    private static PolicyCompiler compiler() {
        return new PolicyCompiler((source, _) -> secretOf(source));
    }

    private static PolicyObject key(String name, String secret) {
        ApiKeySpec spec = new ApiKeySpec(
                "user:ada",
                null,
                List.of("*"),
                List.of(),
                null,
                List.of(),
                java.util.Map.of(),
                null,
                null,
                new ApiKeySpec.KeySecret(KeyFormat.sha256(secret), null, null));
        return new PolicyObject(Kind.API_KEY, Metadata.named(name), spec);
    }

    @Test
    void resolvesExactNamesFirstThenTheLongestWildcard() {
        PolicySnapshot policy = compiler().compile(state());

        assertThat(policy.model("acc/exact"))
                .extracting(m -> m == null ? "" : m.upstream())
                .isEqualTo("real-name");
        assertThat(policy.model("acc/ft-7"))
                .extracting(m -> m == null ? "" : m.upstream())
                .isEqualTo("ft:7");
        assertThat(policy.model("acc/a/b"))
                .extracting(m -> m == null ? "" : m.upstream())
                .isEqualTo("a/b");
        assertThat(policy.model("acc/")).isNull();
        assertThat(policy.model("other")).isNull();
    }

    @Test
    void switchesOffTheObjectThatCannotBeCompiledAlone() {
        PolicySnapshot policy = compiler().compile(state());

        assertThat(policy.model("lost/model")).isNull();
        assertThat(policy.disabled())
                .extracting(PolicySnapshot.DisabledObject::name)
                .containsExactly("lost/model");
        assertThat(policy.model("acc/exact")).isNotNull();
    }

    @Test
    void grantsThroughTeamsAndThroughTheKeyItself() {
        PolicySnapshot policy = compiler().compile(state());
        Owner ada = policy.owner(Subject.parse("user:ada"));
        assertThat(ada).isNotNull();

        assertThat(policy.isGranted(ada, null, "acc/exact")).isTrue();
        assertThat(policy.isGranted(ada, null, "acc/other")).isFalse();
        assertThat(policy.isGranted(ada, "special", "acc/other")).isTrue();
        assertThat(ada.countedTeam()).isEqualTo("research");
    }

    @Test
    void changesOneKeyWithoutTouchingTheRest() {
        PolicyState state = state();
        PolicyCompiler compiler = compiler();
        PolicySnapshot before = compiler.compile(state);
        KeyHash hash = KeyHash.ofHex(KeyFormat.sha256("one"));

        List<Change> added = List.of(Change.put(key("k", "one"), 2));
        state.apply(new ChangeSet(1, 2, Instant.EPOCH, added));
        PolicySnapshot with = compiler.compile(state, added, before);
        List<Change> replaced = List.of(Change.put(key("k", "two"), 3));
        state.apply(new ChangeSet(1, 3, Instant.EPOCH, replaced));
        PolicySnapshot rotated = compiler.compile(state, replaced, with);
        List<Change> removed = List.of(Change.tombstone(new ObjectId(Kind.API_KEY, "k"), 4));
        state.apply(new ChangeSet(1, 4, Instant.EPOCH, removed));
        PolicySnapshot without = compiler.compile(state, removed, rotated);

        assertThat(before.key(hash)).isNull();
        assertThat(with.key(hash)).isNotNull();
        assertThat(rotated.key(hash)).as("the old secret").isNull();
        assertThat(rotated.keyCount()).isEqualTo(1);
        assertThat(without.keyCount()).isZero();
        assertThat(with.key(hash)).as("an older snapshot never changes").isNotNull();
    }

    @Test
    void acceptsNoKeyThatIsRevokedOrWhoseSecretCannotBeHad() {
        PolicyState state = state();
        KeyStatus status = new KeyStatus("id", List.of(new KeyStatus.Hash(KeyFormat.sha256("one"), null)), true);
        state.apply(new ChangeSet(
                1, 2, Instant.EPOCH, List.of(Change.put(key("k", "one").withStatus(status), 2))));
        PolicyCompiler compiler = new PolicyCompiler((source, _) -> {
            if (source.value() != null) {
                return source.value();
            }
            throw new SecretResolver.UnresolvedSecret("is not here");
        });

        assertThat(compiler.compile(state).keyCount()).isZero();
    }

    @Test
    void takesTheDiscountOff() {
        CompiledModel model = compiler().compile(state()).model("acc/exact");
        assertThat(model).isNotNull();
        PriceTable price = model.price();
        assertThat(price).isNotNull();

        assertThat(price.costNanos(dev.sluice.contract.usage.Tokens.of(1_000_000, 0)))
                .isEqualTo(500_000_000);
    }
}
