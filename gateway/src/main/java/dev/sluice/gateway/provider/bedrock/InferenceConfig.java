package dev.sluice.gateway.provider.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.inference.chat.ChatRequest.Sampling;
import dev.sluice.gateway.provider.OtherFields;
import dev.sluice.gateway.provider.WireJson;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The {@code inferenceConfig} member, and {@code top_k}, which has another place with each vendor's models. */
final class InferenceConfig {
    private InferenceConfig() {}

    /**
     * @param free whether anything but the defaults is taken
     * @param additional of fields that are the model's own, to which {@code top_k} is added
     */
    static ObjectNode of(
            Sampling sampling,
            OptionalLong maxTokens,
            BedrockModel model,
            boolean free,
            ObjectNode additional,
            Set<String> dropped) {
        ObjectNode config = WireJson.object();
        maxTokens.ifPresent(tokens -> config.put("maxTokens", tokens));
        boolean temperature = putTemperature(config, sampling.temperature(), free, dropped);
        Double topP = sampling.topP();
        if (topP != null && free && (!temperature || model.takesBothSamplings())) {
            config.put("topP", topP);
        } else if (topP != null && (temperature || topP != 1)) {
            dropped.add("top_p");
        }
        if (sampling.topK().isPresent()
                && !(free && putTopK(additional, sampling.topK().getAsInt(), model))) {
            dropped.add("top_k");
        }
        OtherFields.dropPenalty("frequency_penalty", sampling.frequencyPenalty(), dropped);
        OtherFields.dropPenalty("presence_penalty", sampling.presencePenalty(), dropped);
        if (sampling.seed().isPresent()) {
            dropped.add("seed");
        }
        putStop(config, sampling.stop(), dropped);
        return config;
    }

    /** The dialect's range is 0 to 1, OpenAI's 0 to 2: what is above is the most there is. */
    private static boolean putTemperature(
            ObjectNode config, @Nullable Double temperature, boolean free, Set<String> dropped) {
        if (temperature == null) {
            return false;
        }
        double clamped = Math.clamp(temperature, 0.0, 1.0);
        if (free) {
            config.put("temperature", clamped);
        } else if (clamped != 1) {
            dropped.add("temperature");
        }
        return free;
    }

    /** @return whether these models have it */
    private static boolean putTopK(ObjectNode additional, int topK, BedrockModel model) {
        return switch (model.family()) {
            case CLAUDE, MISTRAL -> {
                additional.put("top_k", topK);
                yield true;
            }
            case NOVA -> {
                additional.putObject("inferenceConfig").put("topK", topK);
                yield true;
            }
            case GPT_OSS, OTHER, UNKNOWN -> false;
        };
    }

    /** A stop of white space alone is refused. */
    private static void putStop(ObjectNode config, List<String> stop, Set<String> dropped) {
        List<String> sendable = stop.stream().filter(text -> !text.isBlank()).toList();
        if (sendable.size() < stop.size()) {
            dropped.add("stop");
        }
        if (!sendable.isEmpty()) {
            sendable.forEach(config.putArray("stopSequences")::add);
        }
    }
}
