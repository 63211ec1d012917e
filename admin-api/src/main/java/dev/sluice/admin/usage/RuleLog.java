package dev.sluice.admin.usage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.contract.usage.RuleDecision;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What rules did to one request, as the gateway wrote it. */
final class RuleLog {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private RuleLog() {}

    static List<RuleDecision> read(@Nullable String json) {
        if (json == null || json.isEmpty()) {
            return List.of();
        }
        List<RuleDecision> decisions = new ArrayList<>();
        try {
            for (JsonNode rule : JSON.readTree(json)) {
                decisions.add(new RuleDecision(
                        rule.path("kind").asText(),
                        rule.path("name").asText(),
                        rule.path("decision").asText()));
            }
        } catch (JsonProcessingException e) {
            // A row that somebody else wrote: the request is shown without it.
            return List.of();
        }
        return decisions;
    }
}
