package dev.sluice.contract.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A {@link LimitMatch}, compiled. Immutable. */
final class LimitMatcher {
    private final LimitMatch source;
    private final @Nullable SubjectSet subjects;
    private final @Nullable SubjectSet notSubjects;
    private final @Nullable NameMatcher models;
    private final NameMatcher notModels;
    private final List<MetadataPart> metadata;

    private record MetadataPart(String key, @Nullable Set<String> in, Set<String> notIn) {
        boolean matches(@Nullable String value) {
            return (in == null || (value != null && in.contains(value))) && (value == null || !notIn.contains(value));
        }
    }

    private LimitMatcher(LimitMatch match) {
        source = match;
        Choice who = match.subjects();
        subjects = who == null || who.in() == null ? null : SubjectSet.of(who.included());
        notSubjects = who == null || who.excluded().isEmpty() ? null : SubjectSet.of(who.excluded());
        Choice what = match.models();
        models = what == null || what.in() == null ? null : NameMatcher.of(what.included());
        notModels = what == null ? NameMatcher.NONE : NameMatcher.of(what.excluded());
        List<MetadataPart> parts = new ArrayList<>();
        match.metadata()
                .forEach((key, choice) -> parts.add(new MetadataPart(
                        key,
                        choice.in() == null ? null : Set.copyOf(choice.included()),
                        Set.copyOf(choice.excluded()))));
        metadata = List.copyOf(parts);
    }

    static LimitMatcher of(LimitMatch match) {
        return new LimitMatcher(match);
    }

    LimitMatch source() {
        return source;
    }

    boolean matches(LimitFacts facts, String model) {
        return matchesModel(model) && matchesCaller(facts);
    }

    boolean matchesModel(String model) {
        return (models == null || models.matches(model)) && !notModels.matches(model);
    }

    private boolean matchesCaller(LimitFacts facts) {
        if ((subjects != null && !subjects.holds(facts)) || (notSubjects != null && notSubjects.holds(facts))) {
            return false;
        }
        for (int i = 0; i < metadata.size(); i++) {
            MetadataPart part = metadata.get(i);
            if (!part.matches(facts.metadata().get(part.key()))) {
                return false;
            }
        }
        return true;
    }
}
