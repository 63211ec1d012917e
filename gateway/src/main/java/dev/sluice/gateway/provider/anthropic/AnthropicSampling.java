package dev.sluice.gateway.provider.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.inference.chat.ChatRequest.Sampling;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Temperature and its kin, and the texts that end the answer. */
final class AnthropicSampling {
    private AnthropicSampling() {}

    /** @param free whether anything but the defaults is taken */
    static void put(ObjectNode body, Sampling sampling, boolean free, Set<String> dropped) {
        boolean temperature = putTemperature(body, sampling.temperature(), free, dropped);
        Double topP = sampling.topP();
        if (topP != null && free && !temperature) {
            body.put("top_p", topP);
        } else if (topP != null && (temperature || topP != 1)) {
            // Refused by most models next to a temperature, which is the better known of the two.
            dropped.add("top_p");
        }
        if (sampling.topK().isPresent() && free) {
            body.put("top_k", sampling.topK().getAsInt());
        } else if (sampling.topK().isPresent()) {
            dropped.add("top_k");
        }
        dropIfSet("frequency_penalty", sampling.frequencyPenalty(), dropped);
        dropIfSet("presence_penalty", sampling.presencePenalty(), dropped);
        if (sampling.seed().isPresent()) {
            dropped.add("seed");
        }
        putStop(body, sampling.stop(), dropped);
    }

    /** The dialect's range is 0 to 1, OpenAI's 0 to 2: what is above is the most there is. */
    private static boolean putTemperature(
            ObjectNode body, @Nullable Double temperature, boolean free, Set<String> dropped) {
        if (temperature == null) {
            return false;
        }
        double clamped = Math.clamp(temperature, 0.0, 1.0);
        if (free) {
            body.put("temperature", clamped);
        } else if (clamped != 1) {
            dropped.add("temperature");
        }
        return free;
    }

    /** Nothing is lost with a penalty of zero. */
    private static void dropIfSet(String name, @Nullable Double penalty, Set<String> dropped) {
        if (penalty != null && penalty != 0) {
            dropped.add(name);
        }
    }

    /** A stop of white space alone is refused. */
    private static void putStop(ObjectNode body, List<String> stop, Set<String> dropped) {
        List<String> sendable = stop.stream().filter(text -> !text.isBlank()).toList();
        if (sendable.size() < stop.size()) {
            dropped.add("stop");
        }
        if (!sendable.isEmpty()) {
            sendable.forEach(body.putArray("stop_sequences")::add);
        }
    }
}
