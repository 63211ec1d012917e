package dev.sluice.contract.policy;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the control plane knows of a key beyond its spec. Travels to gateways; never holds the key itself.
 *
 * @param id the public 8 characters inside the key
 * @param hashes hex SHA-256 of every whole key that is accepted now, the newest first
 */
public record KeyStatus(String id, List<Hash> hashes, boolean revoked) {
    public KeyStatus {
        // What is empty is not written, so it may be absent when read.
        id = id == null ? "" : id;
        hashes = hashes == null ? List.of() : List.copyOf(hashes);
    }

    /** @param until the end of a rotation's grace, exclusive; absent: as long as the key itself */
    public record Hash(String sha256, @Nullable Instant until) {}
}
