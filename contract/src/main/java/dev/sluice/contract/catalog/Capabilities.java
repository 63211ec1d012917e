package dev.sluice.contract.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model takes, as the catalog knows it. Of a model that is not in the catalog nothing is known, and all is taken to be
 * possible.
 *
 * @param known whether the catalog has the model
 * @param temperature whether any temperature and {@code top_p} but the default is taken
 * @param efforts the reasoning efforts it knows; empty: not known
 * @param thinkingOff whether it can answer without thinking
 * @param forcedToolChoice whether a call can be demanded
 * @param maxOutput the most tokens it can write; null: not known
 */
public record Capabilities(
        boolean known,
        boolean vision,
        boolean tools,
        boolean jsonSchema,
        boolean reasoning,
        boolean temperature,
        List<String> efforts,
        boolean thinkingOff,
        boolean forcedToolChoice,
        @Nullable Integer maxOutput) {
    public static final Capabilities UNKNOWN =
            new Capabilities(false, true, true, true, true, true, List.of(), true, true, null);

    public Capabilities {
        efforts = List.copyOf(efforts);
    }
}
