package dev.sluice.gateway.policy;

import dev.sluice.bus.Bus;
import dev.sluice.contract.secret.KeyEncryptionKey;
import dev.sluice.contract.secret.SignedFrame;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Starts the sources in their order: NATS and the control plane at once; after a second, if neither has brought anything,
 * the last-known-good file; the policy file last. What is better goes on being tried, and the highest (epoch, revision)
 * wins.
 */
public final class PolicySources {
    private static final Logger LOG = Logger.getLogger(PolicySources.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Wanted wanted;
    private final PolicyKeeper keeper;
    private final Optional<Bus> bus;
    private final BackgroundTasks policyThread;
    private final BackgroundTasks loader;
    private final BackgroundTasks writer;

    /** The settings that concern policy. */
    public interface Wanted {
        Optional<KeyEncryptionKey> kek();

        Optional<String> adminUrl();

        Optional<Path> policyFile();

        Optional<Path> policyCacheDir();

        Optional<Duration> policyMaxAge();
    }

    public PolicySources(
            Wanted wanted,
            PolicyKeeper keeper,
            Optional<Bus> bus,
            BackgroundTasks policyThread,
            BackgroundTasks loader,
            BackgroundTasks writer) {
        this.wanted = wanted;
        this.keeper = keeper;
        this.bus = bus;
        this.policyThread = policyThread;
        this.loader = loader;
        this.writer = writer;
    }

    /** @throws IOException when the policy file, being the only source, cannot be read */
    public void start() throws IOException {
        Optional<SignedFrame.Key> key = wanted.kek().map(KeyEncryptionKey::signingKey);
        Optional<PolicyFile> file = wanted.policyFile().map(path -> new PolicyFile(path, keeper));
        if (key.isEmpty()) {
            if (file.isPresent()) {
                file.get().load();
                file.get().watch(loader);
            }
            return;
        }
        SignedFrame.Key signingKey = key.get();
        bus.ifPresent(nats -> new NatsPolicySource(nats, keeper, signingKey, loader).start());
        wanted.adminUrl().ifPresent(url -> {
            String bearer = wanted.kek().orElseThrow().internalBearer();
            BooleanSupplier nats = () -> bus.map(Bus::isConnected).orElse(false);
            new HttpPolicySource(url, bearer, keeper, signingKey, nats, loader).start();
        });
        Optional<LastKnownGood> lastKnownGood = wanted.policyCacheDir()
                .map(dir -> new LastKnownGood(dir, keeper, signingKey, policyThread, writer, wanted.policyMaxAge()));
        lastKnownGood.ifPresent(keeper::addListener);
        policyThread.every(Duration.ofMillis(500), keeper::checkFreshness);
        policyThread.after(PATIENCE, () -> fallBack(lastKnownGood, file));
    }

    private void fallBack(Optional<LastKnownGood> lastKnownGood, Optional<PolicyFile> file) {
        if (keeper.current() != null) {
            return;
        }
        lastKnownGood.ifPresent(LastKnownGood::load);
        policyThread.run(() -> {
            if (keeper.current() == null && file.isPresent()) {
                try {
                    file.get().load();
                    file.get().watch(loader);
                } catch (IOException e) {
                    LOG.errorf("the policy file is not usable: %s", e.getMessage());
                }
            }
        });
    }
}
