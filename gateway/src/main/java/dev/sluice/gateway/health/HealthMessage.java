package dev.sluice.gateway.health;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.gateway.health.TargetHealth.State;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What gateways tell each other.
 *
 * @param instance whose it is
 * @param region of that gateway; empty: none
 * @param hello whether it is new, and wants to be told everything
 */
record HealthMessage(String instance, String region, boolean hello, List<Finding> findings, List<Pace> paces) {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Some 200 bytes each. */
    static final int MOST_FINDINGS = 1_000;

    private static final int MOST_BYTES = 1 << 20;
    private static final int LONGEST_REASON = 40;

    /** A finding on the wire. */
    private record Line(
            String model, String account, String credential, String state, String reason, long age, long out) {
        static Line of(Finding finding) {
            TargetKey key = finding.key();
            return new Line(
                    key.model(),
                    key.account(),
                    key.credential(),
                    finding.state().name().toLowerCase(Locale.ROOT),
                    finding.reason(),
                    finding.ageMillis(),
                    finding.outMillis());
        }
    }

    private record Wire(String instance, String region, boolean hello, List<Line> targets, List<Pace> paces) {}

    byte[] encode() {
        try {
            return JSON.writeValueAsBytes(new Wire(
                    instance, region, hello, findings.stream().map(Line::of).toList(), paces));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // it is made of texts and numbers
        }
    }

    /** @throws IOException when it is not such a message */
    static HealthMessage decode(byte[] bytes) throws IOException {
        JsonNode root = bytes.length > MOST_BYTES ? null : JSON.readTree(bytes);
        if (root == null || !root.path("instance").isTextual()) {
            throw new IOException("no message about health");
        }
        List<Finding> findings = new ArrayList<>();
        for (JsonNode line : root.path("targets")) {
            if (findings.size() < MOST_FINDINGS) {
                findings.add(finding(line));
            }
        }
        return new HealthMessage(
                root.path("instance").asText(),
                root.path("region").asText(),
                root.path("hello").asBoolean(),
                findings,
                paces(root.path("paces")));
    }

    /** Absent in what older gateways tell. */
    private static List<Pace> paces(JsonNode lines) {
        List<Pace> paces = new ArrayList<>();
        for (JsonNode line : lines) {
            Pace pace = new Pace(
                    line.path("model").asText(),
                    line.path("firstSeconds").asDouble(),
                    line.path("tokenSeconds").asDouble(),
                    line.path("outputTokens").asDouble());
            if (pace.isSound() && paces.size() < MOST_FINDINGS) {
                paces.add(pace);
            }
        }
        return paces;
    }

    private static Finding finding(JsonNode line) throws IOException {
        String reason = line.path("reason").asText();
        if (!reason.chars().allMatch(c -> c == '_' || (c >= 'a' && c <= 'z')) || reason.length() > LONGEST_REASON) {
            throw new IOException("a reason that is no class of failure");
        }
        return new Finding(
                new TargetKey(
                        line.path("model").asText(),
                        line.path("account").asText(),
                        line.path("credential").asText()),
                state(line.path("state").asText()),
                reason,
                line.path("age").asLong(),
                line.path("out").asLong());
    }

    private static State state(String name) throws IOException {
        return switch (name) {
            case "open" -> State.OPEN;
            case "resting" -> State.RESTING;
            case "closed" -> State.CLOSED;
            default -> throw new IOException("a state that is not told");
        };
    }
}
