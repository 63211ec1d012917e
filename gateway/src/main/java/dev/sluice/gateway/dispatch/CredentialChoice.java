package dev.sluice.gateway.dispatch;

import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.contract.policy.CompiledAccount.Credential;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Which of an account's credentials a request uses: by weight, among those that can be used at the moment. */
final class CredentialChoice {
    private CredentialChoice() {}

    /**
     * @param outNanos how long one had better not be used; 0: it may be
     * @return one that had better not be used only when there is no other; without a token only when none has any; null when all
     *     are drained (weight 0)
     */
    static @Nullable Credential of(List<Credential> all, ToLongFunction<Credential> outNanos) {
        if (all.isEmpty()) {
            return CompiledAccount.NO_CREDENTIAL;
        }
        if (all.size() == 1) {
            Credential only = all.getFirst();
            return only.weight() > 0 ? only : null;
        }
        Credential picked = pick(all, _ -> true);
        if (picked == null || (isUsable(picked) && outNanos.applyAsLong(picked) == 0)) {
            return picked;
        }
        Credential fit = fit(all, outNanos);
        return fit != null ? fit : usable(soonest(all, outNanos), picked);
    }

    /** One that may be used now; null when there is none. */
    static @Nullable Credential fit(List<Credential> all, ToLongFunction<Credential> outNanos) {
        return pick(all, credential -> isUsable(credential) && outNanos.applyAsLong(credential) == 0);
    }

    /** Those that may be used first. */
    private static List<Credential> soonest(List<Credential> all, ToLongFunction<Credential> outNanos) {
        long least = Long.MAX_VALUE;
        List<Credential> soonest = new ArrayList<>();
        for (Credential credential : all) {
            long out = outNanos.applyAsLong(credential);
            if (credential.weight() > 0 && isUsable(credential) && out <= least) {
                if (out < least) {
                    soonest.clear();
                }
                least = out;
                soonest.add(credential);
            }
        }
        return soonest;
    }

    /** Tokens of another may be in force while those of the one picked are not. */
    private static Credential usable(List<Credential> all, Credential otherwise) {
        Credential picked = pick(all, CredentialChoice::isUsable);
        return picked == null ? otherwise : picked;
    }

    private static boolean isUsable(Credential credential) {
        return credential.current() != null;
    }

    private static @Nullable Credential pick(List<Credential> all, Predicate<Credential> from) {
        int total = 0;
        for (Credential credential : all) {
            total += from.test(credential) ? credential.weight() : 0;
        }
        if (total <= 0) {
            return null;
        }
        int left = ThreadLocalRandom.current().nextInt(total);
        for (Credential credential : all) {
            left -= from.test(credential) ? credential.weight() : 0;
            if (left < 0) {
                return credential;
            }
        }
        return null; // a token came in between the two passes
    }
}
