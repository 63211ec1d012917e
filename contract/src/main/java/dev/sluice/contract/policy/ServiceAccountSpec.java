package dev.sluice.contract.policy;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An application, not a person. Its metadata is added to every request of its keys. */
public record ServiceAccountSpec(@Nullable String team, Map<String, String> metadata) implements PolicySpec {
    public ServiceAccountSpec {
        if (team != null) {
            Check.name(team, "team");
        }
        metadata = Check.tags(metadata, "metadata");
    }
}
