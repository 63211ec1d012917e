package dev.sluice.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.contract.policy.Change;
import dev.sluice.contract.policy.KeySource;
import dev.sluice.contract.policy.Manifests;
import dev.sluice.contract.policy.PolicyCompiler;
import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.contract.policy.PolicyState;
import dev.sluice.contract.policy.Snapshot;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.issuer.SigningPair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A token that was good once is looked at again for each request. */
class IssuedTokensTest {
    private static final SigningPair KEY = SigningPair.elliptic("k", "secp256r1");
    private static final String SPEC = "{issuer: 'https://a.example.com', audiences: [a]%s}";
    private static final byte[] ADDRESS = {127, 0, 0, 1};

    private final Map<String, TokenKey> keys = new HashMap<>();
    private final List<KeySource> askedOf = new ArrayList<>();
    private long millis = 1_800_000_000_000L;
    private final Authenticator authenticator =
            new Authenticator(() -> java.time.Instant.ofEpochMilli(millis), (source, kid) -> {
                askedOf.add(source);
                return keys.get(kid);
            });
    private final String token = KEY.token("ES256", claims("\"sub\":\"ada\""));

    IssuedTokensTest() {
        keys.put("k", new TokenKey(KEY.pair().getPublic(), Set.of("ES256")));
    }

    private String claims(String more) {
        return "{\"iss\":\"https://a.example.com\",\"aud\":\"a\",\"exp\":%d,%s}".formatted(millis / 1000 + 300, more);
    }

    private static PolicySnapshot policy(String issuer, String user) {
        String yaml = (issuer.isEmpty() ? "" : "kind: TokenIssuer\nmetadata: {name: a}\nspec: " + issuer + "\n---\n")
                + "kind: User\nmetadata: {name: ada}\nspec: " + user + "\n";
        List<Change> changes = new ArrayList<>();
        Manifests.readYaml(yaml).forEach(object -> changes.add(Change.put(object, 1)));
        PolicyState state = new PolicyState();
        state.apply(new Snapshot(1, 1, changes));
        return new PolicyCompiler((_, _) -> "").compile(state);
    }

    private static PolicySnapshot policy() {
        return policy(SPEC.formatted(""), "{}");
    }

    private Principal authenticate(PolicySnapshot policy) {
        return authenticator.authenticate(policy, token, ADDRESS);
    }

    private void refused(PolicySnapshot policy) {
        assertThatThrownBy(() -> authenticate(policy))
                .isInstanceOfSatisfying(
                        GatewayException.class,
                        e -> assertThat(e.error()).isEqualTo(new GatewayError.Unauthenticated()));
    }

    @Test
    void shouldFollowPolicyAtOnce() {
        assertThat(authenticate(policy()).user()).isEqualTo("ada");
        assertThat(authenticate(policy()).user())
                .as("compiled anew, and the same")
                .isEqualTo("ada");
        refused(policy("", "{}"));
        refused(policy(SPEC.formatted(", requiredClaims: {groups: [x]}"), "{}"));
        refused(policy(SPEC.formatted(", algorithms: [RS256]"), "{}"));
        refused(policy(SPEC.formatted("").replace("[a]", "[b]"), "{}"));
        refused(policy(SPEC.formatted(""), "{disabled: true}"));
        assertThat(authenticate(policy()).user()).isEqualTo("ada");
    }

    @Test
    void shouldFollowTheIssuersKeysAtOnce() {
        PolicySnapshot policy = policy();
        authenticate(policy);
        keys.put("k", new TokenKey(KEY.pair().getPublic(), Set.of("ES256")));
        assertThat(authenticate(policy).user()).as("fetched anew, and the same").isEqualTo("ada");

        keys.put("k", new TokenKey(SigningPair.elliptic("k", "secp256r1").pair().getPublic(), Set.of("ES256")));
        refused(policy);
        keys.clear();
        refused(policy);
        assertThat(askedOf).containsOnly(new KeySource("https://a.example.com", null, false));
    }

    @Test
    void shouldEndWithTheTokenAndItsLeeway() {
        PolicySnapshot policy = policy();
        authenticate(policy);
        millis += 359_000;
        authenticate(policy);
        millis += 2_000;
        refused(policy);
    }

    @Test
    void shouldKnowTokensApartThatDifferInTheirSignatureAlone() {
        PolicySnapshot policy = policy();
        authenticate(policy);
        String other = token.substring(0, token.lastIndexOf('.') + 1)
                + SigningPair.base64(new byte[64]).replace('A', 'B');
        assertThatThrownBy(() -> authenticator.authenticate(policy, other, ADDRESS))
                .isInstanceOf(GatewayException.class);
    }

    @Test
    void shouldEndInARefusalWhateverComes() {
        PolicySnapshot policy = policy();
        java.util.Random random = new java.util.Random(7);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder mutated = new StringBuilder(token);
            for (int n = random.nextInt(4); n >= 0; n--) {
                mutated.setCharAt(3 + random.nextInt(mutated.length() - 3), (char) (33 + random.nextInt(94)));
            }
            if (mutated.toString().equals(token)) {
                continue;
            }
            try {
                Principal principal = authenticator.authenticate(policy, mutated.toString(), ADDRESS);
                assertThat(mutated.substring(0, token.length() - 1))
                        .as("only the bits after the last byte are nobody's: %s", principal)
                        .isEqualTo(token.substring(0, token.length() - 1));
            } catch (GatewayException e) {
                assertThat(e.error()).isEqualTo(new GatewayError.Unauthenticated());
            }
        }
    }
}
