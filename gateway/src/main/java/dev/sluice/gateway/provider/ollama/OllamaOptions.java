package dev.sluice.gateway.provider.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.ChatRequest.Sampling;
import dev.sluice.gateway.provider.OtherFields;
import dev.sluice.gateway.provider.WireJson;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The {@code options} member: how the model is run. The client's own options come first, its fields of other dialects win. */
final class OllamaOptions {
    private static final String OPTIONS = "options";
    /** Options that clients send beside the others' fields, for want of a better place. */
    private static final List<String> SINGLE = List.of("num_ctx", "min_p", "repeat_penalty");
    /** Fields of the client's that are sent. */
    static final Set<String> OWN = Set.of(OPTIONS, "num_ctx", "min_p", "repeat_penalty");

    private OllamaOptions() {}

    static ObjectNode of(ChatRequest request, Set<String> dropped) {
        ObjectNode options = own(request);
        for (String name : SINGLE) {
            String text = request.others().get(name);
            JsonNode value = text == null ? null : WireJson.value(text);
            if (value != null && !value.isNull()) {
                options.set(name, value);
            }
        }
        request.maxOutputTokens().ifPresent(tokens -> options.put("num_predict", tokens));
        Sampling sampling = request.sampling();
        put(options, "temperature", sampling.temperature());
        put(options, "top_p", sampling.topP());
        sampling.topK().ifPresent(topK -> options.put("top_k", topK));
        put(options, "frequency_penalty", sampling.frequencyPenalty());
        put(options, "presence_penalty", sampling.presencePenalty());
        sampling.seed().ifPresent(seed -> {
            if (seed == (int) seed) {
                options.put("seed", seed);
            } else {
                dropped.add("seed"); // 32 bits there
            }
        });
        if (!sampling.stop().isEmpty()) {
            sampling.stop().forEach(options.putArray("stop")::add);
        }
        return options;
    }

    private static ObjectNode own(ChatRequest request) {
        String text = request.others().getOrDefault(OPTIONS, "{}");
        ObjectNode options = text.equals("null") ? WireJson.object() : WireJson.object(text);
        if (options == null) {
            throw OtherFields.refused(OPTIONS, "'options' is not an object: send options by their names.");
        }
        return options;
    }

    private static void put(ObjectNode options, String name, @Nullable Double value) {
        if (value != null) {
            options.put(name, value);
        }
    }
}
