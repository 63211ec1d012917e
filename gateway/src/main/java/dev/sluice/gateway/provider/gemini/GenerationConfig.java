package dev.sluice.gateway.provider.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.ChatRequest.Sampling;
import dev.sluice.gateway.inference.chat.ResponseFormat;
import java.util.List;
import java.util.SortedSet;

/** How the answer is to be made: lengths, sampling, form, thinking. */
final class GenerationConfig {
    private static final int MAX_STOP_TEXTS = 5;
    private static final int MAX_CHOICES = 8;

    private GenerationConfig() {}

    static ObjectNode of(ChatRequest request, String model, SortedSet<String> dropped) {
        ObjectNode config = GeminiJson.object();
        request.maxOutputTokens().ifPresent(tokens -> config.put("maxOutputTokens", tokens));
        sampling(config, request.sampling(), dropped);
        choices(config, request.choices());
        Modalities.put(config, request);
        format(config, request.format());
        ObjectNode thinking = ThinkingConfig.of(request.reasoning(), model, dropped);
        if (!thinking.isEmpty()) {
            config.set("thinkingConfig", thinking);
        }
        return config;
    }

    private static void sampling(ObjectNode config, Sampling sampling, SortedSet<String> dropped) {
        GeminiJson.put(config, "temperature", sampling.temperature());
        GeminiJson.put(config, "topP", sampling.topP());
        sampling.topK().ifPresent(topK -> config.put("topK", topK));
        GeminiJson.put(config, "frequencyPenalty", sampling.frequencyPenalty());
        GeminiJson.put(config, "presencePenalty", sampling.presencePenalty());
        sampling.seed().ifPresent(seed -> {
            if (seed == (int) seed) {
                config.put("seed", seed);
            } else {
                dropped.add("seed"); // 32 bits there
            }
        });
        stop(config, sampling.stop());
    }

    private static void stop(ObjectNode config, List<String> stop) {
        if (stop.size() > MAX_STOP_TEXTS) {
            throw Refusal.of(
                    "stop",
                    "stop: has " + stop.size() + " texts, and this provider takes " + MAX_STOP_TEXTS
                            + ": send fewer of them");
        }
        if (!stop.isEmpty()) {
            ArrayNode texts = config.putArray("stopSequences");
            stop.forEach(texts::add);
        }
    }

    private static void choices(ObjectNode config, int choices) {
        if (choices > MAX_CHOICES) {
            throw Refusal.of(
                    "n",
                    "n: is " + choices + ", and this provider gives " + MAX_CHOICES
                            + " answers at most: ask for fewer");
        }
        if (choices > 1) {
            config.put("candidateCount", choices);
        }
    }

    private static void format(ObjectNode config, ResponseFormat format) {
        switch (format) {
            case ResponseFormat.Text _ -> {}
            case ResponseFormat.JsonObject _ -> config.put("responseMimeType", "application/json");
            case ResponseFormat.JsonSchema schema -> {
                ObjectNode parsed = GeminiJson.readObject(schema.schema());
                if (parsed == null) {
                    throw Refusal.of(
                            "response_format",
                            "response_format: the schema of '" + schema.name()
                                    + "' is no JSON object: send a JSON schema, or the type json_object");
                }
                config.put("responseMimeType", "application/json").set("responseJsonSchema", parsed);
            }
        }
    }
}
