package dev.sluice.contract.bus;

/** Names on NATS. Streams are made by whoever needs one first; all use the same settings. */
public final class Subjects {
    /** Stream of change-sets ({@code POLICY_CHANGE}); keeps the last 10 000. */
    public static final String POLICY_STREAM = "POLICY";

    public static final String POLICY_CHANGE = "policy.change";

    /** Object store bucket with the object {@link #POLICY_SNAPSHOT}: bigger than one message may be. */
    public static final String POLICY_BUCKET = "sluice-policy";

    public static final String POLICY_SNAPSHOT = "snapshot";

    /** Core subject, every 5 s and after each change: {@link Heartbeat}. */
    public static final String POLICY_HEARTBEAT = "policy.heartbeat";

    /** Core subject, every 5 s and after each applied change: {@link GatewayStatus}, on {@code gateway.status.<instance>}. */
    public static final String GATEWAY_STATUS = "gateway.status";

    /** Stream of usage batches on {@code usage.<instance>}: each a {@link dev.sluice.contract.usage.UsageMessage}. */
    public static final String USAGE_STREAM = "USAGE";

    public static final String USAGE = "usage";

    /** The durable consumer that all workers share. */
    public static final String USAGE_CONSUMER = "ingest";

    /** Stream of what could not be stored, with the reason in the header {@code sluice-reason}. */
    public static final String USAGE_DEAD_STREAM = "USAGE_DEAD";

    public static final String USAGE_DEAD = "usage-dead";

    /** Core subject, four times a second: what a gateway has counted since, on {@code limits.delta.<instance>}. */
    public static final String LIMIT_DELTA = "limits.delta";

    /** Stream of the last whole state of each gateway, in parts: {@code limits.full.<instance>.<part>}. */
    public static final String LIMIT_STREAM = "LIMITS";

    public static final String LIMIT_FULL = "limits.full";

    /** In the same stream: what a gateway that is gone has spent of budgets, {@code limits.closed.<instance>.<part>}. */
    public static final String LIMIT_CLOSED = "limits.closed";

    /** Key-value bucket of leases: who holds how much of a strict limit. */
    public static final String LEASE_BUCKET = "LEASES";

    /** Core subject: all gateways answer a {@link LimitStateRequest} with a {@link LimitState}. */
    public static final String LIMIT_STATE = "limits.state";

    /** Core subject, at once when something changes and every 5 s: who is to be spared, on {@code health.<instance>}. */
    public static final String HEALTH = "health";

    /** Core subject: one of the gateways, all of which are in the queue group, answers a {@link SimulationRequest}. */
    public static final String SIMULATE = "gateway.simulate";

    /** Core subject: all gateways answer an empty message with {@link TargetStates}. */
    public static final String TARGETS = "gateway.targets";

    /** The gateways' queue group. */
    public static final String GATEWAYS = "gateways";

    private Subjects() {}
}
