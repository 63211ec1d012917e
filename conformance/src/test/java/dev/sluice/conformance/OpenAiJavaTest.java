package dev.sluice.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** OpenAI's client for Java: one program for all models. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenAiJavaTest {
    static final List<String> CHAT = ServedModels.CHAT;
    static final List<String> EMBEDDING = ServedModels.EMBEDDING;

    private final ServedModels served;
    private final OpenAIClient client;

    OpenAiJavaTest() throws IOException, InterruptedException {
        served = new ServedModels();
        client = OpenAIOkHttpClient.builder()
                .baseUrl(served.gateway().url() + "/v1")
                .apiKey(TestedGateway.KEY)
                .maxRetries(0)
                .build();
    }

    @AfterAll
    void stop() throws IOException {
        client.close();
        served.close();
    }

    private static ChatCompletionCreateParams.Builder ask(String model) {
        return ChatCompletionCreateParams.builder().model(model).addUserMessage("Grüße");
    }

    @ParameterizedTest
    @FieldSource("CHAT")
    void completesAChat(String model) {
        ChatCompletion answer = client.chat().completions().create(ask(model).build());

        assertThat(answer.choices().getFirst().message().content()).contains("You said „Grüße“ – hé 🌍.");
        assertThat(answer.usage().orElseThrow().completionTokens()).isEqualTo(12);
    }

    @ParameterizedTest
    @FieldSource("CHAT")
    void streamsAChat(String model) {
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(ask(model).build())) {
            assertThat(stream.stream()
                            .flatMap(chunk -> chunk.choices().stream())
                            .map(choice -> choice.delta().content().orElse(""))
                            .collect(Collectors.joining()))
                    .isEqualTo("You said „Grüße“ – hé 🌍.");
        }
    }

    @ParameterizedTest
    @FieldSource("CHAT")
    void callsAToolAndTakesItsResult(String model) {
        FunctionDefinition function = FunctionDefinition.builder()
                .name("get_weather")
                .parameters(FunctionParameters.builder()
                        .putAdditionalProperty("type", JsonValue.from("object"))
                        .putAdditionalProperty("properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                        .build())
                .build();
        ChatCompletionCreateParams.Builder talk = ask(model).addFunctionTool(function);

        ChatCompletionMessage called = client.chat()
                .completions()
                .create(talk.build())
                .choices()
                .getFirst()
                .message();
        var call = called.toolCalls().orElseThrow().getFirst().asFunction();
        ChatCompletion answer = client.chat()
                .completions()
                .create(talk.addMessage(called)
                        .addMessage(ChatCompletionToolMessageParam.builder()
                                .toolCallId(call.id())
                                .content("sunny")
                                .build())
                        .build());

        assertThat(call.function().arguments()).contains("Grüße");
        assertThat(answer.choices().getFirst().message().content()).contains("The tool says „sunny“ – hé 🌍.");
    }

    @ParameterizedTest
    @FieldSource("CHAT")
    void answersAndStreamsAResponse(String model) {
        ResponseCreateParams params = ResponseCreateParams.builder()
                .model(model)
                .input("Grüße")
                .store(false)
                .build();

        Response response = client.responses().create(params);
        String streamed;
        try (StreamResponse<ResponseStreamEvent> stream = client.responses().createStreaming(params)) {
            streamed = stream.stream()
                    .flatMap(event -> event.outputTextDelta().stream())
                    .map(event -> event.delta())
                    .collect(Collectors.joining());
        }

        assertThat(response.output()
                        .getLast()
                        .asMessage()
                        .content()
                        .getFirst()
                        .asOutputText()
                        .text())
                .isEqualTo("You said „Grüße“ – hé 🌍.");
        assertThat(streamed).isEqualTo("You said „Grüße“ – hé 🌍.");
        assertThat(response.usage().orElseThrow().inputTokens()).isEqualTo(20);
    }

    @ParameterizedTest
    @FieldSource("EMBEDDING")
    void embeds(String model) {
        CreateEmbeddingResponse answer = client.embeddings()
                .create(EmbeddingCreateParams.builder()
                        .model(model)
                        .inputOfArrayOfStrings(List.of("four", "sixsix"))
                        .build());

        assertThat(answer.data()).extracting(one -> one.embedding().getFirst()).containsExactly(4f, 6f);
        assertThat(answer.usage().promptTokens()).isPositive();
    }
}
