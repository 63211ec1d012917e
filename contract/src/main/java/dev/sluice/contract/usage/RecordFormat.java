package dev.sluice.contract.usage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a usage record lies on the gateway's ring and travels to the worker: its number, flags, then its components in their
 * order, without names and without the instance, which stands once before all of them. What a flag announces may be added: a
 * record without the flag is read as before, and one with a flag that is not known is refused. Any other change needs another
 * magic number of the ring and another version of {@link UsageMessage}.
 */
public final class RecordFormat {
    private static final int STREAM = 1;
    private static final int ESTIMATED = 2;
    private static final int PRICED = 4;
    private static final int ANSWERED = 8;
    private static final int AUDIO = 16;
    private static final int RULED = 32;
    private static final int KNOWN = STREAM | ESTIMATED | PRICED | ANSWERED | AUDIO | RULED;
    private static final Outcome[] BY_CODE = {
        Outcome.OK,
        Outcome.REFUSED,
        Outcome.LIMITED,
        Outcome.BLOCKED,
        Outcome.FAILED,
        Outcome.CANCELLED,
        Outcome.ABORTED
    };

    private RecordFormat() {}

    public static void write(UsageRecord r, RecordOutput out) {
        Long cost = r.costNanos();
        Long firstToken = r.firstTokenMicros();
        out.clear();
        out.fixed(r.seq());
        out.number((r.stream() ? STREAM : 0)
                | (r.estimated() ? ESTIMATED : 0)
                | (cost != null ? PRICED : 0)
                | (firstToken != null ? ANSWERED : 0)
                | (r.tokens().hasAudio() ? AUDIO : 0)
                | (r.rules().isEmpty() ? 0 : RULED));
        out.number(r.version());
        out.text(r.id());
        out.text(r.clientRequestId());
        out.number(r.timeMillis());
        parties(r, out);
        out.number(r.status());
        out.number(code(r.outcome()));
        out.name(r.errorClass());
        tokens(r.tokens(), out);
        optional(cost, out);
        out.number(r.latencyMicros());
        optional(firstToken, out);
        out.number(r.overheadMicros());
        attempts(r.attempts(), out);
        out.name(r.cache());
        out.number(r.policyRevision());
        out.number(r.priceRevision());
        out.text(r.sessionId());
        metadata(r.metadata(), out);
        out.number(r.records());
        rules(r.rules(), out);
    }

    private static void rules(List<RuleDecision> rules, RecordOutput out) {
        if (!rules.isEmpty()) {
            out.number(rules.size());
            for (RuleDecision rule : rules) {
                out.name(rule.kind());
                out.name(rule.name());
                out.name(rule.decision());
            }
        }
    }

    private static void parties(UsageRecord r, RecordOutput out) {
        out.name(r.endpoint());
        out.name(r.modelAsked());
        out.name(r.model());
        out.name(r.provider());
        out.name(r.account());
        out.name(r.team());
        out.name(r.user());
        out.name(r.serviceAccount());
        out.name(r.key());
    }

    private static int code(Outcome outcome) {
        return switch (outcome) {
            case OK -> 0;
            case REFUSED -> 1;
            case LIMITED -> 2;
            case BLOCKED -> 3;
            case FAILED -> 4;
            case CANCELLED -> 5;
            case ABORTED -> 6;
        };
    }

    private static void attempts(List<Attempt> attempts, RecordOutput out) {
        out.number(attempts.size());
        for (int n = 0; n < attempts.size(); n++) {
            Attempt a = attempts.get(n);
            Long cost = a.costNanos();
            out.number((cost != null ? PRICED : 0) | (a.tokens().hasAudio() ? AUDIO : 0));
            out.number(a.n());
            out.name(a.kind());
            out.name(a.model());
            out.name(a.account());
            out.number(a.status());
            out.name(a.errorClass());
            tokens(a.tokens(), out);
            optional(cost, out);
            out.number(a.startMicros());
            out.number(a.latencyMicros());
        }
    }

