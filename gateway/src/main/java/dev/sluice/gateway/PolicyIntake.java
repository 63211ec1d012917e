package dev.sluice.gateway;

import dev.sluice.bus.Bus;
import dev.sluice.contract.policy.LimitRules;
import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.contract.secret.KeyEncryptionKey;
import dev.sluice.contract.secret.SecretEnvelope;
import dev.sluice.gateway.credential.Grants;
import dev.sluice.gateway.issuer.IssuerKeys;
import dev.sluice.gateway.issuer.KeyFile;
import dev.sluice.gateway.policy.BackgroundTasks;
import dev.sluice.gateway.policy.PolicyKeeper;
import dev.sluice.gateway.policy.PolicySources;
import dev.sluice.gateway.policy.SecretSources;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** Policy and what it needs to be of use: its sources, its secrets, the keys of its issuers, and the threads of all that. */
final class PolicyIntake implements AutoCloseable {
    private final Settings settings;
    private final BackgroundTasks policyThread = new BackgroundTasks("policy");
    private final BackgroundTasks loader = new BackgroundTasks("policy-loader");
    private final BackgroundTasks writer = new BackgroundTasks("policy-writer");
    private final Grants grants;
    private final PolicyKeeper keeper;
    private final IssuerKeys issuerKeys;

    PolicyIntake(Settings settings, Vertx vertx) {
        this.settings = settings;
        grants = new Grants(settings.platform(), InstantSource.system());
        keeper = new PolicyKeeper(policyThread, secrets(settings), grants, InstantSource.system());
        issuerKeys = new IssuerKeys(vertx, keyFile(settings));
        keeper.addListener(issuerKeys::changed);
    }

    private static SecretSources secrets(Settings settings) {
        Optional<KeyEncryptionKey> kek = settings.kek();
        Set<String> names = kek.isPresent() ? settings.secretNames() : Set.of("*");
        Optional<Path> directory = settings.secretDir();
        return new SecretSources(
                kek.map(SecretEnvelope::new), names, directory, name -> Optional.ofNullable(System.getenv(name)));
    }

    /** Where the last-known-good policy is too: without that there is nothing to start from while all else is down. */
    private static Optional<KeyFile> keyFile(Settings settings) {
        return settings.kek()
                .flatMap(kek -> settings.policyCacheDir()
                        .map(directory -> new KeyFile(directory, kek.signingKey(), settings.policyMaxAge())));
    }

    /** @throws IOException when the policy file, being the only source, cannot be read */
    void start(Optional<Bus> bus) throws IOException {
        new PolicySources(settings, keeper, bus, policyThread, loader, writer).start();
    }

    PolicyKeeper keeper() {
        return keeper;
    }

    IssuerKeys issuerKeys() {
        return issuerKeys;
    }

    /** Of the policy in force. */
    LimitRules limitRules() {
        PolicySnapshot policy = keeper.current();
        return policy == null ? LimitRules.none() : policy.limits();
    }

    /** On which policy comes into force. */
    BackgroundTasks policyThread() {
        return policyThread;
    }

    /** On which sources are read: it may wait for them. */
    BackgroundTasks loader() {
        return loader;
    }

    @Override
    public void close() {
        policyThread.close();
        grants.close();
        issuerKeys.close();
        loader.close();
        writer.close();
    }
}
