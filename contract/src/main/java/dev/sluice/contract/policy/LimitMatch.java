package dev.sluice.contract.policy;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which requests a limit is about: every part that is there must hold; none: all requests. */
public record LimitMatch(
        @Nullable Choice subjects, @Nullable Choice models, Map<String, Choice> metadata) {
    public static final LimitMatch ALL = new LimitMatch(null, null, Map.of());

    public LimitMatch {
        if (subjects != null) {
            subjects.checkSubjects("subjects");
        }
        if (models != null) {
            models.checkPatterns("models");
        }
        metadata = metadata == null ? Map.of() : Map.copyOf(metadata);
        if (metadata.size() > 20) {
            throw new InvalidField("metadata", "has " + metadata.size() + " keys: at most 20 are allowed");
        }
    }
}
