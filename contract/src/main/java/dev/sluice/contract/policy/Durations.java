package dev.sluice.contract.policy;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: a whole number and one of {@code ms s m h d}. */
public final class Durations {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    private Durations() {}

    /** @throws InvalidField on {@code field} when the text is no duration, or zero */
    static Duration parse(String text, String field) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || matcher.group(1).matches("0+")) {
            throw new InvalidField(
                    field, "'" + Check.shorten(text) + "' is not a duration: write 250ms, 5s, 10m, 1h or 30d");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    /** Reads a setting of a process. */
    public static Duration parse(String text) {
        return parse(text, "duration");
    }

    /** The shortest form that reads back as the same duration. */
    public static String format(Duration value) {
        long ms = value.toMillis();
        if (ms % 1000 != 0) {
            return ms + "ms";
        }
        long seconds = ms / 1000;
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3600 == 0) {
            return seconds / 3600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
