package dev.sluice.gateway.dispatch;

import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.gateway.inference.Call;
import java.util.List;
import java.util.Map;

/**
 * A request that somebody is asked beside those who may answer it.
 *
 * @param model that is asked
 * @param targets that may answer
 * @param forwardedHeaders of the client, on to the provider
 * @param admittedNanos of {@link System#nanoTime()}
 */
public record ShadowCall(
        Call call,
        CompiledModel model,
        List<CompiledModel> targets,
        Map<CharSequence, String> forwardedHeaders,
        long admittedNanos,
        long lastRequestByteNanos) {
    /** Whether what goes wrong here might be held against a target: health knows credentials, and Models of one account as one. */
    boolean sharesAccount() {
        for (CompiledModel target : targets) {
            if (target.account().name().equals(model.account().name())) {
                return true;
            }
        }
        return false;
    }
}
