package dev.sluice.contract.limit;

import java.util.List;

/**
 * Names what is counted together: the same on every gateway.
 *
 * @param rule {@link dev.sluice.contract.policy.LimitRule#key()}
 * @param subject whose override it is; empty for what the rule says for all
 * @param values of the rule's dimensions, in their order
 */
public record SegmentId(String rule, String subject, List<String> values) {}
