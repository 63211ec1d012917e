package dev.sluice.gateway.issuer;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.sluice.contract.policy.KeySource;
import dev.sluice.contract.policy.PolicyJson;
import dev.sluice.contract.secret.SignedFrame;
import dev.sluice.gateway.policy.SignedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The keys of issuers in a file beside the last-known-good policy, signed: whoever could write it could make tokens. Thread-safe. */
public final class KeyFile {
    private static final Logger LOG = Logger.getLogger(KeyFile.class);
    private static final TypeReference<List<Entry>> ENTRIES = new TypeReference<>() {};

    private final SignedFile file;
    private final Optional<Duration> maxAge;

    record Entry(
            String issuer, @Nullable String jwksUrl, boolean allowPrivateNetwork, Instant fetchedAt, String jwks) {}

    /** @param maxAge of keys that are read; absent: any */
    public KeyFile(Path directory, SignedFrame.Key key, Optional<Duration> maxAge) {
        file = new SignedFile(
                directory.resolve("token-issuers.keys"),
                key,
                SignedFrame.Purpose.ISSUER_KEYS,
                "the file of issuers' keys");
        this.maxAge = maxAge;
    }

    /** Empty when there is no good one. */
    Map<KeySource, KeySet> read() {
        Map<KeySource, KeySet> keys = new HashMap<>();
        try {
            Optional<byte[]> payload = file.read();
            if (payload.isEmpty()) {
                return keys;
            }
            for (Entry entry : PolicyJson.MAPPER.readValue(payload.get(), ENTRIES)) {
                if (maxAge.isPresent() && entry.fetchedAt.plus(maxAge.get()).isBefore(Instant.now())) {
                    LOG.warnf("kept keys of %s are older than SLUICE_POLICY_MAX_AGE: not used", entry.issuer);
                } else {
                    keys.put(
                            new KeySource(entry.issuer, entry.jwksUrl, entry.allowPrivateNetwork),
                            KeySet.read(entry.jwks, entry.fetchedAt));
                }
            }
        } catch (IOException | FetchException | RuntimeException e) {
            file.putAside(e);
        }
        return keys;
    }

    synchronized void write(Map<KeySource, KeySet> keys) {
        List<Entry> entries = new ArrayList<>();
        keys.forEach((source, set) -> entries.add(new Entry(
                source.issuer(), source.jwksUrl(), source.allowPrivateNetwork(), set.fetchedAt(), set.text())));
        try {
            file.write(PolicyJson.MAPPER.writeValueAsBytes(entries));
        } catch (IOException e) {
            LOG.warnf("keys of issuers cannot be written: %s", e.getMessage());
        }
    }
}
