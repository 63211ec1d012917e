package dev.sluice.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.conformance.Fixtures.ErrorFixture;
import dev.sluice.conformance.Fixtures.RequestFixture;
import dev.sluice.conformance.Fixtures.StreamFixture;
import dev.sluice.contract.catalog.Catalog;
import dev.sluice.contract.catalog.Dialect;
import dev.sluice.contract.usage.UsageRecord;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Asks the gateway and compares. */
final class Checks {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DROPPED = "x-sluice-dropped-params";

    private final Replay replay;
    private final TestedGateway gateway;

    Checks(Replay replay, TestedGateway gateway) {
        this.replay = replay;
        this.gateway = gateway;
    }

    List<Outcome> run(Fixtures fixtures) throws IOException, InterruptedException {
        List<Outcome> outcomes = new ArrayList<>();
        for (StreamFixture stream : fixtures.streams()) {
            outcomes.add(new Outcome(stream.name(), stream(stream)));
        }
        for (RequestFixture request : fixtures.requests()) {
            outcomes.add(new Outcome(
                    "request to " + request.name(), request(request, fixtures.asked(), fixtures.streams())));
        }
        for (ErrorFixture error : fixtures.errors()) {
            outcomes.add(new Outcome("error " + error.name(), error(error)));
        }
        return outcomes;
    }

    /** Each way of delivery must give the same. */
    private List<String> stream(StreamFixture fixture) throws IOException, InterruptedException {
        List<String> problems = new ArrayList<>();
        for (Delivery delivery : Delivery.of(fixture.vendor())) {
            replay.answer(
                    200, Map.of("content-type", fixture.vendor().contentType()), delivery.pieces(fixture.bytes()));
            for (String problem : streamed(fixture)) {
                problems.add(delivery.label + ": " + problem);
            }
        }
        return problems;
    }

    /** Clients of another dialect than the provider's, so that the stream is read and not only passed. */
    private List<String> streamed(StreamFixture fixture) throws IOException, InterruptedException {
        String model = fixture.vendor().provider() + "/" + fixture.vendor().upstream();
        boolean chats = fixture.expected().path("dialect").asText().equals("chat");
        HttpResponse<String> response = chats
                ? gateway.post("/v1/messages", MessagesClient.ask(model))
                : gateway.post("/v1/chat/completions", ChatClient.ask(model));
        UsageRecord record = gateway.record(response);
        List<String> problems = new ArrayList<>();
        if (replay.asked() == null) {
            problems.add("the provider was not asked: " + response.statusCode() + " " + response.body());
            return problems;
        }
        Result result = chats ? MessagesClient.read(response.body()) : ChatClient.read(response.body());
        if (response.statusCode() == 200 || !fixture.expected().has("error")) {
            problems.addAll(result.differences(fixture.expected()));
        }
        problems.addAll(Result.differences(record, fixture.expected()));
        return problems;
    }

    private List<String> request(RequestFixture fixture, JsonNode asked, List<StreamFixture> streams)
            throws IOException, InterruptedException {
        ObjectNode body = asked.deepCopy();
        body.put("model", fixture.vendor().provider() + "/" + fixture.upstream());
        byte[] reply = streams.stream()
                .filter(stream ->
                        stream.vendor().contentType().equals(fixture.vendor().contentType())
                                && dialect(stream.vendor()) == dialect(fixture.vendor()))
                .map(StreamFixture::bytes)
                .findFirst()
                .orElse(new byte[0]);
        replay.answer(200, Map.of("content-type", fixture.vendor().contentType()), List.of(reply));
        HttpResponse<String> response = gateway.post("/v1/chat/completions", body.toString());
        JsonNode expected = fixture.expected();
        if (expected.has("reject")) {
            return rejected(response, expected.path("reject"));
        }
        Replay.Asked seen = replay.asked();
        if (seen == null) {
            return List.of("the provider was not asked: " + response.statusCode() + " " + response.body());
        }
        List<String> problems = new ArrayList<>();
        if (!seen.method().equals(expected.path("method").asText())) {
            problems.add("the method is " + seen.method());
        }
        if (!seen.uri().equals(expected.path("path").asText())) {
            problems.add("the path is " + seen.uri() + ", not "
                    + expected.path("path").asText());
        }
        headers(problems, seen.headers(), expected.path("headers"));
        String difference =
                Json.difference("", JSON.readTree(seen.body()), Ids.resolved(expected.path("body"), seen.body()));
        if (!difference.isEmpty()) {
            problems.add("the body's " + difference);
        }
        if (reply.length > 0) {
            dropped(problems, response, expected.path("dropped"));
        }
        return problems;
    }

    private static Dialect dialect(Vendor vendor) {
        return Catalog.builtIn().provider(vendor.provider()).orElseThrow().dialect();
    }

    private static List<String> rejected(HttpResponse<String> response, JsonNode expected) throws IOException {
        if (response.statusCode() != expected.path("status").asInt()) {
            return List.of("the status is " + response.statusCode() + ", not " + expected.path("status"));
        }
        JsonNode seen = JSON.readTree(response.body()).path("error");
        List<String> problems = new ArrayList<>();
        for (String member : List.of("type", "param", "code")) {
            if (!seen.path(member).equals(expected.path("error").path(member))) {
                problems.add("error." + member + " is " + seen.path(member) + ", not "
                        + expected.path("error").path(member));
            }
        }
        return problems;
    }

    /** A value that ends with an ellipsis says how the header begins. */
    private static void headers(List<String> problems, Map<String, String> seen, JsonNode expected) {
        Map<String, String> wanted = new TreeMap<>();
        expected.properties().forEach(h -> wanted.put(h.getKey(), h.getValue().asText()));
        wanted.forEach((name, text) -> {
            String value = text.replace("$KEY", TestedGateway.SECRET);
            String sent = seen.getOrDefault(name, "");
            boolean same =
                    value.endsWith("…") ? sent.startsWith(value.substring(0, value.length() - 1)) : sent.equals(value);
            if (!same) {
                problems.add("the header " + name + " is '" + sent + "', not '" + value + "'");
            }
        });
    }

    private static void dropped(List<String> problems, HttpResponse<String> response, JsonNode expected) {
        Set<String> wanted = new TreeSet<>();
        expected.forEach(name -> wanted.add(name.asText()));
        // Every gateway asks for usage and leaves it out again, whatever the client says: nothing is lost with it.
        wanted.remove("stream_options");
        Set<String> seen = new TreeSet<>(
                Arrays.asList(response.headers().firstValue(DROPPED).orElse("").split(",")));
        seen.remove("");
        if (!seen.equals(wanted)) {
            problems.add("dropped are " + seen + ", not " + wanted);
        }
    }

    private List<String> error(ErrorFixture fixture) throws IOException, InterruptedException {
        Map<String, String> headers = new TreeMap<>(fixture.headers());
        headers.putIfAbsent("content-type", "application/json");
        replay.answer(fixture.status(), headers, List.of(fixture.body()));
        String model = fixture.vendor().provider() + "/" + fixture.vendor().upstream();
        HttpResponse<String> response = gateway.post("/v1/chat/completions", ChatClient.ask(model));
        UsageRecord record = gateway.record(response);
        List<String> problems = new ArrayList<>();
        if (!record.errorClass().equals(fixture.expected())) {
            problems.add("the class is '" + record.errorClass() + "', not '" + fixture.expected() + "'");
        }
        if (JSON.readTree(response.body()).path("error").isMissingNode()) {
            problems.add("the client's answer has no error: " + response.body());
        }
        return problems;
    }
}
