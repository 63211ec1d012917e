package dev.sluice.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.catalog.Dialect;
import dev.sluice.contract.policy.BaseUrl;
import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.ProviderAccountSpec;
import dev.sluice.gateway.endpoint.openai.chat.ChatDialect;
import dev.sluice.gateway.inference.Call;
import dev.sluice.gateway.inference.ChatCall;
import dev.sluice.gateway.inference.NativeCall;
import dev.sluice.gateway.inference.RequestFields;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplyStreamingTest {
    private static final Call STREAM = new ChatCall(new byte[0], RequestFields.of("m", true), ChatDialect.INSTANCE);
    private static final Call WHOLE = new ChatCall(new byte[0], RequestFields.of("m", false), ChatDialect.INSTANCE);
    private static final Call NATIVE = new NativeCall(
            new byte[0], RequestFields.of("m", true), HttpMethod.POST, "/x", "application/json", model());

    private static CompiledModel model() {
        CompiledAccount account = new CompiledAccount(
                "a",
                "openai-compatible",
                Dialect.OPENAI,
                new BaseUrl(false, "127.0.0.1", 1, "/v1"),
                true,
                List.of(),
                ProviderAccountSpec.Timeouts.DEFAULTS,
                ProviderAccountSpec.OnDisconnect.CANCEL,
                Map.of(),
                0);
        return new CompiledModel("m", "m", "up", account, null, 1);
    }

    @Test
    void passesOnAnErrorInOnePiece() {
        assertThat(ReplyStreaming.frames(STREAM, Dialect.OPENAI, 200, "text/event-stream"))
                .isInstanceOf(EventFrames.class);
        assertThat(ReplyStreaming.frames(STREAM, Dialect.OPENAI, 500, "text/event-stream"))
                .isNull();
    }

    @Test
    void translatesFramingsForClientsOfModelsAlone() {
        assertThat(ReplyStreaming.frames(STREAM, Dialect.OLLAMA, 200, "application/x-ndjson"))
                .isInstanceOf(LineFrames.class);
        assertThat(ReplyStreaming.frames(NATIVE, Dialect.OLLAMA, 200, "application/x-ndjson"))
                .isNull();
        assertThat(ReplyStreaming.frames(NATIVE, Dialect.OPENAI, 200, "text/event-stream"))
                .isInstanceOf(EventFrames.class);
    }

    @Test
    void takesPlainJsonForLinesWhereTheServerStreamsThem() {
        assertThat(ReplyStreaming.frames(STREAM, Dialect.OLLAMA, 200, "application/json"))
                .isInstanceOf(LineFrames.class);
        assertThat(ReplyStreaming.frames(WHOLE, Dialect.OLLAMA, 200, "application/json"))
                .isNull();
        assertThat(ReplyStreaming.frames(STREAM, Dialect.OPENAI, 200, "application/json"))
                .isNull();
    }

    @Test
    void keepsNoClientOfAnAccountWaitingWithWordsOfItsOwn() {
        assertThat(ReplyStreaming.heartbeat(STREAM)).isEqualTo(ChatDialect.INSTANCE.heartbeat());
        assertThat(ReplyStreaming.heartbeat(NATIVE)).isNull();
    }
}
