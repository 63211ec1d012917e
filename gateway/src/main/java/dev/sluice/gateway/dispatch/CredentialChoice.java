package dev.sluice.gateway.dispatch;

import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.contract.policy.CompiledAccount.Credential;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which of an account's credentials a request uses: by weight, among those that can be used at the moment. */
final class CredentialChoice {
    private CredentialChoice() {}

    /** @return one without a token only when none has any; null when all are drained (weight 0) */
    static @Nullable Credential of(List<Credential> all) {
        if (all.isEmpty()) {
            return CompiledAccount.NO_CREDENTIAL;
        }
        if (all.size() == 1) {
            Credential only = all.getFirst();
            return only.weight() > 0 ? only : null;
        }
        Credential picked = pick(all, _ -> true);
        return picked == null || isUsable(picked) ? picked : usable(all, picked);
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
