package dev.sluice.contract.usage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request and its attempts: one message, one row. Identity is {@code (instance, seq)}; a record may be stored any
 * number of times. Names are ids, never prompts or keys; absent strings are empty.
 *
 * @param instance random per start of a gateway
 * @param seq from 1, without gaps within an instance
 * @param version 1 when recovered after a crash ({@link Outcome#ABORTED}), 2 when written by the gateway that served it
 * @param id the {@code x-request-id} of the answer
 * @param timeMillis admission, epoch milliseconds
 * @param endpoint what was called, such as {@code chat.completions}
 * @param modelAsked as the client named it
 * @param model the Model that answered; empty when none did
 * @param tokens of all attempts
 * @param costNanos of all attempts; absent: one that was to answer has no price
 * @param estimated the provider gave no usage, so tokens are an estimate
 * @param firstTokenMicros from admission to the first byte of content to the client; absent: nothing was sent
 * @param overheadMicros the gateway's own share of the latency
 * @param records how many requests this row stands for; more than 1 only for rows merged in need
 * @param rules that did more than let it pass; of nearly all requests there are none
 */
public record UsageRecord(
        String instance,
        long seq,
        int version,
        String id,
        String clientRequestId,
        long timeMillis,
        String endpoint,
        String modelAsked,
        String model,
        String provider,
        String account,
        String team,
        String user,
        String serviceAccount,
        String key,
        boolean stream,
        int status,
        Outcome outcome,
        String errorClass,
        Tokens tokens,
        @Nullable Long costNanos,
        boolean estimated,
        long latencyMicros,
        @Nullable Long firstTokenMicros,
        long overheadMicros,
        List<Attempt> attempts,
        String cache,
        long policyRevision,
        long priceRevision,
        String sessionId,
        Map<String, String> metadata,
        int records,
        List<RuleDecision> rules) {
    public UsageRecord {
        attempts = List.copyOf(attempts);
        metadata = Map.copyOf(metadata);
        rules = List.copyOf(rules.size() > RuleDecision.MOST ? rules.subList(0, RuleDecision.MOST) : rules);
    }

    /** Of a request that rules have let pass. */
    public UsageRecord(
            String instance,
            long seq,
            int version,
            String id,
            String clientRequestId,
            long timeMillis,
            String endpoint,
            String modelAsked,
            String model,
            String provider,
            String account,
            String team,
            String user,
            String serviceAccount,
            String key,
            boolean stream,
            int status,
            Outcome outcome,
            String errorClass,
            Tokens tokens,
            @Nullable Long costNanos,
            boolean estimated,
            long latencyMicros,
            @Nullable Long firstTokenMicros,
            long overheadMicros,
            List<Attempt> attempts,
            String cache,
            long policyRevision,
            long priceRevision,
            String sessionId,
            Map<String, String> metadata,
            int records) {
        this(
                instance,
                seq,
                version,
                id,
                clientRequestId,
                timeMillis,
                endpoint,
                modelAsked,
                model,
                provider,
                account,
                team,
                user,
                serviceAccount,
                key,
                stream,
                status,
                outcome,
                errorClass,
                tokens,
                costNanos,
                estimated,
                latencyMicros,
                firstTokenMicros,
                overheadMicros,
                attempts,
                cache,
                policyRevision,
                priceRevision,
                sessionId,
                metadata,
                records,
                List.of());
    }

    /** The same without what the client chose freely, so that its size is bounded by policy. */
    public UsageRecord withoutClientsOwn() {
        return new UsageRecord(
                instance,
                seq,
                version,
                id,
                "",
                timeMillis,
                endpoint,
                modelAsked,
                model,
                provider,
                account,
                team,
                user,
                serviceAccount,
                key,
                stream,
                status,
                outcome,
                errorClass,
                tokens,
                costNanos,
                estimated,
                latencyMicros,
                firstTokenMicros,
                overheadMicros,
                attempts,
                cache,
                policyRevision,
                priceRevision,
                "",
                Map.of(),
                records,
                rules);
    }

    /**
     * The same with an attempt beside those that answered the client: it adds to what the request has cost, and to nothing that
     * the client has seen. One without a price leaves the cost as it is, which is known.
     *
     * @param attempt of any number: it becomes the last
     */
    public UsageRecord withShadow(Attempt attempt, boolean estimatedToo) {
        List<Attempt> all = new ArrayList<>(attempts);
        all.add(attempt.numbered(attempts.size() + 1));
        Long more = attempt.costNanos();
        return new UsageRecord(
                instance,
                seq,
                version,
                id,
                clientRequestId,
                timeMillis,
                endpoint,
                modelAsked,
                model,
                provider,
                account,
                team,
                user,
                serviceAccount,
                key,
                stream,
                status,
                outcome,
                errorClass,
                tokens.plus(attempt.tokens()),
                costNanos == null || more == null ? costNanos : (Long) (costNanos + more),
                estimated || estimatedToo,
                latencyMicros,
                firstTokenMicros,
                overheadMicros,
                all,
                cache,
                policyRevision,
                priceRevision,
                sessionId,
                metadata,
                records,
                rules);
    }

    public boolean unpriced() {
        return costNanos == null;
    }
}
