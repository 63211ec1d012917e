package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.PermissionDeniedException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.sluice.testkit.FakeProvider;
import dev.sluice.testkit.Script;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The official Java client, with nothing changed but the base URL and the key. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenAiJavaClientTest {
    private final Vertx vertx = Vertx.vertx();
    private FakeProvider provider;
    private RunningGateway gateway;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        provider = FakeProvider.start(vertx);
        gateway = RunningGateway.alone(vertx, directory, Manifest.of(provider.baseUrl()));
    }

    @AfterAll
    void stop() {
        gateway.close();
        provider.close();
        vertx.close();
    }

    private OpenAIClient client(String key) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(gateway.url() + "/v1")
                .apiKey(key)
                .maxRetries(0)
                .build();
    }

    private static ChatCompletionCreateParams ask(String model) {
        return ChatCompletionCreateParams.builder()
                .model(model)
                .addUserMessage("ping")
                .build();
    }

    @Test
    void completes() {
        ChatCompletion answer = client(Manifest.KEY).chat().completions().create(ask("fake/chat"));

        assertThat(answer.choices().getFirst().message().content()).contains("pong");
        assertThat(answer.usage().orElseThrow().totalTokens()).isEqualTo(12);
    }

    @Test
    void streams() {
        provider.next(Script.answer(
                "{\"prompt_tokens\":1,\"completion_tokens\":3,\"total_tokens\":4}", "one ", "two ", "three"));
        String text;
        try (StreamResponse<ChatCompletionChunk> stream =
                client(Manifest.KEY).chat().completions().createStreaming(ask("fake/chat"))) {
            text = stream.stream()
                    .flatMap(chunk -> chunk.choices().stream())
                    .map(choice -> choice.delta().content().orElse(""))
                    .collect(Collectors.joining());
        }
        assertThat(text).isEqualTo("one two three");
    }

    @Test
    void streamsTheArgumentsOfAToolCall() {
        String chunk =
                "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,"
                        + "\"delta\":{\"tool_calls\":[{\"index\":0%s,\"function\":{%s\"arguments\":\"%s\"}}]},\"finish_reason\":null}]}\n\n";
        provider.next(Script.stream(
                chunk.formatted(",\"id\":\"call_1\",\"type\":\"function\"", "\"name\":\"weather\",", ""),
                chunk.formatted("", "", "{\\\"city\\\":"),
                chunk.formatted("", "", "\\\"Rome\\\"}"),
                "data: [DONE]\n\n"));
        List<String> arguments;
        try (StreamResponse<ChatCompletionChunk> stream =
                client(Manifest.KEY).chat().completions().createStreaming(ask("fake/chat"))) {
            arguments = stream.stream()
                    .flatMap(c -> c.choices().stream())
                    .flatMap(c -> c.delta().toolCalls().orElse(List.of()).stream())
                    .map(call -> call.function().flatMap(f -> f.arguments()).orElse(""))
                    .toList();
        }
        assertThat(String.join("", arguments)).isEqualTo("{\"city\":\"Rome\"}");
    }

    @Test
    void seesItsOwnErrorClasses() {
        assertThat(catchThrowableOfType(
                        UnauthorizedException.class,
                        () -> client("sl_s_wrong").chat().completions().create(ask("fake/chat"))))
                .isNotNull();
        assertThat(catchThrowableOfType(
                        PermissionDeniedException.class,
                        () -> client(Manifest.NARROW_KEY).chat().completions().create(ask("fake/chat"))))
                .isNotNull();
        assertThat(catchThrowableOfType(
                        NotFoundException.class,
                        () -> client(Manifest.KEY).chat().completions().create(ask("no/such"))))
                .isNotNull();
        provider.next(
                Script.json(
                        400,
                        "{\"error\":{\"message\":\"bad temperature\",\"type\":\"invalid_request_error\",\"param\":\"temperature\",\"code\":null}}"));
        BadRequestException bad = catchThrowableOfType(
                BadRequestException.class,
                () -> client(Manifest.KEY).chat().completions().create(ask("fake/chat")));
        assertThat(bad).isNotNull();
        assertThat(bad.getMessage()).contains("bad temperature");
    }

    @Test
    void listsModels() {
        assertThat(client(Manifest.KEY).models().list().data())
                .extracting(model -> model.id())
                .contains("fake/chat", "fake/free-text");
    }
}
