package dev.sluice.admin.intake;

import dev.sluice.admin.settings.AdminSettings;
import dev.sluice.contract.policy.NameMatcher;
import dev.sluice.contract.policy.SecretSource;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Secrets in the environment and in the files of this process, as far as its settings open them. */
@Singleton
public final class LocalSecrets {
    private final NameMatcher names;
    private final Optional<Path> dir;

    LocalSecrets(AdminSettings settings) {
        names = NameMatcher.of(settings.secretNames());
        dir = settings.secretDir().map(Path::of);
    }

    /** Empty when it is neither of the two, not open, or not there. */
    public Optional<String> find(SecretSource source) {
        if (source.env() != null) {
            return names.matches(source.env()) ? Optional.ofNullable(System.getenv(source.env())) : Optional.empty();
        }
        String name = source.file();
        return name == null ? Optional.empty() : dir.flatMap(inside -> file(inside, name));
    }

    private static Optional<String> file(Path dir, String name) {
        try {
            Path file = dir.resolve(name).toRealPath();
            return file.startsWith(dir.toRealPath())
                    ? Optional.of(Files.readString(file).strip())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
