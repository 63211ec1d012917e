package dev.sluice.gateway.endpoint.openai.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.gateway.endpoint.ErrorDialect;
import dev.sluice.gateway.endpoint.openai.OpenAiErrorBody;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.inference.JsonBytes;
import java.nio.charset.StandardCharsets;

/** Errors as at chat completions; inside a stream, an event of their own. */
public final class ResponsesErrors implements ErrorDialect {
    public static final ResponsesErrors INSTANCE = new ResponsesErrors();

    private ResponsesErrors() {}

    @Override
    public String body(GatewayError error, String requestId) {
        return OpenAiErrorBody.INSTANCE.body(error, requestId);
    }

    /** Numbered 0: how many events went before is known to nobody who is left. */
    @Override
    public String event(GatewayError error) {
        JsonNode told = OpenAiErrorBody.of(error).path("error");
        String code = error instanceof GatewayError.Upstream upstream
                ? ToldFailure.code(upstream.kind())
                : told.path("code").asText();
        JsonBytes out = new JsonBytes();
        new ResponseEvents(out)
                .failure(new ToldFailure(code, told.path("message").asText()));
        return new String(out.take(), StandardCharsets.UTF_8);
    }
}
