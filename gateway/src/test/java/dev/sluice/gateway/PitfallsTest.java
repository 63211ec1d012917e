package dev.sluice.gateway;

import static dev.sluice.gateway.ReplayingProvider.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contract.usage.Attempt;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.contract.usage.UsageRecord;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What vendors of OpenAI's dialect have been seen to send, for clients of the same and of another dialect. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PitfallsTest {
    private static final String ASK = "\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]";
    private static final String TEXT = "{'choices':[{'index':0,'delta':{'content':'Hallo'},'finish_reason':null}]}";
    private static final String STOP = "{'choices':[{'index':0,'delta':{},'finish_reason':'stop'}]}";
    private static final String DONE = "[DONE]";

    private ServedProviders served;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        served = new ServedProviders(directory)
                .with("openai-compatible", "/v1", "some-model")
                .with("anthropic", "", "claude-sonnet-4-6")
                .with("gemini", "", "gemini-3.5-flash")
                .start();
    }

    @AfterAll
    void stop() {
        served.close();
    }

    private static String events(String... data) {
        return framed("data: ", data);
    }

    private static String framed(String before, String... data) {
        return List.of(data).stream()
                .map(one -> before + one.replace('\'', '"') + "\n\n")
                .collect(Collectors.joining());
    }

    /** From a client of OpenAI's dialect: bytes pass. */
    private HttpResponse<String> chat(String more) throws Exception {
        return served.post("/v1/chat/completions", "{\"model\":\"openai-compatible/m\"," + ASK + more + "}");
    }

    /** From a client of Anthropic's: all is read. */
    private HttpResponse<String> messages(String more) throws Exception {
        return served.post("/v1/messages", "{\"model\":\"openai-compatible/m\"," + ASK + more + "}");
    }

    private HttpResponse<String> streamed(String... data) throws Exception {
        served.provider().stream(events(data), false);
        return messages(",\"stream\":true");
    }

    /** All strings of a name in the events of an answer. */
    private static String all(HttpResponse<String> response, String name) {
        return response.body()
                .lines()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> json(line.substring("data: ".length()))
                        .path("delta")
                        .path(name)
                        .asText(""))
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @ValueSource(strings = {"data:", "data: ", ": still here\n\ndata: ", ": a\r\ndata:"})
    void pitfall03And04SpacesAndCommentsMeanNothing(String before) throws Exception {
        served.provider().stream(framed(before, TEXT, STOP, DONE), false);

        HttpResponse<String> response = messages(",\"stream\":true");

        assertThat(all(response, "text")).isEqualTo("Hallo");
        assertThat(served.record(response).errorClass()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'error':{'message':'m','code':429}}|rate_limited",
                "{'error':{'message':'m','code':'429'}}|rate_limited",
                "{'error':{'message':'m','code':'rate_limit_exceeded'}}|rate_limited",
                "{'error':{'message':'m','code':503},'choices':[]}|overloaded",
                "{'error':{'message':'m','code':'server_is_overloaded'}}|overloaded",
                "{'error':{'message':'m','code':null,'type':'insufficient_quota'}}|quota_exhausted",
                "{'error':{'message':'maximum context length','code':400}}|context_window",
                "{'error':{'message':'m','code':'content_filter'}}|content_policy",
                "{'error':{'message':'m','code':401}}|auth",
                "{'error':'m'}|server_error",
                "{'error':{'message':'m'}}|server_error"
            })
    void pitfall06And07ErrorsInASuccessSayWhatTheyAre(String error, String kind) throws Exception {
        served.provider().reply(200, error.replace('\'', '"'));
        HttpResponse<String> whole = chat("");
        HttpResponse<String> whole2 = messages("");
        HttpResponse<String> asked = chat(",\"stream\":true");
        served.provider().stream(events(error), false);
        HttpResponse<String> first = chat(",\"stream\":true");
        HttpResponse<String> first2 = messages(",\"stream\":true");

        for (HttpResponse<String> response : List.of(whole, whole2, asked, first, first2)) {
            assertThat(served.record(response).errorClass()).isEqualTo(kind);
            assertThat(response.statusCode()).isGreaterThanOrEqualTo(400);
        }
        served.provider().streamInTwo(events(TEXT), events(error));
        HttpResponse<String> later = messages(",\"stream\":true");
        assertThat(served.record(later).errorClass()).isEqualTo(kind);
        assertThat(later.body()).contains("event: error").doesNotContain("message_stop");
    }

    @Test
    void pitfall08BlankLinesMayLeadAReply() throws Exception {
        served.provider()
                .reply(
                        200,
                        "\n\n\n{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Hallo\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}");

        for (HttpResponse<String> response : List.of(chat(""), messages(""))) {
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).contains("Hallo");
            assertThat(served.record(response).tokens()).isEqualTo(Tokens.of(3, 2));
        }
    }

    @Test
    void pitfall10ACommentDoesNotFixTheStatus() throws Exception {
        served.provider().streamInTwo(": OPENROUTER PROCESSING\n\n", events("{'error':{'message':'busy','code':503}}"));

        HttpResponse<String> response = chat(",\"stream\":true");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(json(response.body()).at("/error/code").asText()).isEqualTo("overloaded");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'choices':[{'index':0}]}",
                "{'choices':[{'index':0,'delta':null}]}",
                "{'choices':[]}",
                "{'choices':null}",
                "{}",
                "{'choices':[{'index':0,'delta':{'content':null,'tool_calls':null}}]}"
            })
    void pitfall13ChunksMayHoldNothing(String chunk) throws Exception {
        HttpResponse<String> response = streamed(chunk, TEXT, chunk, STOP, chunk, DONE);

        assertThat(all(response, "text")).isEqualTo("Hallo");
        assertThat(all(response, "stop_reason")).isEqualTo("end_turn");
        assertThat(served.record(response).errorClass()).isEmpty();
    }

    @Test
    void pitfall14AnEmptyFinishReasonIsNone() throws Exception {
        String empty = TEXT.replace("'finish_reason':null", "'finish_reason':''");
        HttpResponse<String> cut = streamed(empty);
        served.provider().stream(events(empty), false);
        HttpResponse<String> passed = chat(",\"stream\":true");
        HttpResponse<String> twice = streamed(empty, STOP, STOP, DONE);

        assertThat(served.record(cut).errorClass()).isEqualTo("stream_interrupted");
        assertThat(served.record(passed).errorClass()).isEqualTo("stream_interrupted");
        assertThat(twice.body().split("event: message_stop", -1)).hasSize(2);
        assertThat(served.record(twice).errorClass()).isEmpty();
    }

    @Test
    void pitfall16CallsAreToldApartWhateverTheirIndex() throws Exception {
        HttpResponse<String> response = streamed(
                "{'id':'1','choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'id':'call_a','function':{'name':'weather','arguments':'{}'}}]}}]}",
                "{'id':'2','choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'id':'call_b','function':{'name':'now','arguments':'{}'}}]}}]}",
                "{'id':'3','choices':[{'index':0,'delta':{},'finish_reason':'tool_calls'}]}",
                DONE);

        assertThat(response.body())
                .contains("\"id\":\"call_a\",\"name\":\"weather\"")
                .contains("\"id\":\"call_b\",\"name\":\"now\"");
        assertThat(all(response, "partial_json")).isEqualTo("{}{}");
    }

    @Test
    void pitfall17NoCallsBesideTextAreNoCalls() throws Exception {
        HttpResponse<String> response =
                streamed("{'choices':[{'index':0,'delta':{'content':'Hallo','tool_calls':[]}}]}", STOP, DONE);

        assertThat(all(response, "text")).isEqualTo("Hallo");
        assertThat(response.body()).doesNotContain("tool_use");
        assertThat(all(response, "stop_reason")).isEqualTo("end_turn");
    }

    @Test
    void pitfall18ACallWithoutArgumentsHasAnEmptyObject() throws Exception {
        served.provider()
                .reply(
                        200,
                        "{\"choices\":[{\"index\":0,\"message\":{\"tool_calls\":[{\"id\":\"c\",\"function\":{\"name\":\"now\",\"arguments\":\"\"}}]},\"finish_reason\":\"tool_calls\"}]}");

        JsonNode block = json(messages("").body()).at("/content/0");

        assertThat(block.path("input")).isEqualTo(json("{}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"reasoning", "reasoning_content"})
    void pitfall19ReasoningHasSeveralNames(String name) throws Exception {
        HttpResponse<String> response =
                streamed("{'choices':[{'index':0,'delta':{'" + name + "':'hmm'}}]}", TEXT, STOP, DONE);

        assertThat(all(response, "thinking")).isEqualTo("hmm");
        assertThat(all(response, "text")).isEqualTo("Hallo");
    }

    @Test
    void pitfall20AWholeMessageBesideADeltaIsNotReadTwice() throws Exception {
        HttpResponse<String> response = streamed(
                "{'choices':[{'index':0,'message':{'content':'Hal'},'delta':{'content':'Hal'}}]}",
                "{'choices':[{'index':0,'message':{'content':'Hallo'},'delta':{'content':'lo'}}]}",
                "{'choices':[{'index':0,'message':{'content':'Hallo'},'delta':{'content':''},'finish_reason':'stop'}]}",
                DONE);

        assertThat(all(response, "text")).isEqualTo("Hallo");
    }

    @Test
    void pitfall30GeminiIsSentASchemaWithReferencesWhole() throws Exception {
        String schema =
                "{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#/$defs/a\"}},\"$defs\":{\"a\":{\"type\":[\"string\",\"null\"],\"const\":\"x\"}},\"additionalProperties\":false}";
        served.post(
                "/v1/chat/completions",
                "{\"model\":\"gemini/m\"," + ASK
                        + ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":" + schema
                        + "}}]}");

        JsonNode declared = served.asked().json().at("/tools/0/functionDeclarations/0");

        assertThat(declared.path("parametersJsonSchema")).isEqualTo(json(schema));
        assertThat(declared.has("parameters")).isFalse();
    }

    @Test
    void pitfall32And38HeadersOfAnotherDialectGoNoFurther() throws Exception {
        for (String model : List.of("openai-compatible/m", "anthropic/m", "gemini/m")) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(served.gateway().url() + "/v1/messages"))
                    .header("x-api-key", Manifest.KEY)
                    .header("anthropic-version", "2023-06-01")
                    .header("anthropic-beta", "interleaved-thinking-2025-05-14,skills-2025-10-02")
                    .header("openai-beta", "responses=v1")
                    .header("x-stainless-lang", "js")
                    .header("cookie", "a=b")
                    .header("x-forwarded-for", "10.0.0.1")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"" + model + "\"," + ASK + "}"))
                    .build();
            HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

            boolean anthropic = model.startsWith("anthropic");
            assertThat(served.asked().headers())
                    .doesNotContainKeys("x-stainless-lang", "cookie", "x-forwarded-for")
                    .doesNotContainValue(Manifest.KEY)
                    .doesNotContainValue("Bearer " + Manifest.KEY)
                    .satisfies(headers -> {
                        assertThat(headers.containsKey("anthropic-beta")).isEqualTo(anthropic);
                        assertThat(headers.containsKey("openai-beta")).isEqualTo(model.startsWith("openai"));
                    });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tool_use_failed", "json_validate_failed"})
    void pitfall48AnAnswerThatCouldNotBeReadIsDrawnOnceMore(String code) throws Exception {
        String failure = "{'error':{'message':'Failed to call a function','code':'" + code + "'}}";
        served.provider()
                .reply(
                        200,
                        "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Hallo\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}");
        served.provider().refuseOnce(400, failure.replace('\'', '"'));
        HttpResponse<String> whole = chat("");
        served.provider().stream(events(TEXT, STOP, DONE), false);
        served.provider().streamOnce(events(failure));
        HttpResponse<String> passed = chat(",\"stream\":true");
        served.provider().streamOnce(events(failure));
        HttpResponse<String> translated = messages(",\"stream\":true");

        for (HttpResponse<String> response : List.of(whole, passed, translated)) {
            assertThat(response.statusCode()).isEqualTo(200);

            assertThat(response.body()).contains("Hallo").doesNotContain("Failed to call");
            UsageRecord record = served.record(response);
            assertThat(record.attempts()).extracting(Attempt::kind).containsExactly("primary", "retry");
            assertThat(record.attempts()).extracting(Attempt::errorClass).containsExactly("sampling_failure", "");
            // The provider has worked on both.
            assertThat(record.attempts())
                    .allSatisfy(one -> assertThat(one.costNanos()).isPositive());
            assertThat(record.costNanos())
                    .isEqualTo(record.attempts().stream()
                            .mapToLong(Attempt::costNanos)
                            .sum());
            assertThat(record.estimated()).isTrue();
        }
    }

    @Test
    void pitfall48ASecondFailureIsTold() throws Exception {
        served.provider().reply(400, "{\"error\":{\"message\":\"m\",\"code\":\"tool_use_failed\"}}");

        HttpResponse<String> response = chat("");

        assertThat(served.record(response).errorClass()).isEqualTo("sampling_failure");
        assertThat(served.record(response).attempts()).hasSize(2);
        assertThat(response.statusCode()).isEqualTo(502);
    }

    @Test
    void pitfall48AfterTheFirstBytesAFailureIsTheClients() throws Exception {
        served.provider().streamInTwo(events(TEXT), events("{'error':{'message':'m','code':'tool_use_failed'}}"));

        HttpResponse<String> response = messages(",\"stream\":true");

        assertThat(served.record(response).attempts()).hasSize(1);
        assertThat(response.body()).contains("event: error");
    }

    @ParameterizedTest
    @CsvSource({"1002,rate_limited", "1008,quota_exhausted", "1004,auth", "1026,content_policy", "1000,server_error"})
    void pitfall49ARefusalBesideNoAnswerIsAnError(int code, String kind) throws Exception {
        served.provider()
                .reply(200, "{\"choices\":null,\"base_resp\":{\"status_code\":" + code + ",\"status_msg\":\"no\"}}");

        for (HttpResponse<String> response : List.of(chat(""), messages(""))) {
            assertThat(response.statusCode()).isGreaterThanOrEqualTo(400);
            assertThat(served.record(response).errorClass()).isEqualTo(kind);
        }
    }
}
