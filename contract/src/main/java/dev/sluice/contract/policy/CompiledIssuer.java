package dev.sluice.contract.policy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An issuer as a gateway checks its tokens.
 *
 * @param team absent: tokens name none
 * @param metadata key of a request's metadata to the claim it comes from
 * @param required claim to values, of which it must be, or contain, one
 */
public record CompiledIssuer(
        String name,
        TokenIssuerSpec spec,
        KeySource keys,
        ClaimPath subject,
        @Nullable ClaimPath team,
        Map<String, ClaimPath> metadata,
        Map<ClaimPath, Set<String>> required,
        NameMatcher models,
        NameMatcher denied) {

    static CompiledIssuer of(String name, TokenIssuerSpec spec) {
        return new CompiledIssuer(
                name,
                spec,
                spec.keySource(),
                ClaimPath.parse(spec.subject().claim(), "subject"),
                spec.team() == null ? null : ClaimPath.parse(spec.team().claim(), "team"),
                spec.metadata().entrySet().stream()
                        .collect(Collectors.toUnmodifiableMap(
                                Map.Entry::getKey, entry -> ClaimPath.parse(entry.getValue(), "metadata"))),
                spec.requiredClaims().entrySet().stream()
                        .collect(Collectors.toUnmodifiableMap(
                                entry -> ClaimPath.parse(entry.getKey(), "requiredClaims"),
                                entry -> Set.copyOf(entry.getValue()))),
                NameMatcher.of(spec.models()),
                NameMatcher.of(spec.denyModels()));
    }

    /** Compiles them by the value of {@code iss}. Of several with the same one none is in force: each could be the wrong one. */
    static Map<String, CompiledIssuer> all(PolicyState state, List<PolicySnapshot.DisabledObject> problems) {
        Map<String, List<PolicyObject>> objects = state.objects(Kind.TOKEN_ISSUER).stream()
                .collect(Collectors.groupingBy(object -> ((TokenIssuerSpec) object.spec()).issuer()));
        objects.values().stream()
                .filter(same -> same.size() > 1)
                .forEach(same -> same.forEach(object -> {
                    String other = same.stream()
                            .map(PolicyObject::name)
                            .filter(name -> !name.equals(object.name()))
                            .sorted()
                            .findFirst()
                            .orElse("");
                    problems.add(new PolicySnapshot.DisabledObject(
                            "TokenIssuer",
                            object.name(),
                            "issuer is the one of TokenIssuer " + other + " too: each issuer has one object"));
                }));
        return objects.entrySet().stream()
                .filter(same -> same.getValue().size() == 1)
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, same -> of(same.getValue().getFirst())));
    }

    private static CompiledIssuer of(PolicyObject object) {
        return of(object.name(), (TokenIssuerSpec) object.spec());
    }

    /** Whether its tokens may use the model, as far as the issuer decides. */
    public boolean admits(String model) {
        return models.matches(model) && !denied.matches(model);
    }

    /** Whether a name that a token gives may be a subject's or a team's. */
    public static boolean isName(String text) {
        return Check.isName(text);
    }
}
