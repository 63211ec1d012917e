package dev.sluice.bench.report;

/** The names of scenarios, as the caller gives them and the gates look for them. */
public final class Names {
    public static final String CAPACITY = "capacity";
    public static final String JSON_MAX = "json-max";
    public static final String JSON_250 = "json-250";
    public static final String JSON_1000 = "json-1000";
    public static final String JSON_3000 = "json-3000";
    public static final String SSE_BURST = "sse-burst";
    public static final String SSE_RATE = "sse-rate";
    public static final String SSE_SEPARATE = "sse-separate";
    public static final String SSE_PACED = "sse-paced";
    public static final String HOLD = "hold";
    public static final String PROMPT_100K = "prompt-100k";
    public static final String PROMPT_400K = "prompt-400k";
    public static final String PROMPT_100K_MAX = "prompt-100k-max";
    public static final String PROMPT_400K_MAX = "prompt-400k-max";
    public static final String SLOW_READER = "slow-reader";
    public static final String HUNG = "hung";
    public static final String DISCONNECT = "disconnect";
    public static final String FLOOD_401 = "flood-401";
    public static final String LIMITS = "limits";
    public static final String LIMITS_FEW = "full, its own limits";
    public static final String LIMITS_MANY = "full, 10,000 limits of others";
    public static final String RULES = "rules";
    public static final String NATS_STOPPED = "nats-stopped";
    public static final String TLS = "tls";
    public static final String PROVIDER_TLS = "provider-tls";
    public static final String PROVIDER_TLS_EVENTS = "provider-tls-events";
    public static final String LOOPS = "loops-2";
    public static final String TRANSLATION = "translation";
    public static final String STALLS = "stalls";
    public static final String COLD_START = "cold-start";
    public static final String FLAMES = "flames";
    public static final String MEMORY = "memory";
    public static final String VARIANTS = "variants";

    /** Variants of the gateway that some scenarios start, beside the targets proper. */
    public static final String RULES_1 = "full, 1 rule";

    public static final String RULES_100 = "full, 100 rules";
    public static final String PASSED = "full, passed";
    public static final String TRANSLATED = "full, translated";
    public static final String ONE_LOOP = "full, 1 loop";
    public static final String TWO_LOOPS = "full, 2 loops";
    public static final String NATS_UP = "full, NATS up";
    public static final String NATS_DOWN = "full, NATS stopped";
    public static final String MOCK_APART = "mock on its own core";
    public static final String IDLE = "full, idle";
    public static final String AFTER_LOAD = "full, after all load";
    public static final String ALONE = "full, alone";
    public static final String BESIDE_SLOW = "full, beside the slow reader";
    public static final String BESIDE_HUNG = "full, beside hung calls";
    public static final String NO_WARM_UP = "full, no warm-up";
    public static final String NO_WARM_UP_ONE_CORE = "full, no warm-up, one core";
    public static final String WARM_UP = "full, from ready on";
    public static final String FIRST_OVER_TLS = "full, first call over TLS";

    private Names() {}
}
