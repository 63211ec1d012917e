package dev.sluice.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** LangChain4j: one program for all models. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LangChain4jTest {
    static final List<String> CHAT = ServedModels.CHAT;
    static final List<String> EMBEDDING = ServedModels.EMBEDDING;

    private static final UserMessage QUESTION = UserMessage.from("Grüße");
    private static final ToolSpecification WEATHER = ToolSpecification.builder()
            .name("get_weather")
            .description("The weather in a city")
            .parameters(JsonObjectSchema.builder()
                    .addStringProperty("city")
                    .required("city")
                    .build())
            .build();

    private final ServedModels served;
    private final String baseUrl;

    LangChain4jTest() throws IOException, InterruptedException {
        served = new ServedModels();
        baseUrl = served.gateway().url() + "/v1";
    }

    @AfterAll
    void stop() throws IOException {
        served.close();
    }

    private OpenAiChatModel chat(String model) {
        return OpenAiChatModel.builder()
                .baseUrl(baseUrl)
                .apiKey(TestedGateway.KEY)
                .modelName(model)
                .maxRetries(0)
                .build();
    }

    @ParameterizedTest
    @FieldSource("CHAT")
    void chats(String model) {
        ChatResponse answer = chat(model).chat(QUESTION);

        assertThat(answer.aiMessage().text()).isEqualTo("You said „Grüße“ – hé 🌍.");
        assertThat(answer.tokenUsage().totalTokenCount()).isEqualTo(32);
    }

    @ParameterizedTest
    @FieldSource("CHAT")
    void streams(String model) throws Exception {
        CompletableFuture<String> streamed = new CompletableFuture<>();
        StringBuilder text = new StringBuilder();
        OpenAiStreamingChatModel.builder()
                .baseUrl(baseUrl)
                .apiKey(TestedGateway.KEY)
                .modelName(model)
                .build()
                .chat(List.of(QUESTION), new StreamingChatResponseHandler() {
                    @Override
                    public void onPartialResponse(String piece) {
                        text.append(piece);
                    }

                    @Override
                    public void onCompleteResponse(ChatResponse response) {
                        streamed.complete(text + "/" + response.aiMessage().text());
                    }

                    @Override
                    public void onError(Throwable error) {
                        streamed.completeExceptionally(error);
                    }
                });

        assertThat(streamed.get(30, TimeUnit.SECONDS)).isEqualTo("You said „Grüße“ – hé 🌍./You said „Grüße“ – hé 🌍.");
    }

    @ParameterizedTest
    @FieldSource("CHAT")
    void callsAToolAndTakesItsResult(String model) {
        List<ChatMessage> talk = new ArrayList<>(List.of(QUESTION));

        AiMessage called = ask(model, talk);
        talk.add(called);
        talk.add(ToolExecutionResultMessage.from(called.toolExecutionRequests().getFirst(), "sunny"));

        assertThat(called.toolExecutionRequests().getFirst().arguments()).contains("Grüße");
        assertThat(ask(model, talk).text()).isEqualTo("The tool says „sunny“ – hé 🌍.");
    }

    private AiMessage ask(String model, List<ChatMessage> talk) {
        return chat(model)
                .chat(ChatRequest.builder()
                        .messages(talk)
                        .toolSpecifications(WEATHER)
                        .build())
                .aiMessage();
    }

    @ParameterizedTest
    @FieldSource("EMBEDDING")
    void embeds(String model) {
        var embeddings = OpenAiEmbeddingModel.builder()
                .baseUrl(baseUrl)
                .apiKey(TestedGateway.KEY)
                .modelName(model)
                .build()
                .embedAll(List.of(TextSegment.from("four"), TextSegment.from("sixsix")));

        assertThat(embeddings.content()).extracting(one -> one.vector()[0]).containsExactly(4f, 6f);
    }
}
