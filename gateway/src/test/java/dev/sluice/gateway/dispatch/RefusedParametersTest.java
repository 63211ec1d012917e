package dev.sluice.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.catalog.Capabilities;
import dev.sluice.contract.catalog.Dialect;
import dev.sluice.contract.catalog.ToolEndpoint;
import dev.sluice.contract.policy.BaseUrl;
import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.ModelSpec.UnsupportedParameters;
import dev.sluice.contract.policy.ProviderAccountSpec.OnDisconnect;
import dev.sluice.contract.policy.ProviderAccountSpec.Timeouts;
import dev.sluice.contract.policy.Takes;
import dev.sluice.gateway.provider.Outgoing;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusedParametersTest {
    private static final String SENT = """
            {"model":"m","temperature":0.2,"top_p":0.5,"user":"u","seed":7,"max_tokens":9,"reasoning_effort":"xhigh",\
            "logit_bias":{},"n":2,"messages":[]}""";

    private final AtomicLong now = new AtomicLong();
    private final RefusedParameters refused = new RefusedParameters(now::get);

    private static CompiledModel model(String upstream, @Nullable UnsupportedParameters rule) {
        CompiledAccount account = new CompiledAccount(
                "a",
                "openai-compatible",
                Dialect.OPENAI,
                BaseUrl.parse("https://api.example.org/v1", false),
                false,
                List.of(),
                Timeouts.DEFAULTS,
                OnDisconnect.CANCEL,
                Map.of(),
                0);
        return new CompiledModel(
                "m",
                "m",
                upstream,
                account,
                null,
                1,
                ToolEndpoint.CHAT,
                new Takes(null, Capabilities.UNKNOWN, rule),
                0,
                null);
    }

    private boolean learn(CompiledModel model, int status, String error) {
        return refused.learn(model, status, error.getBytes(StandardCharsets.UTF_8), Buffer.buffer(SENT));
    }

    private Outgoing without(CompiledModel model) {
        return refused.without(new Outgoing("/", Buffer.buffer(SENT), List.of("kept")), model);
    }

    private static String openai(String code, String param) {
        return "{\"error\":{\"message\":\"no\",\"type\":\"invalid_request_error\",\"param\":\"" + param
                + "\",\"code\":\"" + code + "\"}}";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "temperature | {\"error\":{\"message\":\"no\",\"param\":\"temperature\",\"code\":\"unsupported_value\"}}",
                "top_p | {\"error\":{\"message\":\"Unsupported parameter: 'top_p' is not supported with this model.\"}}",
                "user | {\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"user: Extra inputs are not permitted\"}}",
                "temperature | {\"type\":\"error\",\"error\":{\"message\":\"`temperature` is deprecated for this model.\"}}",
                "user | {\"object\":\"error\",\"message\":{\"detail\":[{\"type\":\"extra_forbidden\",\"loc\":[\"body\",\"user\"]}]}}",
                "seed | {\"detail\":[{\"type\":\"extra_forbidden\",\"loc\":[\"body\",\"seed\"],\"msg\":\"no\"}]}",
                "logit_bias | {\"error\":{\"message\":\"property 'logit_bias' is unsupported\"}}",
                "temperature | {\"error\":{\"message\":\"invalid temperature: only 1 is allowed for this model\"}}",
                "seed | {\"error\":{\"message\":\"Unrecognized request argument supplied: seed\"}}",
                "user | {\"error\":\"Unknown parameter: 'user'\",\"code\":\"x\"}"
            })
    void learnsAHintFromTheWordsOfProviders(String field, String error) {
        assertThat(learn(model("up", null), 400, error)).isTrue();

        Outgoing next = without(model("up", null));
        assertThat(next.dropped()).containsExactly("kept", field);
        assertThat(next.body().toString()).doesNotContain("\"" + field + "\"").contains("\"n\":2");
    }

    @Test
    void pitfall25RenamesTheLimitWhereTheErrorSaysSo() {
        String error = "{\"error\":{\"message\":\"Unsupported parameter: 'max_tokens' is not supported with this model."
                + " Use 'max_completion_tokens' instead.\",\"param\":\"max_tokens\",\"code\":\"unsupported_parameter\"}}";

        assertThat(learn(model("up", null), 400, error)).isTrue();

        Outgoing next = without(model("up", null));
        assertThat(next.body().toString())
                .contains("\"max_completion_tokens\":9")
                .doesNotContain("max_tokens\"");
        assertThat(next.dropped()).containsExactly("kept");
    }

    @Test
    void remembersAWordThatIsNotTakenRatherThanItsField() {
        assertThat(learn(model("up", null), 400, openai("unsupported_value", "reasoning_effort")))
                .isTrue();

        assertThat(without(model("up", null)).dropped()).containsExactly("kept", "reasoning_effort");
        Outgoing other = new Outgoing("/", Buffer.buffer(SENT.replace("xhigh", "low")), List.of());
        assertThat(refused.without(other, model("up", null))).isSameAs(other);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"message\":\"no\",\"param\":\"n\",\"code\":\"unsupported_parameter\"}}",
                "{\"error\":{\"message\":\"messages.1.user: Extra inputs are not permitted, says nobody\"}}",
                "{\"error\":{\"message\":\"metadata: Extra inputs are not permitted\"}}",
                "{\"error\":{\"message\":\"the prompt is too long\"}}",
                "{}",
                "[]",
                "<html>",
                ""
            })
    void learnsNothingFromOtherErrors(String error) {
        assertThat(learn(model("up", null), 400, error)).isFalse();
    }

    @Test
    void learnsFromRefusalsAlone() {
        assertThat(learn(model("up", null), 500, openai("unsupported_parameter", "user")))
                .isFalse();
    }

    @Test
    void leavesOtherTargetsAlone() {
        assertThat(learn(model("up", null), 400, openai("unsupported_parameter", "user")))
                .isTrue();

        assertThat(without(model("other", null)).dropped()).containsExactly("kept");
    }

    @Test
    void aModelsRuleMayForbidIt() {
        for (UnsupportedParameters rule : List.of(UnsupportedParameters.FORWARD, UnsupportedParameters.REJECT)) {
            assertThat(learn(model("up", rule), 400, openai("unsupported_parameter", "user")))
                    .isFalse();
        }
    }

    @Test
    void triesAgainAfterAnHour() {
        assertThat(learn(model("up", null), 400, openai("unsupported_parameter", "user")))
                .isTrue();

        now.addAndGet(Duration.ofMinutes(61).toNanos());

        assertThat(without(model("up", null)).dropped()).containsExactly("kept");
    }

    @Test
    void isBounded() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(learn(model("up" + i, null), 400, openai("unsupported_parameter", "user")))
                    .isTrue();
        }
        assertThat(learn(model("more", null), 400, openai("unsupported_parameter", "user")))
                .isFalse();

        now.addAndGet(Duration.ofMinutes(61).toNanos());

        assertThat(learn(model("more", null), 400, openai("unsupported_parameter", "user")))
                .isTrue();
    }

    @Test
    void learnsThatAModelThinksInStreamsAlone() {
        CompiledModel model = model("qwen", null);
        byte[] error =
                "{\"error\":{\"message\":\"parameter.enable_thinking must be set to false for non-streaming calls\",\"code\":\"invalid_parameter_error\"}}"
                        .getBytes(StandardCharsets.UTF_8);
        String whole = "{\"model\":\"m\",\"messages\":[]}";

        assertThat(refused.learn(model, 400, error, Buffer.buffer(whole))).isTrue();

        assertThat(refused.without(new Outgoing("/", Buffer.buffer(whole), List.of()), model)
                        .body()
                        .toString())
                .isEqualTo("{\"model\":\"m\",\"messages\":[],\"enable_thinking\":false}");
        Outgoing asked =
                refused.without(new Outgoing("/", Buffer.buffer("{\"enable_thinking\":true}"), List.of()), model);
        assertThat(asked.body().toString()).isEqualTo("{\"enable_thinking\":false}");
        assertThat(asked.dropped()).containsExactly("enable_thinking");
        Outgoing streamed = new Outgoing("/", Buffer.buffer("{\"stream\":true}"), List.of());
        assertThat(refused.without(streamed, model)).isSameAs(streamed);
        assertThat(refused.learn(model, 400, error, Buffer.buffer("{\"enable_thinking\":false}")))
                .isFalse();
    }
}
