package dev.sluice.admin.alert;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * What came of one try.
 *
 * @param status of an HTTP receiver that answered
 * @param message why not, short and free of secrets; empty when it was delivered
 */
record Outcome(boolean delivered, @Nullable Integer status, String message) {
    private static final int LONGEST = 300;
    private static final int SHORTEST_SECRET = 4;

    static Outcome sent(@Nullable Integer status) {
        return new Outcome(true, status, "");
    }

    /** @param secrets that the text may repeat */
    static Outcome failed(@Nullable Integer status, String text, Collection<String> secrets) {
        String message = text;
        for (String secret : secrets) {
            if (secret.length() >= SHORTEST_SECRET) {
                message = message.replace(secret, "***");
            }
        }
        message = message.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return new Outcome(false, status, message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "…");
    }

    /** The receiver wants no more: a webhook's 410, as Standard Webhooks has it. */
    boolean isFinal() {
        return status != null && status == 410;
    }
}
