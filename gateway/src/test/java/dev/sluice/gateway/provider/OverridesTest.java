package dev.sluice.gateway.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contract.catalog.Dialect;
import dev.sluice.contract.policy.BaseUrl;
import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.ParameterOverrides;
import dev.sluice.contract.policy.ProviderAccountSpec;
import dev.sluice.gateway.endpoint.anthropic.MessagesDialect;
import dev.sluice.gateway.endpoint.openai.chat.ChatDialect;
import dev.sluice.gateway.endpoint.openai.responses.ResponsesDialect;
import dev.sluice.gateway.inference.ChatCall;
import dev.sluice.gateway.inference.ClientDialect;
import dev.sluice.gateway.inference.Payload;
import dev.sluice.gateway.inference.RequestScanner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a provider is sent when policy sets parameters for its target. */
class OverridesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ParameterOverrides ALL = new ParameterOverrides(0.2, 0.5, 64L, 7L, -1.0, 1.0, "low");
    private static final String CHAT =
            "{\"model\":\"v\",\"temperature\":1.5,\"x\":0.10000000000000000001,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]%s}";

    private static CompiledModel target(String provider, Dialect dialect) {
        return target(provider, dialect, "up");
    }

    private static CompiledModel target(String provider, Dialect dialect, String upstream) {
        CompiledAccount account = new CompiledAccount(
                "a",
                provider,
                dialect,
                BaseUrl.parse("https://p.example/v1", false),
                false,
                List.of(),
                ProviderAccountSpec.Timeouts.DEFAULTS,
                ProviderAccountSpec.OnDisconnect.CANCEL,
                Map.of(),
                0);
        return new CompiledModel("m", "m", upstream, account, null, 1);
    }

    private static String sent(ClientDialect client, String body, CompiledModel target, ParameterOverrides set) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        ChatCall call = new ChatCall(bytes, RequestScanner.scan(bytes, Payload.ANY, false), client);
        return Providers.exchange(call, target, set).outgoing().body().toString(StandardCharsets.UTF_8);
    }

    private static JsonNode json(String text) throws IOException {
        return JSON.readTree(text);
    }

    @Test
    void sendsWhatIsPassedOnAsItIsButForThem() {
        CompiledModel target = target("openai-compatible", Dialect.OPENAI);

        assertThat(sent(ChatDialect.INSTANCE, CHAT.formatted(""), target, ParameterOverrides.NONE))
                .isEqualTo(CHAT.formatted("").replace("\"v\"", "\"up\""));
        assertThat(sent(ChatDialect.INSTANCE, CHAT.formatted(",\"max_tokens\":5"), target, ALL))
                .isEqualTo("{\"model\":\"up\",\"temperature\":0.2,\"x\":0.10000000000000000001,"
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"max_tokens\":64,\"top_p\":0.5,\"seed\":7,"
                        + "\"frequency_penalty\":-1.0,\"presence_penalty\":1.0,\"reasoning_effort\":\"low\"}");
    }

    @Test
    void limitsTheAnswerByTheNameThatTheModelKnows() throws IOException {
        ParameterOverrides most = new ParameterOverrides(null, null, 64L, null, null, null, null);
        CompiledModel openAi = target("openai", Dialect.OPENAI);
        CompiledModel other = target("openai-compatible", Dialect.OPENAI);

        assertThat(json(sent(ChatDialect.INSTANCE, CHAT.formatted(""), openAi, most))
                        .path("max_completion_tokens")
                        .asInt())
                .isEqualTo(64);
        JsonNode both = json(sent(
                ChatDialect.INSTANCE, CHAT.formatted(",\"max_tokens\":5,\"max_completion_tokens\":5"), other, most));
        assertThat(both.path("max_completion_tokens").asInt()).isEqualTo(64);
        assertThat(both.has("max_tokens")).isFalse();
        assertThat(json(sent(ChatDialect.INSTANCE, CHAT.formatted(""), other, most))
                        .path("max_tokens")
                        .asInt())
                .isEqualTo(64);
    }

    @Test
    void setsThemInOtherDialectsAsFarAsThoseHaveThem() throws IOException {
        JsonNode messages = json(sent(
                MessagesDialect.INSTANCE,
                "{\"model\":\"v\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}",
                target("anthropic", Dialect.ANTHROPIC),
                ALL));
        JsonNode items = json(sent(
                ResponsesDialect.INSTANCE,
                "{\"model\":\"v\",\"input\":\"Hi\",\"reasoning\":{\"summary\":\"auto\"}}",
                target("openai", Dialect.RESPONSES),
                ALL));

        assertThat(messages.path("max_tokens").asInt()).isEqualTo(64);
        assertThat(messages.path("temperature").asDouble()).isEqualTo(0.2);
        assertThat(messages.path("output_config").path("effort").asText()).isEqualTo("low");
        assertThat(messages.has("seed")).isFalse();
        assertThat(items.path("max_output_tokens").asInt()).isEqualTo(64);
        assertThat(items.path("reasoning")).isEqualTo(json("{\"summary\":\"auto\",\"effort\":\"low\"}"));
        assertThat(items.has("presence_penalty")).isFalse();
    }

    @Test
    void setsThemInWhatIsTranslated() throws IOException {
        JsonNode toClaude = json(sent(
                ChatDialect.INSTANCE,
                CHAT.formatted(",\"max_tokens\":5").replace(",\"x\":0.10000000000000000001", ""),
                target("anthropic", Dialect.ANTHROPIC, "claude-haiku-4-5"),
                new ParameterOverrides(0.2, null, 64L, null, null, null, null)));
        JsonNode toChat = json(sent(
                MessagesDialect.INSTANCE,
                "{\"model\":\"v\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}",
                target("openai", Dialect.OPENAI, "gpt-5"),
                ALL));

        assertThat(toClaude.path("temperature").asDouble()).isEqualTo(0.2);
        assertThat(toClaude.path("max_tokens").asInt()).isEqualTo(64);
        assertThat(toChat.path("seed").asInt()).isEqualTo(7);
        assertThat(toChat.path("reasoning_effort").asText()).isEqualTo("low");
    }
}
