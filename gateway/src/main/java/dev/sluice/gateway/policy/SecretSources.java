package dev.sluice.gateway.policy;

import dev.sluice.contract.policy.SecretResolver;
import dev.sluice.contract.policy.SecretSource;
import dev.sluice.contract.secret.SecretEnvelope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Resolves secrets in this process: envelopes with the KEK; environment variables and files only where the operator has
 * allowed it, since policy is written by people who may not read this process's environment.
 */
public final class SecretSources implements SecretResolver {
    private final Optional<SecretEnvelope> envelope;
    private final Set<String> names;
    private final Optional<Path> directory;
    private final Function<String, Optional<String>> environment;

    /**
     * @param names of the variables that may be read; {@code *} in it allows all, for a gateway that serves from a policy
     *     file of its operator alone
     */
    public SecretSources(
            Optional<SecretEnvelope> envelope,
            Set<String> names,
            Optional<Path> directory,
            Function<String, Optional<String>> environment) {
        this.envelope = envelope;
        this.names = Set.copyOf(names);
        this.directory = directory;
        this.environment = environment;
    }

    /** Without the line break that often ends a secret. */
    @Override
    public String resolve(SecretSource source, String binding) {
        return read(source, binding).strip();
    }

    private String read(SecretSource source, String binding) {
        if (source.envelope() != null) {
            return open(source.envelope(), binding);
        }
        if (source.env() != null) {
            return variable(source.env());
        }
        if (source.file() != null) {
            return file(source.file());
        }
        if (source.value() != null) {
            return source.value();
        }
        throw new UnresolvedSecret("its secret did not come with it");
    }

    private String open(String sealed, String binding) {
        if (envelope.isEmpty()) {
            throw new UnresolvedSecret("its secret is encrypted and this gateway has no SLUICE_KEK");
        }
        try {
            return envelope.get().open(sealed, binding);
        } catch (IllegalArgumentException e) {
            throw new UnresolvedSecret("its secret " + e.getMessage());
        }
    }

    private String variable(String name) {
        if (!names.contains("*") && !names.contains(name)) {
            throw new UnresolvedSecret("its secret's variable " + name + " is not in SLUICE_SECRET_NAMES");
        }
        return environment
                .apply(name)
                .filter(value -> !value.isBlank())
                .orElseThrow(() -> new UnresolvedSecret("its secret's variable " + name + " is not set here"));
    }

    private String file(String name) {
        if (directory.isEmpty()) {
            throw new UnresolvedSecret("its secret is a file and SLUICE_SECRET_DIR is not set here");
        }
        try {
            Path root = directory.get().toRealPath();
            Path file = root.resolve(name).toRealPath();
            if (!file.startsWith(root)) {
                throw new UnresolvedSecret("its secret's file " + name + " is not under SLUICE_SECRET_DIR");
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UnresolvedSecret("its secret's file " + name + " cannot be read here");
        }
    }
}
