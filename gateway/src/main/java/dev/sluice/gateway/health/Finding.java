package dev.sluice.gateway.health;

import dev.sluice.gateway.health.TargetHealth.State;

/**
 * What a gateway tells others of a target. In spans of time, so that clocks need not agree.
 *
 * @param state closed: it has answered
 * @param reason a class of failure
 * @param ageMillis since it was found out
 * @param outMillis for how long it had better be left alone
 */
record Finding(TargetKey key, State state, String reason, long ageMillis, long outMillis) {}
