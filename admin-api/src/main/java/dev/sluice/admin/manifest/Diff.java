package dev.sluice.admin.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sluice.admin.collection.ManifestView;
import dev.sluice.admin.policy.Draft;
import dev.sluice.contract.policy.PolicyObject;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which paths of an object change, from what to what. Of a secret it says only that it changes. */
final class Diff {
    private Diff() {}

    /** @param path such as {@code spec.members} */
    public record Line(
            String path,
            @Nullable JsonNode before,
            @Nullable JsonNode after) {}

    static List<Line> of(Draft.Edited edited) {
        List<Line> lines = new ArrayList<>();
        compare("", shown(edited.before()), shown(edited.after()), lines);
        if (lines.isEmpty() && !edited.isSame()) {
            JsonNode changed = new TextNode("changed");
            lines.add(new Line("secret", changed, changed));
        }
        return lines;
    }

    private static @Nullable JsonNode shown(@Nullable PolicyObject object) {
        return object == null ? null : ManifestView.forExport(object);
    }

    private static void compare(String path, @Nullable JsonNode before, @Nullable JsonNode after, List<Line> lines) {
        if (before instanceof ObjectNode one && after instanceof ObjectNode other) {
            TreeSet<String> names = new TreeSet<>();
            one.fieldNames().forEachRemaining(names::add);
            other.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                compare(path.isEmpty() ? name : path + "." + name, one.get(name), other.get(name), lines);
            }
        } else if (before == null ? after != null : !before.equals(after)) {
            lines.add(new Line(path, before, after));
        }
    }
}
