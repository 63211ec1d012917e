package dev.sluice.admin.policy;

import java.util.List;

/**
 * What a change came to.
 *
 * @param revision the one that made it, or the head when nothing changed
 * @param edited every object touched; those that came out the same are among them
 * @param value what the edit itself answers, such as a new key
 */
public record Committed<T>(long epoch, long revision, List<Draft.Edited> edited, List<String> warnings, T value) {
    public Committed {
        edited = List.copyOf(edited);
        warnings = List.copyOf(warnings);
    }
}
