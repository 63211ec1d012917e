package dev.sluice.contract.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenIssuerTest {
    private static final String ISSUER = "---\nkind: TokenIssuer\nmetadata: {name: %s}\nspec: %s\n";
    private static final String FULL = """
            {issuer: "https://login.example.com/realms/corp", audiences: [sluice], algorithms: [RS256, EdDSA],
             jwksUrl: "https://login.example.com/keys?p=1", allowPrivateNetwork: false, authorizedParties: [cli],
             subject: {claim: 'kubernetes\\.io.name', as: serviceAccount}, team: {claim: team}, unknownSubjects: allow,
             metadata: {env: environment}, requiredClaims: {groups: [sluice-users]}, models: ["a/*"], denyModels: ["a/b"]}""";
    private static final String LEAST = "{issuer: 'https://a.example.com', audiences: [sluice]}";

    private static PolicySnapshot compile(String yaml) {
        List<Change> changes = new ArrayList<>();
        Manifests.readYaml(yaml).forEach(object -> changes.add(Change.put(object, 1)));
        PolicyState state = new PolicyState();
        state.apply(new Snapshot(1, 1, changes));
        return new PolicyCompiler((_, _) -> "secret").compile(state);
    }

    @Test
    void readsAndWritesAllThatItSays() {
        for (String spec : List.of(FULL, LEAST)) {
            PolicyObject object =
                    Manifests.readYaml(ISSUER.formatted("a", spec)).getFirst();
            assertThat(Manifests.read(Manifests.write(object))).isEqualTo(object);
        }
        assertThat(Manifests.write(
                                Manifests.readYaml(ISSUER.formatted("a", FULL)).getFirst())
                        .at("/spec/subject/as")
                        .asText())
                .isEqualTo("serviceAccount");
    }

    @Test
    void takesTheUsualWhereNothingIsSaid() {
        TokenIssuerSpec spec = (TokenIssuerSpec)
                Manifests.readYaml(ISSUER.formatted("a", LEAST)).getFirst().spec();

        assertThat(spec.algorithms()).containsExactly("RS256", "ES256");
        assertThat(spec.subject()).isEqualTo(new TokenSubject("sub", TokenSubject.As.USER));
        assertThat(spec.unknownSubjects()).isEqualTo(UnknownSubjects.REFUSE);
        assertThat(spec.models()).containsExactly("*");
        assertThat(spec.keySource().metadataUrl()).isEqualTo("https://a.example.com/.well-known/openid-configuration");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{audiences: [a]}|spec.issuer|is required",
                "{issuer: 'corp', audiences: [a]}|spec.issuer|is not a URL",
                "{issuer: 'http://a.example.com', audiences: [a]}|spec.issuer|plain http or a private address",
                "{issuer: 'https://10.0.0.1', audiences: [a]}|spec.issuer|allowPrivateNetwork to true",
                "{issuer: 'https://a.example.com?x=1', audiences: [a]}|spec.issuer|has a query",
                "{issuer: 'corp', audiences: [a], jwksUrl: 'https://169.254.169.254/keys'}|spec.jwksUrl|private address",
                "{issuer: 'corp', audiences: [a], jwksUrl: 'https://me@a.example.com/keys'}|spec.jwksUrl|must not carry a user",
                "{issuer: 'https://a.example.com'}|spec.audiences|is empty",
                "{issuer: 'https://a.example.com', audiences: ['']}|spec.audiences[0]|not blank",
                "{issuer: 'https://a.example.com', audiences: [a], algorithms: [HS256]}|spec.algorithms[0]|'HS256' is not taken: use some of RS256",
                "{issuer: 'https://a.example.com', audiences: [a], algorithms: [none]}|spec.algorithms[0]|'none' is not taken",
                "{issuer: 'https://a.example.com', audiences: [a], algorithms: [ES256, ES256]}|spec.algorithms[1]|twice",
                "{issuer: 'https://a.example.com', audiences: [a], subject: {as: team}}|spec.subject.as|use one of user, serviceAccount",
                "{issuer: 'https://a.example.com', audiences: [a], subject: {claim: a..b}}|spec.subject.claim|join names by single dots",
                "{issuer: 'https://a.example.com', audiences: [a], team: {claim: 'a\\b'}}|spec.team.claim|is not a claim",
                "{issuer: 'https://a.example.com', audiences: [a], team: {}}|spec.team.claim|is required",
                "{issuer: 'https://a.example.com', audiences: [a], unknownSubjects: maybe}|spec.unknownSubjects|use one of refuse, allow",
                "{issuer: 'https://a.example.com', audiences: [a], metadata: {env: ''}}|spec.metadata.env|is not a claim",
                "{issuer: 'https://a.example.com', audiences: [a], requiredClaims: {groups: []}}|spec.requiredClaims.groups|is empty",
                "{issuer: 'https://a.example.com', audiences: [a], models: []}|spec.models|is empty, so its tokens could use nothing",
            })
    void namesTheFieldTheProblemAndTheRemedy(String spec, String field, String message) {
        assertThatThrownBy(() -> Manifests.readYaml(ISSUER.formatted("a", spec)))
                .isInstanceOfSatisfying(ManifestException.class, e -> {
                    assertThat(e.problems().getFirst().field()).endsWith(field);
                    assertThat(e.problems().getFirst().message()).contains(message);
                });
    }

    @Test
    void findsClaimsInObjectsAndThoseWithDotsInTheirNames() {
        Map<String, Object> claims = Map.of(
                "sub",
                "ada",
                "kubernetes.io",
                Map.of("name", "bot"),
                "a\\b",
                "c",
                "deep",
                Map.of("er", Map.of("x", 1)));

        assertThat(ClaimPath.parse("sub", "f").in(claims)).isEqualTo("ada");
        assertThat(ClaimPath.parse("kubernetes\\.io.name", "f").in(claims)).isEqualTo("bot");
        assertThat(ClaimPath.parse("a\\\\b", "f").in(claims)).isEqualTo("c");
        assertThat(ClaimPath.parse("deep.er.x", "f").in(claims)).isEqualTo(1);
        assertThat(ClaimPath.parse("kubernetes.io.name", "f").in(claims)).isNull();
        assertThat(ClaimPath.parse("sub.name", "f").in(claims)).isNull();
    }

    @Test
    void switchesOffAllThatHaveTheSameIssuer() {
        PolicySnapshot policy = compile(ISSUER.formatted("one", LEAST)
                + ISSUER.formatted("two", LEAST)
                + ISSUER.formatted("other", LEAST.replace("a.example", "b.example")));

        assertThat(policy.issuer("https://a.example.com")).isNull();
        assertThat(Objects.requireNonNull(policy.issuer("https://b.example.com"))
                        .name())
                .isEqualTo("other");
        assertThat(policy.disabled())
                .extracting(PolicySnapshot.DisabledObject::name)
                .containsExactlyInAnyOrder("one", "two");
        assertThat(policy.disabled().getFirst().reason()).contains("each issuer has one object");
    }

    @Test
    void grantsToStrangersWhatEverybodyAndTheirTeamMayUse() {
        PolicySnapshot policy = compile("""
                kind: Team
                metadata: {name: red}
                spec: {members: ["user:ada"]}
                ---
                kind: User
                metadata: {name: ada}
                spec: {}
                ---
                kind: AccessRule
                metadata: {name: all}
                spec: {subjects: ["*"], models: ["free/*"]}
                ---
                kind: AccessRule
                metadata: {name: red}
                spec: {subjects: ["team:red"], models: ["red/*"]}
                ---
                kind: AccessRule
                metadata: {name: named}
                spec: {subjects: ["user:eve"], models: ["eve/*"]}
                """);
        Owner eve = policy.stranger(new Subject(Subject.Type.USER, "eve"));
        Owner ada = Objects.requireNonNull(policy.owner(new Subject(Subject.Type.USER, "ada")));

        assertThat(policy.isGranted(eve, null, "free/m")).isTrue();
        assertThat(policy.isGranted(eve, null, "red/m")).isFalse();
        assertThat(policy.isGranted(eve, null, "eve/m")).isFalse();
        Owner red = policy.inTeam(eve, "red");
        assertThat(policy.isGranted(red, null, "red/m")).isTrue();
        assertThat(red.countedTeam()).isEqualTo("red");
        assertThat(red.teams()).containsExactly("red");
        assertThat(policy.inTeam(eve, "blue")).isSameAs(eve);
        assertThat(policy.inTeam(ada, "red").teams()).containsExactly("red");
    }
}
