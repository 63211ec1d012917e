package dev.sluice.gateway;

import dev.sluice.bus.BusSettings;
import dev.sluice.contract.policy.Durations;
import dev.sluice.contract.policy.InvalidField;
import dev.sluice.contract.secret.KeyEncryptionKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads single settings, each of which says by its name what is wrong with it. */
record SettingsReader(Map<String, String> environment) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9._-]{1,64}");

    Optional<String> text(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** One word. */
    Optional<String> name(String name) {
        return parse(
                name,
                value -> {
                    if (!NAME.matcher(value).matches()) {
                        throw new NumberFormatException();
                    }
                    return value;
                },
                "a name of 1 to 64 of a-z 0-9 . _ -");
    }

    Optional<String> secret(String name) {
        Optional<String> file = text(name + "_FILE");
        if (file.isEmpty()) {
            return text(name);
        }
        try {
            return Optional.of(Files.readString(Path.of(file.get())).strip());
        } catch (IOException e) {
            throw new Settings.Malformed(name + "_FILE is '" + file.get() + "': expected a file that can be read");
        }
    }

    long number(String name, long otherwise, long min, long max) {
        return parse(
                        name,
                        value -> {
                            long number = Long.parseLong(value);
                            if (number < min || number > max) {
                                throw new NumberFormatException();
                            }
                            return number;
                        },
                        "a whole number from " + min + " to " + max)
                .orElse(otherwise);
    }

    /** {@code off}, {@code on} for the usual number, or a number. */
    int countOrOff(String name, int usual, int max) {
        return this.<Integer>parse(
                        name,
                        value -> {
                            if (value.equals("off")) {
                                return 0;
                            }
                            int number = value.equals("on") ? usual : Integer.parseInt(value);
                            if (number < 0 || number > max) {
                                throw new NumberFormatException();
                            }
                            return number;
                        },
                        "on, off, or a whole number from 0 to " + max)
                .orElse(usual);
    }

    /** Two settings that only make sense together. */
    record Pair(String first, String second) {}

    Optional<Pair> pair(String first, String second) {
        Optional<String> one = text(first);
        Optional<String> other = text(second);
        if (one.isPresent() != other.isPresent()) {
            throw new Settings.Malformed((one.isPresent() ? second : first) + " is not set: expected a file, since "
                    + (one.isPresent() ? first : second) + " is set");
        }
        return one.map(file -> new Pair(file, other.orElseThrow()));
    }

    Optional<Duration> duration(String name) {
        return parse(name, Durations::parse, "a duration such as 250ms, 5s, 10m or 1h");
    }

    /** Of the bounds both are within. */
    Optional<Duration> duration(String name, Duration least, Duration most) {
        return parse(
                name,
                value -> {
                    Duration duration = Durations.parse(value);
                    if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
                        throw new NumberFormatException();
                    }
                    return duration;
                },
                "a duration from " + Durations.format(least) + " to " + Durations.format(most));
    }

    private <T> Optional<T> parse(String name, Function<String, T> parser, String expected) {
        return text(name).map(value -> {
            try {
                return parser.apply(value);
            } catch (NumberFormatException | InvalidField e) {
                throw new Settings.Malformed(name + " is '" + value + "': expected " + expected);
            }
        });
    }

    /** Addresses of NATS servers. */
    Optional<String> servers(String name) {
        return text(name)
                .map(value -> BusSettings.servers(value)
                        .orElseThrow(() -> new Settings.Malformed(
                                name + " is '" + BusSettings.shown(value) + "': expected " + BusSettings.EXPECTED)));
    }

    KeyEncryptionKey kek(String base64) {
        try {
            return KeyEncryptionKey.ofBase64(base64);
        } catch (IllegalArgumentException e) {
            throw new Settings.Malformed("SLUICE_KEK " + e.getMessage());
        }
    }
}
