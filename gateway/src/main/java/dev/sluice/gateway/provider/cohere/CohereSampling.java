package dev.sluice.gateway.provider.cohere;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.inference.chat.ChatRequest.Sampling;
import dev.sluice.gateway.provider.OtherFields;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Temperature and its kin, under Cohere's names and within its ranges: what is beyond is the most there is. */
final class CohereSampling {
    private static final double MIN_P = 0.01;
    private static final double MAX_P = 0.99;
    private static final int MAX_K = 500;
    private static final int MAX_STOPS = 5;

    private CohereSampling() {}

    static void put(ObjectNode body, Sampling sampling, Set<String> dropped) {
        if (sampling.temperature() != null) {
            body.put("temperature", Math.clamp(sampling.temperature(), 0.0, 1.0));
        }
        if (sampling.topP() != null) {
            body.put("p", Math.clamp(sampling.topP(), MIN_P, MAX_P));
        }
        sampling.topK().ifPresent(topK -> body.put("k", Math.min(topK, MAX_K)));
        putPenalty(body, "frequency_penalty", sampling.frequencyPenalty(), dropped);
        putPenalty(body, "presence_penalty", sampling.presencePenalty(), dropped);
        sampling.seed().ifPresent(seed -> {
            if (seed >= 0) {
                body.put("seed", seed);
            } else {
                dropped.add("seed"); // unsigned there
            }
        });
        putStop(body, sampling.stop());
    }

    /** Below zero it would be the contrary, which does not exist here. */
    private static void putPenalty(ObjectNode body, String name, @Nullable Double penalty, Set<String> dropped) {
        if (penalty == null) {
            return;
        }
        if (penalty < 0) {
            dropped.add(name);
        } else {
            body.put(name, Math.min(penalty, 1.0));
        }
    }

    private static void putStop(ObjectNode body, List<String> stop) {
        if (stop.size() > MAX_STOPS) {
            throw OtherFields.refused(
                    "stop",
                    "stop: has " + stop.size() + " texts, and this provider takes " + MAX_STOPS
                            + ": send fewer of them");
        }
        if (!stop.isEmpty()) {
            stop.forEach(body.putArray("stop_sequences")::add);
        }
    }
}
