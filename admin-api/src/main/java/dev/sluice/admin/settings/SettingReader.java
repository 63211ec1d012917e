package dev.sluice.admin.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** Reads single settings; a secret may come from a file, which then wins. */
final class SettingReader {
    private final Function<String, Optional<String>> source;

    /** @param source value of a name, as the configuration has it */
    SettingReader(Function<String, Optional<String>> source) {
        this.source = source;
    }

    Optional<String> optional(Settings setting) {
        Optional<String> file = setting.isSecret() ? text(setting.name() + "_FILE") : Optional.empty();
        return file.isPresent() ? file.map(name -> contents(setting, name)) : text(setting.name());
    }

    private Optional<String> text(String name) {
        return source.apply(name).map(String::strip).filter(value -> !value.isEmpty());
    }

    String required(Settings setting) {
        return optional(setting).orElseThrow(() -> new SettingException(setting, "is not set", setting.meaning()));
    }

    private static String contents(Settings setting, String file) {
        try {
            return Optional.of(Files.readString(Path.of(file)).strip())
                    .filter(value -> !value.isEmpty())
                    .orElseThrow(() -> new SettingException(
                            setting + "_FILE", "is '" + file + "', which is empty", "a file that holds the value"));
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingException(setting + "_FILE", "is '" + file + "'", "a text file that can be read");
        }
    }
}
