package dev.sluice.gateway;

import static dev.sluice.gateway.ReplayingProvider.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contract.usage.Tokens;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code POST /v1/completions}, {@code POST /v1/messages/count_tokens} and {@code GET /v1/models}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompletionsTest {
    private ServedProviders served;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        served = new ServedProviders(directory)
                .with("openai", "/v1", "gpt-3.5-turbo-instruct")
                .with("anthropic", "", "claude-sonnet-4-6")
                .start();
    }

    @AfterAll
    void stop() {
        served.close();
    }

    @Test
    void passesBytesThroughToOpenAi() throws Exception {
        String reply =
                "{ \"object\":\"text_completion\",\"choices\":[{\"text\":\" x\",\"index\":0}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}";
        served.provider().reply(200, reply);
        String ask = "{\"model\":\"openai/m\",\"prompt\":[\"a\",\"b\"],\"logprobs\":2}";

        HttpResponse<String> response = served.post("/v1/completions", ask);

        assertThat(response.body()).isEqualTo(reply);
        assertThat(served.asked().uri()).isEqualTo("/v1/completions");
        assertThat(served.asked().body()).isEqualTo(ask.replace("openai/m", "gpt-3.5-turbo-instruct"));
        assertThat(served.record(response).tokens()).isEqualTo(Tokens.of(3, 2));
    }

    @Test
    void passesAStreamThroughWithoutTheUsageThatWasNotAskedFor() throws Exception {
        String text = "data: {\"choices\":[{\"text\":\"Hi\",\"index\":0,\"finish_reason\":null}]}\n\n";
        String finish = "data: {\"choices\":[{\"text\":\"\",\"index\":0,\"finish_reason\":\"stop\"}]}\n\n";
        String usage = "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}\n\n";
        served.provider().stream(text + finish + usage + "data: [DONE]\n\n", true);

        HttpResponse<String> response =
                served.post("/v1/completions", "{\"model\":\"openai/m\",\"prompt\":\"a\",\"stream\":true}");

        assertThat(response.body()).isEqualTo(text + finish + "data: [DONE]\n\n");
        assertThat(served.record(response).tokens()).isEqualTo(Tokens.of(3, 2));
        assertThat(served.record(response).firstTokenMicros()).isNotNull();
    }

    @Test
    void asksAModelThatOnlyChats() throws Exception {
        served.provider()
                .reply(
                        200,
                        "{\"type\":\"message\",\"content\":[{\"type\":\"text\",\"text\":\" world\"}],\"stop_reason\":\"max_tokens\",\"usage\":{\"input_tokens\":7,\"output_tokens\":2}}");

        HttpResponse<String> response =
                served.post("/v1/completions", "{\"model\":\"anthropic/m\",\"prompt\":\"Hello\",\"stop\":\"END\"}");

        JsonNode asked = served.asked().json();
        assertThat(asked.at("/messages/0/content/0/text").asText()
                        + asked.at("/messages/0/content").asText())
                .contains("Hello");
        assertThat(asked.path("max_tokens").asInt()).isEqualTo(16);
        assertThat(asked.at("/stop_sequences/0").asText()).isEqualTo("END");
        JsonNode reply = json(response.body());
        assertThat(reply.path("object").asText()).isEqualTo("text_completion");
        assertThat(reply.at("/choices/0/text").asText()).isEqualTo(" world");
        assertThat(reply.at("/choices/0/finish_reason").asText()).isEqualTo("length");
        assertThat(reply.at("/usage/total_tokens").asInt()).isEqualTo(9);
    }

    @Test
    void streamsFromAModelThatOnlyChats() throws Exception {
        served.provider().stream(ReplayingProvider.fixture("anthropic/anthropic-text.sse"), true);

        HttpResponse<String> response = served.post(
                "/v1/completions",
                "{\"model\":\"anthropic/m\",\"prompt\":\"Hello\",\"stream\":true,\"stream_options\":{\"include_usage\":true}}");

        StringBuilder text = new StringBuilder();
        response.body()
                .lines()
                .filter(line -> line.startsWith("data: {"))
                .forEach(line -> text.append(
                        json(line.substring(6)).at("/choices/0/text").asText()));
        assertThat(text.toString()).isEqualTo("Grüße 🌍!");
        assertThat(response.body()).endsWith("data: [DONE]\n\n").contains("\"total_tokens\":123");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "suffix|\"x\"",
                "echo|true",
                "logprobs|1",
                "best_of|3",
                "n|2",
                "temperature|\"hot\"",
                "max_tokens|0"
            })
    void refusesWhatAChatCannotDo(String field, String value) throws Exception {
        HttpResponse<String> response = served.post(
                "/v1/completions", "{\"model\":\"anthropic/m\",\"prompt\":\"Hello\",\"" + field + "\":" + value + "}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response.body()).at("/error/param").asText()).isEqualTo(field);
    }

    @Test
    void hasAnthropicCountTokens() throws Exception {
        served.provider().reply(200, "{\"input_tokens\": 42}");
        String ask = "{\"model\":\"anthropic/m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";

        HttpResponse<String> response = served.post("/v1/messages/count_tokens?beta=true", ask);

        assertThat(response.body()).isEqualTo("{\"input_tokens\": 42}");
        assertThat(served.asked().uri()).isEqualTo("/v1/messages/count_tokens");
        assertThat(served.asked().body()).isEqualTo(ask.replace("anthropic/m", "claude-sonnet-4-6"));
        assertThat(served.record(response).tokens()).isEqualTo(Tokens.NONE);
        assertThat(served.record(response).costNanos()).isZero();
    }

    @Test
    void countsItselfForProvidersThatDoNot() throws Exception {
        served.provider().asked().clear();

        HttpResponse<String> response = served.post(
                "/v1/messages/count_tokens",
                "{\"model\":\"openai/m\",\"system\":\"Be brief.\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Hello, world!!!\"}]}]}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"input_tokens\":6}");
        assertThat(served.provider().asked()).isEmpty();
    }

    @Test
    void listsModelsForClientsOfBothKinds() throws Exception {
        JsonNode list = json(served.get("/v1/models?limit=1000").body());

        assertThat(list.path("object").asText()).isEqualTo("list");
        assertThat(list.path("has_more").isBoolean()).isTrue();
        assertThat(list.path("first_id").asText()).isEqualTo("anthropic/m");
        assertThat(list.path("last_id").asText()).isEqualTo("openai/m");
        JsonNode first = list.at("/data/0");
        assertThat(first.path("object").asText()).isEqualTo("model");
        assertThat(first.path("type").asText()).isEqualTo("model");
        assertThat(first.path("display_name").asText()).isEqualTo("anthropic/m");
        assertThat(first.path("created_at").asText()).endsWith("Z");
    }
}
