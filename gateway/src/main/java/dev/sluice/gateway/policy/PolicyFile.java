package dev.sluice.gateway.policy;

import dev.sluice.contract.policy.Change;
import dev.sluice.contract.policy.ManifestException;
import dev.sluice.contract.policy.Manifests;
import dev.sluice.contract.policy.PolicyObject;
import dev.sluice.contract.policy.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Policy from a YAML file of manifests: all a gateway needs when it runs alone. Read again when it changes; a bad one is
 * reported and what was in force stays. Its epoch is 0, so any policy of a control plane wins over it.
 */
public final class PolicyFile {
    private static final Logger LOG = Logger.getLogger(PolicyFile.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final Path file;
    private final PolicyKeeper keeper;
    private String text = "";
    private long revision;
    /** What was last wrong with it: said once, not every second. */
    private String told = "";

    public PolicyFile(Path file, PolicyKeeper keeper) {
        this.file = file;
        this.keeper = keeper;
    }

    /**
     * Reads the file for the first time.
     *
     * @throws IOException with one line that says what is wrong with it
     */
    public void load() throws IOException {
        String read = text();
        try {
            keeper.offer(read(read, revision + 1), file.toString());
            revision++;
            text = read;
        } catch (ManifestException e) {
            throw new IOException("SLUICE_POLICY_FILE is '" + file + "': " + e.getMessage());
        }
    }

    private String text() throws IOException {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IOException("SLUICE_POLICY_FILE is '" + file + "': expected a file that can be read");
        }
    }

    public void watch(BackgroundTasks loader) {
        loader.every(PERIOD, this::reload);
    }

    private void reload() {
        String wrong = "";
        try {
            if (!text().equals(text)) {
                load();
            }
        } catch (IOException e) {
            wrong = String.valueOf(e.getMessage());
            if (!wrong.equals(told)) {
                LOG.errorf("the policy file %s is not usable, what was in force stays: %s", file, wrong);
            }
        }
        told = wrong;
    }

    /** @throws ManifestException when it is not a set of manifests */
    public static Snapshot read(String yaml, long revision) {
        List<Change> changes = new ArrayList<>();
        Set<Object> seen = new HashSet<>();
        for (PolicyObject object : Manifests.readYaml(yaml)) {
            if (!seen.add(object.id())) {
                throw new ManifestException(
                        ManifestException.Code.INVALID_REQUEST,
                        new ManifestException.FieldProblem("metadata.name", object.id() + " is there twice"));
            }
            changes.add(Change.put(object, revision));
        }
        return new Snapshot(0, revision, changes);
    }
}
