package dev.sluice.contract.policy;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What every object carries beside its spec.
 *
 * @param team owning team; absent means the organisation owns it
 * @param revision change-set that last changed the object; set by the control plane, ignored when read from a manifest
 */
public record Metadata(
        String name,
        @Nullable Map<String, String> labels,
        @Nullable String description,
        @Nullable String team,
        @Nullable Long revision,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt) {

    public Metadata {
        Check.required(name, "name", "give the object a name");
        Check.tags(labels, "labels");
        if (description != null && description.length() > 1000) {
            throw new InvalidField(
                    "description", "has " + description.length() + " characters: at most 1000 are allowed");
        }
        if (team != null) {
            Check.name(team, "team");
        }
    }

    public static Metadata named(String name) {
        return new Metadata(name, null, null, null, null, null, null);
    }

    /** The part that people write. */
    public Metadata withoutStamps() {
        return new Metadata(name, labels, description, team, null, null, null);
    }

    public Metadata stamped(long revision, Instant createdAt, Instant updatedAt) {
        return new Metadata(name, labels, description, team, revision, createdAt, updatedAt);
    }
}
