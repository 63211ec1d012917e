package dev.sluice.contract.explain;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.contract.policy.LimitAmount;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every decision about one request. Amounts are decimal strings of dollars where the unit is {@code usd}.
 *
 * @param rules that match it, in the order in which they are asked: after one that refuses, the others are there too
 * @param outcome {@code admitted}, or the error's class, such as {@code rate_limit}
 * @param truncated whether rules or targets were left out, for want of room
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Explanation(
        long policyRevision,
        Caller principal,
        Asked model,
        List<Rule> rules,
        List<Target> targets,
        String outcome,
        @Nullable Boolean truncated) {
    public static final String ADMITTED = "admitted";

    public Explanation {
        rules = List.copyOf(rules);
        targets = List.copyOf(targets);
    }

    /** @param team the one that is counted */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Caller(
            @Nullable String user,
            @Nullable String serviceAccount,
            @Nullable String key,
            @Nullable String team) {}

    /** @param grantedBy the subject to which an access rule grants it; there even where the key itself narrows it away */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Asked(
            String asked, boolean allowed, @Nullable String grantedBy) {}

    /**
     * One limit of a rule.
     *
     * @param kind {@code RateLimit} or {@code Budget}
     * @param window or period; empty for what is in flight
     * @param segment what is counted together, by dimension of {@code per}
     * @param subject whose override it is
     * @param used by all gateways, as far as the one that was asked knows
     * @param estimate of what this request takes
     * @param resetsAt when nothing that is used now counts any more
     * @param mode {@code enforce} or {@code audit}
     * @param reason why it refuses: {@code limit}, {@code share} (this gateway holds no part of it) or {@code unpriced}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Rule(
            String kind,
            String name,
            String unit,
            String window,
            Map<String, String> segment,
            @Nullable String subject,
            LimitAmount limit,
            LimitAmount used,
            LimitAmount reserved,
            LimitAmount estimate,
            LimitAmount remaining,
            @Nullable String resetsAt,
            String mode,
            Verdict decision,
            @Nullable String reason) {}

    /**
     * One that may serve it.
     *
     * @param account empty where {@code model} is no usable Model
     * @param skipped why it was passed over: an error's class; {@code not_reached} where the request got no further;
     *     {@code left_out} where it was not planned with
     * @param reason why it was left out, or comes after the others; follows the name in a sentence
     * @param score by which its strategy compares it: seconds, requests in flight, dollars, or 0 to 1
     * @param rules that are asked at the target alone
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Target(
            String model,
            String account,
            String provider,
            boolean chosen,
            @Nullable String skipped,
            @Nullable String reason,
            @Nullable Double score,
            List<Rule> rules) {
        public Target {
            rules = List.copyOf(rules);
        }
    }
}
