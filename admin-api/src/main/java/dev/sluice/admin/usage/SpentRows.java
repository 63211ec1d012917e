package dev.sluice.admin.usage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.contract.limit.SpentRequests;
import dev.sluice.contract.limit.SpentRequests.SpentAttempt;
import dev.sluice.contract.policy.LimitFacts;
import dev.sluice.contract.policy.Owner;
import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.contract.policy.Subject;
import dev.sluice.contract.usage.Attempt;
import dev.sluice.contract.usage.Tokens;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** What the records of single gateways say was spent, alike requests together. Blocking. */
@Singleton
public final class SpentRows {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /** Offsets of all zones are multiples of it, so no period begins within one. */
    private static final long SLOT_MILLIS = 15 * 60_000;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Analytics analytics;

    SpentRows(Analytics analytics) {
        this.analytics = analytics;
    }

    /**
     * What is there of a gateway.
     *
     * @param newestMillis when its last row came
     */
    public record Present(String instance, long newestMillis) {}

    /**
     * Which records are asked for.
     *
     * @param fromMillis of their admission
     * @param exactMillis points in time that no requests on both sides of are put together
     * @param metadataKeys that are of interest
     */
    public record Question(
            Collection<String> instances,
            long fromMillis,
            Collection<Long> exactMillis,
            Collection<String> metadataKeys) {}

    /** All gateways with records from then on. */
    public List<Present> instances(long fromMillis) {
        List<Present> found = new ArrayList<>();
        Sql sql = new Sql()
                .add(
                        "SELECT instance, toUnixTimestamp64Milli(max(ingested_at)) AS newest FROM sluice.requests"
                                + " WHERE time >= fromUnixTimestamp64Milli(toInt64(?)) GROUP BY instance",
                        fromMillis);
        analytics.stream(
                sql, PATIENCE, row -> found.add(new Present(row.getString("instance"), row.getLong("newest"))));
        return found;
    }

    /** Those of them of which no number is missing between the first row and the last. */
    public Set<String> whole(Collection<String> instances, long fromMillis) {
        Set<String> whole = new HashSet<>();
        Sql sql = new Sql()
                .add("SELECT instance FROM sluice.requests FINAL")
                .add("WHERE time >= fromUnixTimestamp64Milli(toInt64(?)) AND", fromMillis)
                .in("instance", List.copyOf(instances))
                .add("GROUP BY instance HAVING sum(records) >= max(seq) - min(seq) + 1");
        analytics.stream(sql, PATIENCE, row -> {
            whole.add(row.getString("instance"));
            return true;
        });
        return whole;
    }

    /** @param policy says which teams somebody is in */
    public void read(Question question, PolicySnapshot policy, Consumer<SpentRequests> action) {
        analytics.stream(sql(question), PATIENCE, row -> {
            action.accept(requests(row, policy));
            return true;
        });
    }

    private static Sql sql(Question question) {
        List<String> slots = new TreeSet<>(question.exactMillis())
                .stream()
                        .map(millis -> String.valueOf(Math.floorDiv(millis, SLOT_MILLIS)))
                        .distinct()
                        .toList();
        Sql sql = new Sql()
                .add("SELECT instance, user, service_account, key, team, model_asked, model, account,")
                .add("intDiv(toUnixTimestamp64Milli(time), ?) AS slot,", SLOT_MILLIS)
                .add(
                        "if(has(splitByChar(',', ?), toString(slot)), toUnixTimestamp64Milli(time), slot * ?) AS at,",
                        String.join(",", slots),
                        SLOT_MILLIS)
                .add(
                        "mapFilter((k, v) -> has(splitByChar('\n', ?), k), metadata) AS some_metadata,",
                        String.join("\n", question.metadataKeys()))
                .add("if(attempts > 1, attempt_log, '') AS log,")
                .add("sum(input_tokens + cached_input_tokens + cache_write_tokens + cache_write_1h_tokens")
                .add("+ audio_input_tokens) AS all_input,")
                .add(
                        "sum(output_tokens + reasoning_tokens + audio_output_tokens) AS all_output, sum(cost_nanos) AS cost")
                .add(
                        "FROM sluice.requests FINAL WHERE time >= fromUnixTimestamp64Milli(toInt64(?)) AND model != ''",
                        question.fromMillis())
                .add("AND");
        sql.in("instance", List.copyOf(question.instances()));
        return sql.add("GROUP BY instance, user, service_account, key, team, model_asked, model, account, slot, at,")
                .add("some_metadata, log");
    }

    private static SpentRequests requests(ResultSet row, PolicySnapshot policy) throws SQLException {
        String user = row.getString("user");
        Subject subject = user.isEmpty()
                ? new Subject(Subject.Type.SERVICE_ACCOUNT, row.getString("service_account"))
                : new Subject(Subject.Type.USER, user);
        Owner known = policy.owner(subject);
        Owner owner = known == null ? new Owner(subject, false, List.of(), "", Map.of(), List.of()) : known;
        @SuppressWarnings("unchecked")
        Map<String, String> metadata = (Map<String, String>) row.getObject("some_metadata");
        LimitFacts facts = new LimitFacts(owner, row.getString("key"), row.getString("team"), Map.copyOf(metadata), "");
        // A virtual model's requests are admitted by its name, whichever Model answers. A budget that is used up sends
        // requests
        // to another model, by whose name they are admitted then.
        String asked = row.getString("model_asked");
        String admitted = policy.virtualModel(asked) != null ? asked : row.getString("model");
        return new SpentRequests(row.getString("instance"), row.getLong("at"), facts, admitted, attempts(row));
    }

    private static List<SpentAttempt> attempts(ResultSet row) throws SQLException {
        String log = row.getString("log");
        if (log.isEmpty()) {
            Tokens tokens = Tokens.of(row.getLong("all_input"), row.getLong("all_output"));
            return List.of(
                    new SpentAttempt(row.getString("model"), row.getString("account"), tokens, row.getLong("cost")));
        }
        try {
            List<SpentAttempt> attempts = new ArrayList<>();
            for (Attempt attempt : JSON.readValue(log, Attempt[].class)) {
                Long cost = attempt.costNanos();
                attempts.add(new SpentAttempt(
                        attempt.model(), attempt.account(), attempt.tokens(), cost == null ? 0 : cost));
            }
            return attempts;
        } catch (JsonProcessingException e) {
            throw new SQLException("an attempt_log cannot be read", e);
        }
    }
}
