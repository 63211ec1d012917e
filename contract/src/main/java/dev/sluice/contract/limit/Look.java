package dev.sluice.contract.limit;

import dev.sluice.contract.limit.Admission.Reason;
import dev.sluice.contract.policy.LimitRule;
import dev.sluice.contract.policy.Quota;
import org.jspecify.annotations.Nullable;

/**
 * What one limit would say to a request at a moment, with nothing held.
 *
 * @param used by all gateways; of a strict limit what other gateways have leased counts as such
 * @param reserved by this gateway
 * @param estimate of the request
 * @param emptyAtMillis when nothing that is used now counts any more, by the wall clock; 0: never, or nothing is used
 * @param refused why it lets nothing pass, in whatever mode the rule is; null: it does
 */
public record Look(
        LimitRule rule,
        SegmentId segment,
        Quota quota,
        long used,
        long reserved,
        long estimate,
        long emptyAtMillis,
        @Nullable Reason refused) {

    /** The same as it was decided in the end. */
    public Look refusedBy(Reason reason) {
        return new Look(rule, segment, quota, used, reserved, estimate, emptyAtMillis, reason);
    }
}
