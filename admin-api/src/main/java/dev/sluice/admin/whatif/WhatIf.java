package dev.sluice.admin.whatif;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two policies beside each other, on the same requests.
 *
 * @param requests that were decided; of a sample, all that it stands for
 * @param sampled the part of them that was looked at; absent: all
 * @param truncated whether time ran out, so that only requests before {@code until} were decided
 * @param leftOut rules that were not asked, because rows do not have what they count by
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WhatIf(
        Instant from,
        Instant to,
        long requests,
        @Nullable Double sampled,
        boolean truncated,
        @Nullable Instant until,
        Totals now,
        Totals then,
        List<RuleEffect> newlyRefused,
        List<RuleEffect> newlyAllowed,
        List<ModelEffect> modelsNoLongerAllowed,
        List<ModelEffect> modelsNewlyAllowed,
        List<String> leftOut) {

    /** @param costUsd by the prices of that policy */
    public record Totals(long refused, String costUsd) {}

    /** @param subjects with the most of these requests, at most five */
    public record RuleEffect(String kind, String name, long requests, List<SubjectCount> subjects) {}

    public record ModelEffect(String model, long requests, List<SubjectCount> subjects) {}

    /** @param subject such as {@code user:ada@example.com} */
    public record SubjectCount(String subject, long requests) {}
}
