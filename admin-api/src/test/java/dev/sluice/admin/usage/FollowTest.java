package dev.sluice.admin.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.admin.Api;
import dev.sluice.admin.TestServers;
import dev.sluice.embedded.SharedServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The request log while it grows. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class FollowTest {
    private final HttpClient client = HttpClient.newHttpClient();

    @Inject
    RequestFollowers followers;

    @BeforeEach
    void create() throws SQLException, IOException {
        run("DROP DATABASE IF EXISTS sluice");
        run("CREATE DATABASE sluice");
        try (InputStream ddl = Objects.requireNonNull(FollowTest.class.getResourceAsStream("/requests.sql"))) {
            run(new String(ddl.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @AfterEach
    void drop() throws Exception {
        client.shutdownNow();
        until(() -> followers.followers() == 0);
        run("DROP DATABASE IF EXISTS sluice");
    }

    private static void run(String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(SharedServers.clickhouse().url());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** @param ids of requests that end now and began {@code minutes} ago */
    private static void insert(String team, int minutes, String... ids) throws SQLException {
        run(
                "INSERT INTO sluice.requests (seq, version, id, time, team, user, outcome, attempt_log, records, instance) VALUES "
                        + Stream.of(ids)
                                .map(id ->
                                        "(%d, 2, '%s', now64(3) - INTERVAL %d MINUTE, '%s', 'ada@example.com', 'ok', '[]', 1, 'i')"
                                                .formatted(Math.abs((long) id.hashCode()), id, minutes, team))
                                .collect(Collectors.joining(", ")));
    }

    /** What a follower has been sent: its lines, and whether it was the end. */
    private final class Follower implements AutoCloseable {
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final InputStream body;
        private volatile boolean ended;

        Follower(String token, String query, String position) throws Exception {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(
                            RestAssured.baseURI + ":" + RestAssured.port + "/api/v1/requests?follow=true" + query))
                    .header("authorization", "Bearer " + token);
            if (!position.isEmpty()) {
                request.header("last-event-id", position);
            }
            HttpResponse<InputStream> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("content-type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
            body = answer.body();
            Thread.ofVirtual().start(this::read);
            until(() -> !lines.isEmpty());
        }

        private void read() {
            try (Stream<String> all =
                    new java.io.BufferedReader(new java.io.InputStreamReader(body, StandardCharsets.UTF_8)).lines()) {
                all.forEach(lines::add);
            } catch (java.io.UncheckedIOException e) {
                // closed by the test
            }
            ended = true;
        }

        long sent(String id) {
            return lines.stream()
                    .filter(line -> line.contains("\"id\":\"" + id + "\""))
                    .count();
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }

    @Test
    void shouldSendEachRequestOnceToWhoFiltersForIt() throws Exception {
        insert("red", 0, "before");
        try (Follower all = new Follower(Api.ownerToken(), "", "");
                Follower red = new Follower(Api.ownerToken(), "&team=red", "")) {
            insert("red", 0, "r1");
            insert("blue", 30, "b1");

            until(() -> all.sent("r1") == 1 && all.sent("b1") == 1 && red.sent("r1") == 1);
            insert("red", 0, "r2");
            until(() -> all.sent("r2") == 1 && red.sent("r2") == 1);
            assertThat(all.sent("r1")).isEqualTo(1);
            assertThat(all.sent("before")).as("just before").isEqualTo(1);
            assertThat(red.sent("b1")).isZero();

            assertThat(followers.followers()).isEqualTo(2);
        }
        until(() -> followers.followers() == 0);
    }

    @Test
    void shouldSendNoMoreThanOneCanReadAndSayHowManyItLeftOut() throws Exception {
        try (Follower follower = new Follower(Api.ownerToken(), "", "")) {
            insert("red", 0, IntStream.range(0, 70).mapToObj(i -> "n" + i).toArray(String[]::new));

            until(() -> follower.lines.stream().anyMatch(line -> line.contains("\"omitted\":20")));
        }
    }

    @Test
    void shouldGoOnWhereAnotherWasCutOff() throws Exception {
        String position;
        try (Follower first = new Follower(Api.ownerToken(), "", "")) {
            insert("red", 0, "r1");
            until(() -> first.sent("r1") == 1);
            position = first.lines.stream()
                    .filter(line -> line.startsWith("id: "))
                    .reduce((_, last) -> last)
                    .orElseThrow()
                    .substring(4);
        }
        insert("red", 0, "missed");
        Thread.sleep(5_500); // whoever begins now is shown what came five seconds ago

        try (Follower second = new Follower(Api.ownerToken(), "", position);
                Follower third = new Follower(Api.ownerToken(), "", "")) {
            until(() -> second.sent("missed") == 1);
            insert("red", 0, "new");
            until(() -> third.sent("new") == 1);
            assertThat(third.sent("missed")).isZero();
        }
    }

    @Test
    void shouldEndWhenTheCallerMayNoLongerReadLogs() throws Exception {
        Api.put("users", "watcher@example.com", "{\"roles\":[\"viewer\"]}");
        Api.owner()
                .body("{\"password\":\"a-long-enough-password\"}")
                .put("/api/v1/users/watcher@example.com/password")
                .then()
                .statusCode(204);
        String token = Api.token("watcher@example.com", "a-long-enough-password");
        try (Follower follower = new Follower(token, "", "")) {
            insert("red", 0, "r1");
            until(() -> follower.sent("r1") == 1);
            Api.put("users", "watcher@example.com", "{\"roles\":[\"viewer\"],\"disabled\":true}");

            until(() -> follower.ended);
        }
    }

    @Test
    void shouldSayThatTheLogCannotBeReadAndGoOn() throws Exception {
        try (Follower follower = new Follower(Api.ownerToken(), "", "")) {
            String pid = String.valueOf(SharedServers.clickhouse().pid());
            new ProcessBuilder("kill", "-STOP", pid).start().waitFor();
            try {
                until(() -> follower.lines.contains("event: problem"));
            } finally {
                new ProcessBuilder("kill", "-CONT", pid).start().waitFor();
            }
            until(() -> follower.lines.getLast().isEmpty()
                    && follower.lines.stream().anyMatch(line -> line.contains("\"items\":[]")));
            insert("red", 0, "r1");
            until(() -> follower.sent("r1") == 1);
        }
    }

    @Test
    void shouldKeepPlacesForOthers() throws Exception {
        String token = Api.ownerToken();
        List<Follower> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(new Follower(token, "", ""));
        }
        Api.owner().get("/api/v1/requests?follow=true").then().statusCode(503);

        for (Follower one : all) {
            one.close();
        }
        until(() -> followers.followers() == 0);
        Follower again = new Follower(token, "", "");
        assertThat(followers.followers()).isEqualTo(1);
        again.close();
    }

    @Test
    void shouldRefuseAPastAndWhatItDoesNotKnow() {
        Api.owner().get("/api/v1/requests?follow=true&limit=5").then().statusCode(400);
        Api.owner().get("/api/v1/requests?follow=yes").then().statusCode(400);
        Api.owner()
                .header("Last-Event-ID", "x")
                .get("/api/v1/requests?follow=true")
                .then()
                .statusCode(400);
    }

    private static void until(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + 15_000_000_000L;
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("still not so after 15 s").isLessThan(end);
            Thread.sleep(20);
        }
    }
}