    private static void tokens(Tokens t, RecordOutput out) {
        out.number(t.input());
        out.number(t.cachedInput());
        out.number(t.cacheWrite());
        out.number(t.cacheWrite1h());
        out.number(t.output());
        out.number(t.reasoning());
        if (t.hasAudio()) {
            out.number(t.audioInput());
            out.number(t.audioOutput());
        }
    }

    private static void optional(@Nullable Long value, RecordOutput out) {
        if (value != null) {
            out.number(value);
        }
    }

    private static void metadata(Map<String, String> metadata, RecordOutput out) {
        out.number(metadata.size());
        if (!metadata.isEmpty()) {
            for (Map.Entry<String, String> entry : metadata.entrySet()) {
                out.text(entry.getKey());
                out.text(entry.getValue());
            }
        }
    }

    /** @throws IOException when the bytes are too few */
    public static long seq(byte[] bytes) throws IOException {
        return new RecordInput(bytes).fixed();
    }

    /** @throws IOException saying where the bytes cannot be a record */
    public static UsageRecord read(byte[] bytes, String instance) throws IOException {
        RecordInput in = new RecordInput(bytes);
        long seq = in.fixed();
        int flags = flags(in);
        // Arguments are evaluated in their order, which is the order in which they were written.
        UsageRecord record = new UsageRecord(
                instance,
                seq,
                in.integer(),
                in.text(),
                in.text(),
                in.number(),
                in.text(),
                in.text(),
                in.text(),
                in.text(),
                in.text(),
                in.text(),
                in.text(),
                in.text(),
                in.text(),
                (flags & STREAM) != 0,
                in.integer(),
                outcome(in),
                in.text(),
                tokens(in, flags),
                (flags & PRICED) != 0 ? (Long) in.number() : null,
                (flags & ESTIMATED) != 0,
                in.number(),
                (flags & ANSWERED) != 0 ? (Long) in.number() : null,
                in.number(),
                attempts(in),
                in.text(),
                in.number(),
                in.number(),
                in.text(),
                metadata(in),
                in.integer(),
                (flags & RULED) != 0 ? rules(in) : List.of());
        in.end();
        return record;
    }

    private static List<RuleDecision> rules(RecordInput in) throws IOException {
        int count = in.count();
        List<RuleDecision> rules = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            rules.add(new RuleDecision(in.text(), in.text(), in.text()));
        }
        return rules;
    }

    private static int flags(RecordInput in) throws IOException {
        int flags = in.integer();
        if ((flags & ~KNOWN) != 0) {
            throw new IOException("the flags " + flags + " are known to a newer version alone");
        }
        return flags;
    }

    private static Outcome outcome(RecordInput in) throws IOException {
        int code = in.integer();
        if (code < 0 || code >= BY_CODE.length) {
            throw new IOException("there is no outcome " + code);
        }
        return BY_CODE[code];
    }

    private static List<Attempt> attempts(RecordInput in) throws IOException {
        int count = in.count();
        List<Attempt> attempts = new ArrayList<>(count);
        for (int n = 0; n < count; n++) {
            int flags = flags(in);
            attempts.add(new Attempt(
                    in.integer(),
                    in.text(),
                    in.text(),
                    in.text(),
                    in.integer(),
                    in.text(),
                    tokens(in, flags),
                    (flags & PRICED) != 0 ? (Long) in.number() : null,
                    in.number(),
                    in.number()));
        }
        return attempts;
    }

    private static Tokens tokens(RecordInput in, int flags) throws IOException {
        boolean audio = (flags & AUDIO) != 0;
        return new Tokens(
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                audio ? in.number() : 0,
                audio ? in.number() : 0);
    }

    private static Map<String, String> metadata(RecordInput in) throws IOException {
        int count = in.count();
        if (count == 0) {
            return Map.of();
        }
        Map<String, String> metadata = new HashMap<>();
        for (int n = 0; n < count; n++) {
            metadata.put(in.text(), in.text());
        }
        return metadata;
    }
}
