package dev.sluice.contract.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A workspace: members may use what its rules grant, managers run it. Both are lists of subjects. */
public record TeamSpec(
        List<String> members,
        List<String> managers,
        @Nullable String residency) implements PolicySpec {
    public TeamSpec {
        members = Check.subjects(members, "members");
        managers = Check.subjects(managers, "managers");
    }
}
