package dev.sluice.gateway;

import static dev.sluice.gateway.ReplayingProvider.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contract.usage.Tokens;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /v1/embeddings} at each kind of provider. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddingsTest {
    private static final String LIST =
            "{\"object\":\"list\", \"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":[0.5,-1.25]}],\"model\":\"x\",\"usage\":{\"prompt_tokens\":7,\"total_tokens\":7}}";
    private static final String ASK = "{\"model\":\"%s/m\",\"input\":[\"one\",\"two\"]%s}";

    private ServedProviders served;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        served = new ServedProviders(directory)
                .with("openai", "/v1", "text-embedding-3-small")
                .with("mistral", "/v1", "mistral-embed")
                .with("voyage", "/v1", "voyage-4")
                .with("jina", "/v1", "jina-embeddings-v4")
                .with("gemini", "", "gemini-embedding-001")
                .with("cohere", "", "embed-v4.0")
                .with("bedrock", "", "amazon.titan-embed-text-v2:0")
                .with("anthropic", "", "claude-sonnet-4-6")
                .start();
    }

    @AfterAll
    void stop() {
        served.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/embeddings", "/embeddings", "/openai/v1/embeddings"})
    void passesBytesThroughToOpenAi(String path) throws Exception {
        served.provider().reply(200, LIST);
        String ask = "{ \"model\":\"openai/m\", \"input\":[[1,2,3]],\"user\":\"u\"}";

        HttpResponse<String> response = served.post(path, ask);

        assertThat(response.body()).isEqualTo(LIST);
        assertThat(served.asked().uri()).isEqualTo("/v1/embeddings");
        assertThat(served.asked().body()).isEqualTo(ask.replace("openai/m", "text-embedding-3-small"));
        assertThat(served.record(response).tokens()).isEqualTo(Tokens.of(7, 0));
        assertThat(served.record(response).costNanos()).isEqualTo(7_000);
        assertThat(served.record(response).endpoint()).isEqualTo("embeddings");
    }

    /** What OpenAI's SDKs ask for unless told otherwise, and cannot do without. */
    @Test
    void pitfall40GivesBase64WhereTheProviderOnlyHasNumbers() throws Exception {
        served.provider().reply(200, LIST);

        HttpResponse<String> response =
                served.post("/v1/embeddings", ASK.formatted("mistral", ",\"encoding_format\":\"base64\""));

        byte[] bytes = Base64.getDecoder()
                .decode(json(response.body()).at("/data/0/embedding").textValue());
        ByteBuffer numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(numbers.getFloat()).isEqualTo(0.5f);
        assertThat(numbers.getFloat()).isEqualTo(-1.25f);
        assertThat(numbers.hasRemaining()).isFalse();
        assertThat(json(response.body()).at("/usage/prompt_tokens").asInt()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({"voyage,output_dimension,input_type", "jina,dimensions,task"})
    void asksInTheWordsOfProvidersThatAnswerAsOpenAiDoes(String provider, String dimensions, String purpose)
            throws Exception {
        served.provider()
                .reply(
                        200,
                        "{\"data\":[{\"index\":1,\"embedding\":[2]},{\"index\":0,\"embedding\":[1]}],\"usage\":{\"total_tokens\":5}}");

        HttpResponse<String> response = served.post(
                "/v1/embeddings",
                ASK.formatted(
                        provider,
                        ",\"dimensions\":256,\"encoding_format\":\"float\",\"input_type\":\"query\",\"user\":\"u\""));

        JsonNode asked = served.asked().json();
        assertThat(asked.path("input").toString()).isEqualTo("[\"one\",\"two\"]");
        assertThat(asked.path(dimensions).asInt()).isEqualTo(256);
        assertThat(asked.path(purpose).asText()).isEqualTo("query");
        assertThat(asked.has("encoding_format")).isFalse();
        assertThat(json(response.body()).at("/data/0/embedding").toString()).isEqualTo("[1.0]");
        assertThat(json(response.body()).at("/data/1/index").asInt()).isEqualTo(1);
        assertThat(response.headers().firstValue("x-sluice-dropped-params")).contains("user");
        assertThat(served.record(response).tokens()).isEqualTo(Tokens.of(5, 0));
    }

    @Test
    void translatesForGeminiAndEstimatesWhatItDoesNotState() throws Exception {
        served.provider().reply(200, "{\"embeddings\":[{\"values\":[1,0.5]},{\"values\":[2,0.25]}]}");

        HttpResponse<String> response = served.post("/v1/embeddings", ASK.formatted("gemini", ",\"dimensions\":2"));

        assertThat(served.asked().uri()).isEqualTo("/v1beta/models/gemini-embedding-001:batchEmbedContents");
        assertThat(served.asked().headers()).containsEntry("x-goog-api-key", "upstream-secret");
        assertThat(served.asked().json().at("/requests/1").toString())
                .isEqualTo(
                        "{\"model\":\"models/gemini-embedding-001\",\"content\":{\"parts\":[{\"text\":\"two\"}]},\"outputDimensionality\":2}");
        assertThat(json(response.body()).at("/data/1/embedding").toString()).isEqualTo("[2.0,0.25]");
        assertThat(json(response.body()).path("model").asText()).isEqualTo("gemini/m");
        assertThat(served.record(response).estimated()).isTrue();
        assertThat(served.record(response).tokens()).isEqualTo(Tokens.of(2, 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gemini|[1,2]|input[0]",
                "gemini|[]|input",
                "gemini|7|input",
                "gemini|[\"\"]|input[0]",
                "gemini|null|input"
            })
    void namesTheFieldThatIsWrong(String provider, String input, String field) throws Exception {
        HttpResponse<String> response =
                served.post("/v1/embeddings", "{\"model\":\"" + provider + "/m\",\"input\":" + input + "}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response.body()).at("/error/param").asText()).isEqualTo(field);
    }

    @Test
    void refusesMoreTextsThanTheProviderTakes() throws Exception {
        String texts = "\"a\",".repeat(100) + "\"b\"";
        served.provider().asked().clear();

        HttpResponse<String> response =
                served.post("/v1/embeddings", "{\"model\":\"gemini/m\",\"input\":[" + texts + "]}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response.body()).at("/error/message").asText())
                .contains("101 texts")
                .contains("100");
        assertThat(served.provider().asked()).isEmpty();
    }

    @Test
    void saysThatAModelMakesNoEmbeddings() throws Exception {
        HttpResponse<String> response = served.post("/v1/embeddings", ASK.formatted("anthropic", ""));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response.body()).at("/error/param").asText()).isEqualTo("model");
    }

    @Test
    void takesNothingThatIsNoListOfVectorsForAnAnswer() throws Exception {
        served.provider().reply(200, "{\"embeddings\":[{\"values\":\"!\"}]}");
        assertThat(served.post("/v1/embeddings", ASK.formatted("gemini", "")).statusCode())
                .isEqualTo(502);
        served.provider().reply(200, "<html>");
        assertThat(served.post("/v1/embeddings", ASK.formatted("openai", "")).statusCode())
                .isEqualTo(502);
    }
}
