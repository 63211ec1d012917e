package dev.sluice.gateway.provider.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contract.catalog.Quirks;
import java.util.List;

/** A request for embeddings, by the vendor's names. A vector of another length is another answer. */
final class EmbeddingShape {
    private EmbeddingShape() {}

    static void apply(Shaping shaping) {
        Quirks.Embeddings quirks = shaping.quirks().embeddings();
        quirks.lacks().forEach(shaping::unsupported);
        quirks.rename().forEach((from, to) -> {
            JsonNode value = shaping.body().remove(from);
            if (value != null) {
                shaping.body().set(to, value);
                shaping.change();
            }
        });
        if (!quirks.only().isEmpty()) {
            List<String> names = shaping.body().properties().stream()
                    .map(java.util.Map.Entry::getKey)
                    .toList();
            names.stream().filter(name -> !quirks.only().contains(name)).forEach(shaping::unsupported);
        }
    }
}
