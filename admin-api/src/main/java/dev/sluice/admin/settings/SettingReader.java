package dev.sluice.admin.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** Reads single settings; a secret may come from a file instead. */
final class SettingReader {
    private final Function<String, Optional<String>> source;

    /** @param source value of a name, as the configuration has it */
    SettingReader(Function<String, Optional<String>> source) {
        this.source = source;
    }

    Optional<String> optional(Settings setting) {
        Optional<String> value = source.apply(setting.name()).map(String::strip).filter(v -> !v.isEmpty());
        if (value.isPresent() || !setting.isSecret()) {
            return value;
        }
        return source.apply(setting.name() + "_FILE")
                .map(String::strip)
                .filter(v -> !v.isEmpty())
                .map(file -> contents(setting, file));
    }

    String required(Settings setting) {
        return optional(setting).orElseThrow(() -> new SettingException(setting, "is not set", setting.meaning()));
    }

    private static String contents(Settings setting, String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingException(setting, "names the file '" + file + "'", "a readable text file");
        }
    }
}
