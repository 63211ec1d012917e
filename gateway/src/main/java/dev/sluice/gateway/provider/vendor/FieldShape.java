package dev.sluice.gateway.provider.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.catalog.Quirks;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The members of the body, by the vendor's names and within its limits. */
final class FieldShape {
    private static final Set<String> OF_COMPLETIONS = Set.of("prompt", "suffix", "echo", "best_of", "max_tokens");

    private final Shaping shaping;
    private final ObjectNode body;
    private final Quirks.Fields quirks;

    FieldShape(Shaping shaping) {
        this.shaping = shaping;
        this.body = shaping.body();
        this.quirks = shaping.quirks().fields();
    }

    void apply() {
        streamOptions();
        toolRules();
        quirks.lacks().forEach(shaping::unsupported);
        format();
        quirks.values().forEach(this::translate);
        quirks.allowed().forEach(this::restrict);
        quirks.most().forEach(this::limit);
        quirks.omitted().forEach(this::omit);
        if (quirks.maxTokens() != null) {
            renameLimit(quirks.maxTokens());
        }
        quirks.rename().forEach(this::rename);
        if (!quirks.only().isEmpty()) {
            names().stream().filter(name -> !quirks.only().contains(name)).forEach(shaping::unsupported);
        }
    }

    /** Its limit has the old name everywhere, and the prompt's own members are not among those of chats. */
    void applyToCompletion() {
        streamOptions();
        quirks.lacks().forEach(shaping::unsupported);
        quirks.most().forEach(this::limit);
        quirks.omitted().forEach(this::omit);
        quirks.rename().forEach(this::rename);
        if (!quirks.only().isEmpty()) {
            names().stream()
                    .filter(name -> !quirks.only().contains(name) && !OF_COMPLETIONS.contains(name))
                    .forEach(shaping::unsupported);
        }
    }

    /** What has one name and one meaning in both; whether responses are kept is a matter of this API alone. */
    void applyToResponses() {
        quirks.lacks().stream().filter(name -> !name.equals("store")).forEach(shaping::unsupported);
        quirks.most().forEach(this::limit);
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        body.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Refused without a stream by OpenAI too. */
    private void streamOptions() {
        if (quirks.noStreamOptions() || !body.path("stream").asBoolean()) {
            shaping.remove("stream_options");
        }
    }

    /** Rules about tools without tools are refused by OpenAI too. */
    private void toolRules() {
        boolean forbidden = shaping.quirks().tools().noChoiceNone()
                && body.path("tool_choice").asText().equals("none");
        if (forbidden) {
            shaping.remove("tools");
        }
        if (!shaping.hasTools()) {
            shaping.remove("tool_choice");
            shaping.remove("parallel_tool_calls");
        }
    }

    private void format() {
        String type = body.path("response_format").path("type").asText();
        if (quirks.formatOrTools() && shaping.hasTools()) {
            shaping.unsupported("response_format");
        } else if (quirks.noJsonSchema() && type.equals("json_schema")) {
            SchemaInWords.tell(shaping);
        }
    }

    private void translate(String field, Map<String, String> words) {
        String word = words.get(body.path(field).asText());
        if (word != null) {
            body.put(field, word);
            shaping.change();
        }
    }

    private void restrict(String field, List<String> words) {
        JsonNode value = body.get(field);
        if (value != null && !words.contains(value.isObject() ? "named" : value.asText())) {
            shaping.unsupported(field);
        }
    }

    private void limit(String field, BigDecimal most) {
        if (body.path(field).isNumber() && body.path(field).decimalValue().compareTo(most) > 0) {
            body.put(field, most);
            shaping.change();
        }
    }

    private void omit(String field, BigDecimal number) {
        if (body.path(field).isNumber() && body.path(field).decimalValue().compareTo(number) == 0) {
            shaping.remove(field);
        }
    }

    /** OpenAI's newer name wins, as it does there. */
    void renameLimit(String wanted) {
        String other = wanted.equals("max_tokens") ? "max_completion_tokens" : "max_tokens";
        if (!body.has(other)) {
            return;
        }
        JsonNode value = body.remove(other);
        if (!body.hasNonNull(wanted) || other.equals("max_completion_tokens")) {
            body.set(wanted, value);
        }
        shaping.change();
    }

    private void rename(String from, String to) {
        JsonNode value = body.remove(from);
        if (value != null) {
            body.set(to, value);
            shaping.change();
        }
    }
}
