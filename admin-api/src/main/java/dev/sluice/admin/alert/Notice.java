package dev.sluice.admin.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.policy.BudgetSpec;
import dev.sluice.contract.policy.RuleMode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Something that is told on channels. Its form is made once and kept, so that a second try says the same to the byte.
 *
 * @param id the same on every try
 * @param title one line
 * @param message a sentence or two in one line
 * @param body JSON, what webhooks are posted
 */
record Notice(String id, String title, String message, String body) {
    static final ObjectMapper JSON = new ObjectMapper();

    static Notice passed(Passing passing, BudgetSpec spec, Instant now) {
        boolean audit = spec.mode() == RuleMode.AUDIT;
        ZoneId zone = ZoneId.of(spec.zone() == null ? "UTC" : spec.zone());
        ObjectNode event = event("budget.threshold", now).put("budget", passing.budget());
        ObjectNode key = event.putObject("key");
        new TreeMap<>(passing.segment().key()).forEach(key::put);
        if (passing.segment().subject() != null) {
            event.put("subject", passing.segment().subject());
        }
        event.put("unit", passing.segment().unit());
        event.putPOJO("limit", passing.segment().limit().written());
        event.put("period", passing.segment().window())
                .put("periodStart", passing.start().toString());
        event.put("periodEnd", passing.end() == null ? null : passing.end().toString());
        event.putPOJO("used", passing.segment().used().written());
        event.put("usedPercent", Passing.percent(passing.segment()))
                .put("threshold", passing.highest())
                .put("mode", (audit ? RuleMode.AUDIT : RuleMode.ENFORCE).wireName())
                .put("title", Words.title(passing))
                .put("message", Words.message(passing, zone, audit));
        return of(event);
    }

    static Notice test(String channel) {
        return of(event("channel.test", Instant.now())
                .put("channel", channel)
                .put("title", "Test of the alert channel " + Words.plain(channel))
                .put("message", "This is a test: alerts of budgets that name this channel arrive here."));
    }

    private static ObjectNode event(String type, Instant now) {
        return JSON.createObjectNode()
                .put("id", UUID.randomUUID().toString())
                .put("type", type)
                .put("time", now.truncatedTo(ChronoUnit.MILLIS).toString());
    }

    private static Notice of(ObjectNode event) {
        return read(event.toString());
    }

    /** As it was kept. */
    static Notice read(String body) {
        try {
            JsonNode event = JSON.readTree(body);
            return new Notice(
                    event.path("id").asText(),
                    event.path("title").asText(),
                    event.path("message").asText(),
                    body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an alert is stored as something that is no JSON", e);
        }
    }
}
