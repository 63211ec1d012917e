package dev.sluice.contract.policy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A key as a gateway checks it.
 *
 * @param owner subject whose grants the key uses
 * @param team the team that is counted; empty: decided by the owner
 * @param notAfterMillis epoch milliseconds after which it is refused: expiry, or the end of a rotation's grace
 * @param explain whether its requests may have their decisions explained, whoever owns it
 * @param residency of the accounts that may serve it; absent: any
 */
public record CompiledKey(
        String name,
        String id,
        Subject owner,
        String team,
        NameMatcher models,
        NameMatcher denied,
        List<Cidr> cidrs,
        Map<String, String> metadata,
        long notAfterMillis,
        boolean explain,
        @Nullable String residency) {

    public boolean admits(byte[] address) {
        if (cidrs.isEmpty()) {
            return true;
        }
        for (Cidr cidr : cidrs) {
            if (cidr.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
