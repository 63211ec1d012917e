package dev.sluice.contract.policy;

import java.util.List;

/** Grants subjects the use of the models whose names match. Without any rule nothing may be used. */
public record AccessRuleSpec(List<String> subjects, List<String> models, List<String> mcpServers)
        implements PolicySpec {
    public AccessRuleSpec {
        subjects = Check.subjects(subjects, "subjects");
        models = Check.patterns(models, "models");
        mcpServers = Check.patterns(mcpServers, "mcpServers");
        if (subjects.isEmpty()) {
            throw new InvalidField("subjects", "is empty: name at least one subject, or \"*\" for every caller");
        }
    }
}
