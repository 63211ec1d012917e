package dev.sluice.contract.policy;

import java.util.List;

/**
 * What holds for a caller by a rule.
 *
 * @param subject of the override, which is counted by itself; empty: the rule's own limits, shared by all others
 */
public record LimitTerms(String subject, List<Quota> quotas) {}
