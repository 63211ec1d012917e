package dev.sluice.contract.usage;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The writing half of {@link UsageJson}: field for field, absent ones left out. */
final class UsageJsonWriter {
    private static final byte[] INSTANCE = JsonText.name("instance");
    private static final byte[] SEQ = JsonText.name("seq");
    private static final byte[] VERSION = JsonText.name("version");
    private static final byte[] ID = JsonText.name("id");
    private static final byte[] CLIENT_REQUEST_ID = JsonText.name("clientRequestId");
    private static final byte[] TIME = JsonText.name("time");
    private static final byte[] RECORDS = JsonText.name("records");
    private static final byte[] ENDPOINT = JsonText.name("endpoint");
    private static final byte[] MODEL_ASKED = JsonText.name("modelAsked");
    private static final byte[] MODEL = JsonText.name("model");
    private static final byte[] PROVIDER = JsonText.name("provider");
    private static final byte[] ACCOUNT = JsonText.name("account");
    private static final byte[] TEAM = JsonText.name("team");
    private static final byte[] USER = JsonText.name("user");
    private static final byte[] SERVICE_ACCOUNT = JsonText.name("serviceAccount");
    private static final byte[] KEY = JsonText.name("key");
    private static final byte[] SESSION_ID = JsonText.name("sessionId");
    private static final byte[] METADATA = JsonText.name("metadata");
    private static final byte[] STREAM = JsonText.name("stream");
    private static final byte[] STATUS = JsonText.name("status");
    private static final byte[] OUTCOME = JsonText.name("outcome");
    private static final byte[] ERROR_CLASS = JsonText.name("errorClass");
    private static final byte[] COST_NANOS = JsonText.name("costNanos");
    private static final byte[] ESTIMATED = JsonText.name("estimated");
    private static final byte[] LATENCY_MICROS = JsonText.name("latencyMicros");
    private static final byte[] FIRST_TOKEN_MICROS = JsonText.name("firstTokenMicros");
    private static final byte[] OVERHEAD_MICROS = JsonText.name("overheadMicros");
    private static final byte[] CACHE = JsonText.name("cache");
    private static final byte[] POLICY_REVISION = JsonText.name("policyRevision");
    private static final byte[] PRICE_REVISION = JsonText.name("priceRevision");
    private static final byte[] ATTEMPTS = JsonText.name("attempts");
    private static final byte[] N = JsonText.name("n");
    private static final byte[] KIND = JsonText.name("kind");
    private static final byte[] START_MICROS = JsonText.name("startMicros");
    private static final byte[] TOKENS = JsonText.name("tokens");
    private static final byte[] INPUT = JsonText.name("input");
    private static final byte[] CACHED_INPUT = JsonText.name("cachedInput");
    private static final byte[] CACHE_WRITE = JsonText.name("cacheWrite");
    private static final byte[] CACHE_WRITE_1H = JsonText.name("cacheWrite1h");
    private static final byte[] OUTPUT = JsonText.name("output");
    private static final byte[] REASONING = JsonText.name("reasoning");
    private static final byte[] AUDIO_INPUT = JsonText.name("audioInput");
    private static final byte[] AUDIO_OUTPUT = JsonText.name("audioOutput");

    private UsageJsonWriter() {}

    static void write(UsageRecord record, JsonText out) {
        out.beginObject();
        identity(out, record);
        parties(out, record);
        result(out, record);
        out.endObject();
    }

    private static void identity(JsonText out, UsageRecord r) {
        out.field(INSTANCE, r.instance());
        out.field(SEQ, r.seq());
        out.field(VERSION, r.version());
        out.field(ID, r.id());
        text(out, CLIENT_REQUEST_ID, r.clientRequestId());
        out.field(TIME, r.timeMillis());
        out.field(RECORDS, r.records());
    }

    private static void parties(JsonText out, UsageRecord r) {
        text(out, ENDPOINT, r.endpoint());
        text(out, MODEL_ASKED, r.modelAsked());
        text(out, MODEL, r.model());
        text(out, PROVIDER, r.provider());
        text(out, ACCOUNT, r.account());
        text(out, TEAM, r.team());
        text(out, USER, r.user());
        text(out, SERVICE_ACCOUNT, r.serviceAccount());
        text(out, KEY, r.key());
        text(out, SESSION_ID, r.sessionId());
        if (!r.metadata().isEmpty()) {
            out.beginObject(METADATA);
            for (Map.Entry<String, String> entry : r.metadata().entrySet()) {
                out.field(entry.getKey(), entry.getValue());
            }
            out.endObject();
        }
    }

    private static void result(JsonText out, UsageRecord r) {
        out.field(STREAM, r.stream());
        out.field(STATUS, r.status());
        out.field(OUTCOME, r.outcome().wireName());
        text(out, ERROR_CLASS, r.errorClass());
        tokens(out, r.tokens());
        number(out, COST_NANOS, r.costNanos());
        out.field(ESTIMATED, r.estimated());
        out.field(LATENCY_MICROS, r.latencyMicros());
        number(out, FIRST_TOKEN_MICROS, r.firstTokenMicros());
        out.field(OVERHEAD_MICROS, r.overheadMicros());
        text(out, CACHE, r.cache());
        out.field(POLICY_REVISION, r.policyRevision());
        out.field(PRICE_REVISION, r.priceRevision());
        out.beginArray(ATTEMPTS);
        for (Attempt attempt : r.attempts()) {
            attempt(out, attempt);
        }
        out.endArray();
    }

    private static void attempt(JsonText out, Attempt a) {
        out.beginObject();
        out.field(N, a.n());
        out.field(KIND, a.kind());
        text(out, MODEL, a.model());
        text(out, ACCOUNT, a.account());
        out.field(STATUS, a.status());
        text(out, ERROR_CLASS, a.errorClass());
        tokens(out, a.tokens());
        number(out, COST_NANOS, a.costNanos());
        out.field(START_MICROS, a.startMicros());
        out.field(LATENCY_MICROS, a.latencyMicros());
        out.endObject();
    }

    private static void tokens(JsonText out, Tokens t) {
        out.beginObject(TOKENS);
        out.field(INPUT, t.input());
        out.field(CACHED_INPUT, t.cachedInput());
        out.field(CACHE_WRITE, t.cacheWrite());
        out.field(CACHE_WRITE_1H, t.cacheWrite1h());
        out.field(OUTPUT, t.output());
        out.field(REASONING, t.reasoning());
        if (t.hasAudio()) {
            out.field(AUDIO_INPUT, t.audioInput());
            out.field(AUDIO_OUTPUT, t.audioOutput());
        }
        out.endObject();
    }

    private static void text(JsonText out, byte[] name, String value) {
        if (!value.isEmpty()) {
            out.field(name, value);
        }
    }

    private static void number(JsonText out, byte[] name, @Nullable Long value) {
        if (value != null) {
            out.field(name, value);
        }
    }
}
