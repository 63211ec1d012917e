package dev.sluice.admin.usage;

import dev.sluice.admin.access.Caller;
import java.util.List;

/** Whose requests a caller may see: everybody's, those of the teams they manage, and their own. */
final class Scope {
    private Scope() {}

    static void add(Sql sql, Caller caller, String permission) {
        if (caller.holdsEverywhere(permission)) {
            return;
        }
        List<String> teams = List.copyOf(caller.managed());
        if (teams.isEmpty()) {
            sql.add("AND user = ?", caller.name());
        } else {
            sql.add("AND (user = ? OR", caller.name()).in("team", teams).add(")");
        }
    }
}
