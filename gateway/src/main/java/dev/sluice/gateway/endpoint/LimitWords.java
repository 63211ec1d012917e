package dev.sluice.gateway.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.limit.Standing;
import dev.sluice.contract.policy.LimitUnit;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.wire.Decimals;

/** What a caller is told of a limit that refuses, in all dialects: which one, how much, and when to come again. */
public final class LimitWords {
    public static final String EXPLAIN_NOT_ALLOWED =
            "This key may not have decisions explained: leave the header x-sluice-explain out, or have an administrator set"
                    + " spec.explain of the ApiKey.";

    private static final int NANO_DIGITS = 9;
    private static final int CENTS = 2;

    private LimitWords() {}

    public static String message(GatewayError.LimitReached error) {
        Standing standing = error.standing();
        String rule = (error.isBudget() ? "The budget '" : "The rate limit '")
                + standing.rule().id().name() + "'";
        return switch (error.reason()) {
            case LIMIT -> rule + reached(standing);
            case SHARE -> rule + " has nothing left for this gateway at the moment: try again in a second.";
            case UNPRICED -> rule + " refuses models without a price: give the Model a price, or ask for another one.";
        };
    }

    private static String reached(Standing standing) {
        LimitUnit unit = standing.quota().unit();
        if (standing.isTooMuch()) {
            return " is too small for this request, which may take " + amount(unit, standing.wanted()) + " of "
                    + amount(unit, standing.limit()) + per(standing) + ": ask for less (a smaller max_tokens, a shorter"
                    + " prompt), or have an administrator raise it.";
        }
        boolean some = standing.used() < standing.limit();
        return (some ? " has too little left: " : " is reached: ")
                + amounts(standing)
                + (some && standing.wanted() > 0
                        ? ", and this request may take " + amount(unit, standing.wanted())
                        : "")
                + "."
                + again(standing);
    }

    private static String amount(LimitUnit unit, long amount) {
        return unit == LimitUnit.USD ? "$" + dollars(amount) : amount + " " + words(unit);
    }

    /** Such as {@code 600 requests per 1m, 600 are used}. */
    private static String amounts(Standing standing) {
        LimitUnit unit = standing.quota().unit();
        if (unit == LimitUnit.USD) {
            return "$" + dollars(standing.limit()) + per(standing) + ", $" + dollars(standing.used())
                    + " are used or held for requests that go on";
        }
        String what = unit == LimitUnit.CONCURRENT ? "requests at once" : words(unit);
        return standing.limit() + " " + what + per(standing) + ", " + standing.used() + " are used";
    }

    private static String words(LimitUnit unit) {
        return switch (unit) {
            case INPUT_TOKENS -> "input tokens";
            case OUTPUT_TOKENS -> "output tokens";
            case TOOL_CALLS -> "tool calls";
            case REQUESTS, TOKENS, USD, CONCURRENT -> unit.wireName();
        };
    }

    private static String per(Standing standing) {
        return standing.window().isEmpty() ? "" : " per " + standing.window();
    }

    private static String again(Standing standing) {
        long millis = standing.resetMillis();
        return millis == Long.MAX_VALUE || standing.window().isEmpty()
                ? ""
                : " Try again in " + Math.max(1, Math.ceilDiv(millis, 1000)) + " s.";
    }

    /** Whole cents where that is enough, as in {@code 50.00}. */
    private static String dollars(long nanos) {
        String all = Decimals.fixed(nanos, NANO_DIGITS);
        int end = all.length();
        while (all.charAt(end - 1) == '0' && end > all.indexOf('.') + 1 + CENTS) {
            end--;
        }
        return all.substring(0, end);
    }

    /** Adds {@code rule}, {@code unit}, {@code limit}, {@code used}, {@code window} and {@code reset} (seconds) to an error. */
    public static void details(GatewayError.LimitReached error, ObjectNode to) {
        Standing standing = error.standing();
        LimitUnit unit = standing.quota().unit();
        to.put("rule", standing.rule().id().name()).put("unit", unit.wireName());
        if (unit == LimitUnit.USD) {
            to.put("limit", dollars(standing.limit())).put("used", dollars(standing.used()));
        } else {
            to.put("limit", standing.limit()).put("used", standing.used());
        }
        if (!standing.window().isEmpty()) {
            to.put("window", standing.window());
        }
        if (standing.resetMillis() != Long.MAX_VALUE) {
            to.put("reset", Math.ceilDiv(standing.resetMillis(), 1000));
        }
    }
}
