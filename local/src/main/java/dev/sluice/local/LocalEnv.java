package dev.sluice.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code .sluice/local.env}: where everything is, as lines a shell can source. Rewritten in one step on each change.
 *
 * <p>Any thread may call any method.
 */
final class LocalEnv {
    private static final Pattern LINE = Pattern.compile("([A-Z][A-Z0-9_]*)=(.*)");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+,-]*");
    private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");

    private final Path file;
    private final Map<String, String> values = new LinkedHashMap<>();

    LocalEnv(Path file) {
        this.file = file;
    }

    /** What an earlier run wrote; empty if nothing did. */
    static Map<String, String> parse(Path file) {
        var values = new LinkedHashMap<String, String>();
        if (!Files.exists(file)) {
            return values;
        }
        try {
            for (var line : Files.readAllLines(file)) {
                var match = LINE.matcher(line);
                if (match.matches()) {
                    values.put(match.group(1), unquote(match.group(2)));
                }
            }
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    synchronized Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** Sets and writes. */
    synchronized void put(Map<String, String> changes) {
        values.putAll(changes);
        var text = new StringBuilder(
                "# Written by make run: addresses, the demo key and the processes of this machine.\n");
        values.forEach((name, value) ->
                text.append(name).append('=').append(quote(value)).append('\n'));
        try {
            OwnerOnly.write(file, text.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static String quote(String value) {
        return PLAIN.matcher(value).matches() && !value.isEmpty()
                ? value
                : '"' + value.replaceAll("([\\\\\"$`])", "\\\\$1") + '"';
    }

    private static String unquote(String text) {
        return text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")
                ? ESCAPED.matcher(text.substring(1, text.length() - 1)).replaceAll("$1")
                : text;
    }
}
