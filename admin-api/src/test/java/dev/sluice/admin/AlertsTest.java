package dev.sluice.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The whole way: a gateway that counts, the process that watches, a receiver that is told. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class AlertsTest {
    private static final byte[] KEY = "a key of thirty-two random bytes".getBytes(StandardCharsets.UTF_8);
    private static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(KEY);
    private static final int LONGER_THAN_A_ROUND_MS = 6_500;

    private final Receiver receiver = new Receiver();
    private final CountingGateway gateway = new CountingGateway();

    @AfterEach
    void close() {
        receiver.close();
        gateway.close();
    }

    private void webhook(String name, String path) {
        Api.put(
                "alert-channels",
                name,
                "{\"type\":\"webhook\",\"url\":\"" + receiver.url(path)
                        + "\",\"allowPrivateNetwork\":true,\"secret\":{\"value\":\"" + SECRET + "\"}}");
    }

    private static void budget(String name, String alerts) {
        Api.put(
                "budgets",
                name,
                "{\"per\":[\"team\"],\"limits\":[{\"usd\":\"100.00\",\"period\":\"month\"}],\"alerts\":" + alerts
                        + "}");
    }

    private static Optional<Map<String, Object>> told(String budget) {
        JsonPath page = Api.owner()
                .get("/api/v1/alerts?limit=200")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        List<Map<String, Object>> items = page.getList("items");
        return items.stream().filter(item -> budget.equals(item.get("budget"))).findFirst();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> delivery(String budget, String state) {
        for (int i = 0; i < 300; i++) {
            Optional<Map<String, Object>> item = told(budget);
            if (item.isPresent()) {
                Map<String, Object> first = ((List<Map<String, Object>>)
                                Objects.requireNonNull(item.get().get("deliveries")))
                        .getFirst();
                if (state.equals(first.get("state")) && !Integer.valueOf(0).equals(first.get("attempts"))) {
                    return first;
                }
            }
            Api.sleep(50);
        }
        throw new AssertionError("no delivery of " + budget + " became " + state + ": " + told(budget));
    }

    @Test
    void shouldTellOnceOfTheHighestThresholdAndSignIt() throws Exception {
        webhook("once-hook", "/hook/");
        budget("once", "{\"at\":[50,75,90],\"channels\":[\"once-hook\"]}");
        gateway.spent("once", Map.of("team", "research"), 92.35, 100);

        Receiver.Posted posted = receiver.await(1);
        JsonNode body = new ObjectMapper().readTree(posted.body());
        assertThat(posted.path()).isEqualTo("/hook/");
        assertThat(body.path("type").asText()).isEqualTo("budget.threshold");
        assertThat(body.path("budget").asText()).isEqualTo("once");
        assertThat(body.path("key").path("team").asText()).isEqualTo("research");
        assertThat(body.path("threshold").asInt()).isEqualTo(90);
        assertThat(body.path("usedPercent").asDouble()).isEqualTo(92.3);
        assertThat(body.path("used").asText()).isEqualTo("92.350000000");
        assertThat(body.path("limit").asText()).isEqualTo("100.000000000");
        assertThat(body.path("unit").asText()).isEqualTo("usd");
        assertThat(body.path("period").asText()).isEqualTo("month");
        assertThat(Instant.parse(body.path("periodEnd").asText())).isEqualTo(CountingGateway.endOfMonth());
        assertThat(body.path("periodStart").asText()).contains("-01T00:00:00Z");
        assertThat(body.path("mode").asText()).isEqualTo("enforce");
        assertThat(body.path("message").asText())
                .startsWith("Budget once (team research) has used $92.35, 92.3 % of $100.00 per month.");

        String id = posted.headers().getFirst("webhook-id");
        String timestamp = posted.headers().getFirst("webhook-timestamp");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
        mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
        assertThat(posted.headers().getFirst("webhook-signature"))
                .isEqualTo("v1,"
                        + Base64.getEncoder()
                                .encodeToString(mac.doFinal(posted.body().getBytes(StandardCharsets.UTF_8))));
        assertThat(id).isEqualTo(body.path("id").asText()).doesNotContain(".");
        assertThat(Long.parseLong(timestamp))
                .isBetween(Instant.now().getEpochSecond() - 60, Instant.now().getEpochSecond());

        assertThat(delivery("once", "sent")).containsEntry("attempts", 1).containsKey("deliveredAt");
        gateway.spent("once", Map.of("team", "research"), 92.35, 1000);
        Api.sleep(LONGER_THAN_A_ROUND_MS);
        gateway.spent("once", Map.of("team", "research"), 92.35, 100);
        Api.sleep(LONGER_THAN_A_ROUND_MS);
        assertThat(receiver.posted()).hasSize(1);
        assertThat(Stored.number("SELECT count(*) FROM alerts WHERE budget = 'once'"))
                .isEqualTo(3);
        gateway.spent("once", Map.of("team", "sales"), 51, 100);
        assertThat(receiver.await(2).body()).contains("sales").contains("\"threshold\":50");
    }

    @Test
    void shouldTryAgainWithTheSameIdAndRepeatNoSecret() {
        receiver.answer(500, "no: " + SECRET);
        webhook("again-hook", "/again");
        budget("again", "{\"at\":[100],\"channels\":[\"again-hook\"]}");
        gateway.spent("again", Map.of(), 100, 100);

        Receiver.Posted first = receiver.await(1);
        Map<String, Object> waiting = delivery("again", "pending");
        assertThat(waiting).containsEntry("lastError", "HTTP 500 no: ***");
        assertThat(Stored.number("SELECT count(*) FROM alert_deliveries WHERE channel = 'again-hook'"
                        + " AND next_try > now() + interval '5 seconds' AND next_try < now() + interval '13 seconds'"))
                .isEqualTo(1);
        receiver.answer(204, "");
        Stored.run("UPDATE alert_deliveries SET next_try = now() WHERE channel = 'again-hook'");
        Receiver.Posted second = receiver.await(2);

        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().getFirst("webhook-id"))
                .isEqualTo(first.headers().getFirst("webhook-id"));
        Map<String, Object> sent = delivery("again", "sent");
        assertThat(sent).containsEntry("attempts", 2).containsEntry("lastError", null);
        assertThat(Api.owner().get("/api/v1/alerts").asString()).doesNotContain(SECRET);
        assertThat(Stored.number("SELECT count(*) FROM alert_deliveries WHERE last_error LIKE '%whsec%'"))
                .isZero();
    }

    @Test
    void shouldGiveUpWhereNobodyWantsItAndAfterADay() {
        receiver.answer(410, "gone");
        webhook("gone-hook", "/gone");
        budget("gone", "{\"at\":[1],\"channels\":[\"gone-hook\"]}");
        gateway.spent("gone", Map.of(), 50, 100);
        assertThat(delivery("gone", "failed")).containsEntry("lastError", "HTTP 410 gone");

        receiver.answer(503, "busy");
        webhook("day-hook", "/day");
        budget("day", "{\"at\":[1],\"channels\":[\"day-hook\"]}");
        gateway.spent("day", Map.of(), 50, 100);
        delivery("day", "pending");
        receiver.await(2);
        Stored.run("UPDATE alert_deliveries SET next_try = now(), created_at = now() - interval '24 hours'"
                + " WHERE channel = 'day-hook'");
        assertThat(delivery("day", "failed")).containsEntry("lastError", "HTTP 503 busy");
    }

    @Test
    void shouldHoldUpNoOtherChannelAndEndWithTheChannel() {
        try (Receiver broken = new Receiver().answer(500, "")) {
            webhook("sound", "/sound");
            Api.put(
                    "alert-channels",
                    "broken",
                    "{\"type\":\"slack\",\"url\":\"" + broken.url("/services/T0/B0/xyz")
                            + "\",\"allowPrivateNetwork\":true}");
            budget("two", "{\"at\":[1],\"channels\":[\"broken\",\"sound\"]}");
            gateway.spent("two", Map.of(), 50, 100);
            receiver.await(1);
            broken.await(1);
            assertThat(delivery("two", "pending")).containsEntry("channel", "broken");
            Api.owner().delete("/api/v1/alert-channels/broken").then().statusCode(409);
            budget("two", "{\"at\":[1],\"channels\":[\"sound\"]}");
            Api.owner().delete("/api/v1/alert-channels/broken").then().statusCode(200);

            assertThat(delivery("two", "failed")).containsEntry("lastError", "the channel was deleted");
            assertThat(broken.posted()).hasSize(1);
        }
    }

    @Test
    void shouldSendATestAtOnce() throws Exception {
        webhook("tested", "/tested");
        Api.owner()
                .post("/api/v1/alert-channels/tested/test")
                .then()
                .statusCode(200)
                .body("delivered", equalTo(true))
                .body("status", equalTo(200))
                .body("message", equalTo(""));
        assertThat(receiver.await(1).body()).contains("\"type\":\"channel.test\"");

        try (Receiver elsewhere = new Receiver()) {
            receiver.redirect(elsewhere.url("/"));
            Api.owner()
                    .post("/api/v1/alert-channels/tested/test")
                    .then()
                    .body("delivered", equalTo(false))
                    .body("status", equalTo(302));
            assertThat(elsewhere.posted()).isEmpty();
        }
        Api.owner().post("/api/v1/alert-channels/nowhere/test").then().statusCode(404);

        Api.put(
                "alert-channels",
                "inside",
                "{\"type\":\"webhook\",\"url\":\"https://"
                        + InetAddress.getLocalHost().getHostName() + "/\"}");
        Api.owner()
                .post("/api/v1/alert-channels/inside/test")
                .then()
                .body("delivered", equalTo(false))
                .body("status", nullValue())
                .body("message", startsWith("url resolves to a private address"));

        Api.put("alert-channels", "mail", "{\"type\":\"email\",\"to\":[\"ops@example.com\"]}");
        Api.owner()
                .post("/api/v1/alert-channels/mail/test")
                .then()
                .body("delivered", equalTo(false))
                .body("message", containsString("SLUICE_SMTP_URL"));
    }

    @Test
    void shouldKeepTheAddressOfSlackToItself() {
        String path = "/services/T000/B000/very-secret-path";
        Api.put(
                "alert-channels",
                "slack",
                "{\"type\":\"slack\",\"allowPrivateNetwork\":true,\"secret\":{\"value\":\"" + receiver.url(path)
                        + "\"}}");
        Api.owner().post("/api/v1/alert-channels/slack/test").then().body("delivered", equalTo(true));
        assertThat(receiver.await(1).path()).isEqualTo(path);
        receiver.answer(404, "no_service at " + path);
        Api.owner()
                .post("/api/v1/alert-channels/slack/test")
                .then()
                .body("message", equalTo("HTTP 404 no_service at ***"));
        Api.put(
                "alert-channels",
                "slack-bad",
                "{\"type\":\"slack\",\"secret\":{\"value\":\"very secret and no address\"}}");
        Api.owner()
                .post("/api/v1/alert-channels/slack-bad/test")
                .then()
                .body("delivered", equalTo(false))
                .body("message", not(containsString("very")));
        Api.put(
                "alert-channels",
                "from-env",
                "{\"type\":\"webhook\",\"url\":\"https://hooks.example.com\",\"secret\":{\"env\":\"PATH\"}}");
        Api.owner()
                .post("/api/v1/alert-channels/from-env/test")
                .then()
                .body("delivered", equalTo(false))
                .body("message", containsString("SLUICE_SECRET_NAMES does not name PATH"));
    }

    @Test
    void shouldShowManagersTheirBudgetsAlone() {
        Api.put("users", "watch@example.com", "{}");
        Api.put("teams", "watched", "{\"managers\":[\"user:watch@example.com\"]}");
        Api.owner().body(Map.of("password", "a-long-password")).put("/api/v1/users/watch@example.com/password");
        Api.owner()
                .body(
                        "{\"metadata\":{\"name\":\"theirs\",\"team\":\"watched\"},\"spec\":{\"limits\":[{\"usd\":\"1\",\"period\":\"month\"}],"
                                + "\"alerts\":{\"at\":[10]}}}")
                .put("/api/v1/budgets/theirs")
                .then()
                .statusCode(201);
        budget("others", "{\"at\":[10]}");
        gateway.spent("theirs", Map.of(), 0.5, 1);
        gateway.spent("others", Map.of(), 50, 100);
        for (int i = 0; i < 300 && (told("theirs").isEmpty() || told("others").isEmpty()); i++) {
            Api.sleep(50);
        }
        Api.as("watch@example.com", "a-long-password")
                .get("/api/v1/alerts")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].budget", equalTo("theirs"))
                .body("items[0].used", equalTo("0.500000000"))
                .body("next", nullValue());
        String next = Api.owner()
                .get("/api/v1/alerts?limit=1")
                .then()
                .body("items", hasSize(1))
                .body("next", notNullValue())
                .extract()
                .path("next");
        assertThat(Api.owner().get("/api/v1/alerts?after=" + next).jsonPath().getList("items"))
                .isNotEmpty();
        Api.owner().get("/api/v1/alerts?after=x").then().statusCode(400);
        Api.owner().get("/api/v1/alerts?limit=201").then().statusCode(400);
    }

    @Test
    void shouldWarnOfWhatIsUsedUpAlready() {
        gateway.spent("used-up", Map.of("team", "research"), 61.2, 100);
        String plan = """
                kind: Budget
                metadata: {name: used-up}
                spec: {per: [team], limits: [{usd: "%s", period: month}]}
                ---
                kind: AlertChannel
                metadata: {name: mailed}
                spec: {type: email, to: [ops@example.com]}
                """;
        Api.owner()
                .contentType("application/yaml")
                .body(plan.formatted("50.00"))
                .post("/api/v1/plan")
                .then()
                .statusCode(200)
                .body("warnings", hasItem("Budget used-up is used up already: $61.20 per month (team research)"))
                .body(
                        "warnings",
                        hasItem("AlertChannel mailed sends nothing: no mail server is known: set SLUICE_SMTP_URL for"
                                + " the admin API"));
        Api.owner()
                .contentType("application/yaml")
                .body(plan.formatted("70.00"))
                .post("/api/v1/plan")
                .then()
                .body("warnings", not(hasItem(containsString("used up already"))));
    }
}
