package dev.sluice.gateway.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.contract.policy.Change;
import dev.sluice.contract.policy.JwksUrl;
import dev.sluice.contract.policy.KeySource;
import dev.sluice.contract.policy.Manifests;
import dev.sluice.contract.policy.PolicyCompiler;
import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.contract.policy.PolicyState;
import dev.sluice.contract.policy.Snapshot;
import dev.sluice.contract.secret.KeyEncryptionKey;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IssuerKeysTest {
    private static final SigningPair FIRST = SigningPair.elliptic("first", "secp256r1");
    private static final SigningPair SECOND = SigningPair.elliptic("second", "secp256r1");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Vertx vertx = Vertx.vertx();
    private final FakeIssuer issuer;
    private final KeySource source;
    private final List<IssuerKeys> opened = new ArrayList<>();
    private long millis;

    @TempDir
    Path directory;

    IssuerKeysTest() throws IOException {
        issuer = new FakeIssuer();
        source = new KeySource(issuer.url(), null, true);
    }

    @BeforeEach
    void publish() {
        issuer.publish(List.of(FIRST.jwk()));
    }

    @AfterEach
    void close() {
        opened.forEach(IssuerKeys::close);
        issuer.close();
        vertx.close();
    }

    private static PolicySnapshot policy(String... specs) {
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < specs.length; i++) {
            String manifest = "kind: TokenIssuer\nmetadata: {name: i" + i + "}\nspec: " + specs[i];
            changes.add(Change.put(Manifests.readYaml(manifest).getFirst(), 1));
        }
        PolicyState state = new PolicyState();
        state.apply(new Snapshot(1, 1, changes));
        return new PolicyCompiler((_, _) -> "").compile(state);
    }

    private PolicySnapshot policy() {
        return policy("{issuer: '" + issuer.url() + "', audiences: [a], allowPrivateNetwork: true}");
    }

    /** Whose clock stands still until the test moves it, and that fetches on the test's thread. */
    private IssuerKeys keys(Optional<KeyFile> file) {
        IssuerKeys keys =
                new IssuerKeys(vertx, file, () -> START.plusMillis(millis), () -> 1_000 + millis, Runnable::run, false);
        opened.add(keys);
        return keys;
    }

    private IssuerKeys started() {
        IssuerKeys keys = keys(Optional.empty());
        keys.changed(policy());
        keys.tick();
        return keys;
    }

    private void later(Duration time, IssuerKeys keys) {
        millis += time.toMillis();
        keys.tick();
    }

    private KeyFile file(int kek) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) kek;
        String text = java.util.Base64.getEncoder().encodeToString(bytes);
        return new KeyFile(directory, KeyEncryptionKey.ofBase64(text).signingKey(), Optional.empty());
    }

    @Test
    void shouldFetchKeysWhenPolicyNamesTheIssuerAndForgetThemWhenItDoesNot() {
        IssuerKeys keys = keys(Optional.empty());
        assertThat(keys.isSettled(policy())).isFalse();
        assertThat(keys.key(source, "first")).isNull();

        keys.changed(policy());
        keys.tick();
        assertThat(keys.isSettled(policy())).isTrue();
        assertThat(keys.key(source, "first")).isNotNull();

        keys.changed(policy(
                "{issuer: 'x', audiences: [a], jwksUrl: '" + issuer.url() + "/keys', allowPrivateNetwork: true}"));
        assertThat(keys.key(source, "first")).isNull();
    }

    @Test
    void shouldAskAtMostOnceInThirtySecondsForAFloodOfUnknownKeys() {
        IssuerKeys keys = started();
        int floodMillis = 300_000;
        for (int i = 0; i < floodMillis / 100; i++) {
            for (int n = 0; n < 10; n++) {
                assertThat(keys.key(source, "flood-" + i + "-" + n)).isNull();
            }
            later(Duration.ofMillis(100), keys);
        }
        assertThat(issuer.calls()).isBetween(2, 1 + floodMillis / 30_000);
        assertThat(keys.key(source, "first")).isNotNull();
    }

    @Test
    void shouldTakeRotatedKeysWhenATokenNamesOne() {
        IssuerKeys keys = started();
        issuer.publish(List.of(SECOND.jwk()));
        later(Duration.ofSeconds(31), keys);
        assertThat(keys.key(source, "second")).as("nobody has asked yet").isNull();
        later(Duration.ofMillis(500), keys);
        assertThat(keys.key(source, "second")).isNotNull();
        assertThat(keys.key(source, "first")).as("it is gone from the set").isNull();
        assertThat(issuer.calls()).isEqualTo(2);
    }

    @Test
    void shouldRefreshHourlyOrAsTheIssuerSaysWithinBounds() {
        IssuerKeys keys = started();
        later(Duration.ofMinutes(59), keys);
        assertThat(issuer.calls()).isEqualTo(1);
        later(Duration.ofMinutes(2), keys);
        assertThat(issuer.calls()).isEqualTo(2);

        assertThat(KeyFetch.life(null)).isEqualTo(Duration.ofHours(1));
        assertThat(KeyFetch.life("public, max-age=7200")).isEqualTo(Duration.ofHours(2));
        assertThat(KeyFetch.life("max-age=1")).isEqualTo(Duration.ofMinutes(5));
        assertThat(KeyFetch.life("max-age=999999999")).isEqualTo(Duration.ofHours(24));
        assertThat(KeyFetch.life("no-store, max-age=60")).isEqualTo(Duration.ofHours(1));
        assertThat(KeyFetch.life("x-max-age=9")).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void shouldKeepWhatItHasWhileTheIssuerIsDownOrTalksNonsense() {
        IssuerKeys keys = started();
        for (String nonsense : new String[] {"", "<html>", "{}", "{\"keys\":[]}", "{\"keys\":[1,null]}", "[]"}) {
            issuer.answer(200, nonsense);
            later(Duration.ofHours(1), keys);
        }
        issuer.answer(500, "");
        later(Duration.ofHours(1), keys);
        issuer.close();
        for (int hour = 0; hour < 48; hour++) {
            later(Duration.ofHours(1), keys);
        }
        assertThat(keys.key(source, "first")).isNotNull();
        assertThat(keys.standings()).singleElement().satisfies(standing -> {
            assertThat(standing.issuer()).isEqualTo("i0");
            assertThat(standing.failures()).isEqualTo(55);
            assertThat(standing.ageSeconds()).isEqualTo(55 * 3600.0);
        });
    }

    @Test
    void shouldTrySoonAndThenLessOftenWhileThereAreNoKeys() {
        issuer.answer(500, "");
        IssuerKeys keys = started();
        assertThat(keys.isSettled(policy())).isTrue();
        assertThat(keys.standings().getFirst().ageSeconds()).isNull();
        for (int i = 0; i < 120; i++) {
            keys.key(source, "unknown");
            later(Duration.ofSeconds(1), keys);
        }
        assertThat(issuer.calls()).isBetween(6, 10);
        issuer.answer(200, "{\"keys\":[" + FIRST.jwk() + "]}");
        later(Duration.ofSeconds(31), keys);
        assertThat(keys.key(source, "first")).isNotNull();
    }

    @Test
    void shouldServeAfterARestartWhileTheIssuerIsDown() {
        IssuerKeys before = keys(Optional.of(file(1)));
        before.changed(policy());
        before.tick();
        assertThat(directory.resolve("token-issuers.keys")).exists();
        issuer.close();

        IssuerKeys after = keys(Optional.of(file(1)));
        after.changed(policy());
        assertThat(after.isSettled(policy())).isTrue();
        assertThat(after.key(source, "first")).isNotNull();
        after.tick();
        assertThat(after.key(source, "first")).isNotNull();
    }

    @Test
    void shouldNotBelieveAFileThatSomebodyElseWrote() throws IOException {
        IssuerKeys before = keys(Optional.of(file(1)));
        before.changed(policy());
        before.tick();
        issuer.close();

        IssuerKeys other = keys(Optional.of(file(2)));
        other.changed(policy());
        assertThat(other.key(source, "first")).isNull();
        assertThat(directory.resolve("token-issuers.keys.bad")).exists();

        byte[] bytes = Files.readAllBytes(directory.resolve("token-issuers.keys.bad"));
        bytes[bytes.length - 10] ^= 1;
        Files.write(directory.resolve("token-issuers.keys"), bytes);
        IssuerKeys altered = keys(Optional.of(file(1)));
        altered.changed(policy());
        assertThat(altered.key(source, "first")).isNull();
    }

    @Test
    void shouldTakeNoMoreThanItAskedFor() {
        issuer.answer(200, "{\"keys\":[" + FIRST.jwk() + "]}" + " ".repeat(IssuerHttp.MAX_BYTES));
        IssuerKeys keys = started();
        assertThat(keys.key(source, "first")).isNull();

        try (FakeIssuer elsewhere = new FakeIssuer().publish(List.of(FIRST.jwk()))) {
            issuer.header("location", elsewhere.url() + "/keys").answer(302, "");
            later(Duration.ofMinutes(10), keys);
            assertThat(keys.key(source, "first")).isNull();
            assertThat(elsewhere.calls()).isZero();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldNotBelieveTheMetadataOfAnotherIssuer() {
        issuer.metadata("{\"issuer\":\"https://other.example.com\",\"jwks_uri\":\"" + issuer.url() + "/keys\"}");
        assertThat(started().key(source, "first")).isNull();
        issuer.metadata("{\"issuer\":\"" + issuer.url() + "\",\"jwks_uri\":\"file:///etc/passwd\"}");
        assertThat(started().key(source, "first")).isNull();
        assertThat(issuer.calls()).isZero();
    }

    @Test
    void shouldNotConnectToAHouseThatIsNotAllowedNorToTheClouds() {
        try (IssuerHttp http = new IssuerHttp(vertx)) {
            assertThatThrownBy(() -> http.get(new JwksUrl(false, "127.0.0.1", issuer.port(), "/keys"), false))
                    .isInstanceOf(FetchException.class)
                    .hasMessageContaining("private network");
            assertThatThrownBy(() -> http.get(new JwksUrl(false, "localhost", issuer.port(), "/keys"), false))
                    .hasMessageContaining("private network");
            assertThatThrownBy(() -> http.get(new JwksUrl(false, "169.254.169.254", 80, "/keys"), true))
                    .hasMessageContaining("private network");
        }
        assertThat(issuer.calls()).isZero();
    }

    @Test
    void shouldLeaveOutKeysThatSignNothingHere() throws FetchException {
        SigningPair weak = SigningPair.rsa("weak", 1024);
        SigningPair rsa = SigningPair.rsa("rsa", 2048);
        SigningPair large = SigningPair.elliptic("p521", "secp521r1");
        KeySet set = KeySet.read(
                "{\"keys\":["
                        + String.join(
                                ",",
                                weak.jwk(),
                                large.jwk(),
                                rsa.jwk(Map.of("alg", "RS512")),
                                FIRST.jwk(Map.of("use", "enc")),
                                SECOND.jwk(Map.of("use", "sig")),
                                SigningPair.ed25519("ed").jwk(),
                                new SigningPair("wrong", FIRST.pair()).jwk(Map.of("alg", "RS256")),
                                "{\"kty\":\"oct\",\"kid\":\"oct\",\"k\":\"c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0\"}",
                                "{\"kty\":\"RSA\",\"kid\":\"broken\",\"n\":\"AQ\"}",
                                "{\"kty\":\"RSA\"}")
                        + "]}",
                START);

        assertThat(set.byId().keySet()).containsExactlyInAnyOrder("rsa", "second", "ed");
        assertThat(Objects.requireNonNull(set.byId().get("rsa")).algorithms()).containsExactly("RS512");
        assertThat(Objects.requireNonNull(set.byId().get("second")).algorithms())
                .containsExactly("ES256");
        assertThat(Objects.requireNonNull(set.byId().get("ed")).algorithms()).containsExactly("EdDSA");
    }
}
