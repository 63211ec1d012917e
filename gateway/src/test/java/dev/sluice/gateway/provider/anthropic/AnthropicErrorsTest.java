package dev.sluice.gateway.provider.anthropic;

import static dev.sluice.gateway.provider.anthropic.Fixtures.bytes;
import static dev.sluice.gateway.provider.anthropic.Fixtures.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.gateway.error.UpstreamClass;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AnthropicErrorsTest {
    static List<JsonNode> recorded() {
        return Fixtures.read("errors.jsonl").lines().map(Fixtures::json).toList();
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void knowsRecordedErrors(JsonNode recorded) {
        byte[] body = recorded.path("body").toString().getBytes(StandardCharsets.UTF_8);
        assertThat(AnthropicErrors.classify(recorded.path("status").asInt(), body)
                        .wireName())
                .isEqualTo(recorded.path("expect_class").asText());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400|invalid_request_error|max_tokens: Field required|BAD_REQUEST",
                "400|invalid_request_error|prompt is too long: 210000 tokens > 200000 maximum|CONTEXT_WINDOW",
                "400|invalid_request_error|input length and `max_tokens` exceed context limit: 190000 + 64000 > 200000|CONTEXT_WINDOW",
                "400|invalid_request_error|Output blocked by content filtering policy|CONTENT_POLICY",
                "400|invalid_request_error|Your credit balance is too low to access the API.|QUOTA_EXHAUSTED",
                "400|invalid_request_error|tools.0.name billing is invalid|BAD_REQUEST",
                "401|authentication_error|invalid x-api-key|AUTH",
                "402|billing_error|x|QUOTA_EXHAUSTED",
                "403|permission_error|x|PERMISSION",
                "404|not_found_error|model: claude-x|MODEL_NOT_FOUND",
                "408|timeout_error|x|TIMEOUT_TOTAL",
                "409|conflict|x|SERVER_ERROR",
                "413|request_too_large|x|TOO_LARGE",
                "418|x|x|BAD_REQUEST",
                "429|rate_limit_error|x|RATE_LIMITED",
                "429|billing_error|x|QUOTA_EXHAUSTED",
                "500|api_error|Internal server error|SERVER_ERROR",
                "500|overloaded_error|Overloaded|OVERLOADED",
                "503|x|x|OVERLOADED",
                "504|timeout_error|x|TIMEOUT_TOTAL",
                "529|overloaded_error|Overloaded|OVERLOADED"
            })
    void goesByStatusAndWords(int status, String type, String message, UpstreamClass kind) {
        String body = "{'type':'error','error':{'type':'%s','message':'%s'}}".formatted(type, message);
        assertThat(AnthropicErrors.classify(status, bytes(body))).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "authentication_error,AUTH",
        "billing_error,QUOTA_EXHAUSTED",
        "permission_error,PERMISSION",
        "not_found_error,MODEL_NOT_FOUND",
        "request_too_large,TOO_LARGE",
        "rate_limit_error,RATE_LIMITED",
        "timeout_error,TIMEOUT_TOTAL",
        "overloaded_error,OVERLOADED",
        "invalid_request_error,BAD_REQUEST",
        "api_error,SERVER_ERROR",
        "of the future,SERVER_ERROR"
    })
    void goesByTypeWithoutAStatus(String type, UpstreamClass kind) {
        assertThat(AnthropicErrors.classify(json("{'type':'" + type + "'}"))).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"500,SERVER_ERROR", "400,BAD_REQUEST", "429,RATE_LIMITED", "502,SERVER_ERROR"})
    void livesWithBodiesThatAreNoErrors(int status, UpstreamClass kind) {
        for (String body : List.of("", "<html>", "[{'error':{}}]", "{'error':'x'}", "null")) {
            assertThat(AnthropicErrors.classify(status, bytes(body))).isEqualTo(kind);
        }
    }

    @Test
    void boundsTheMessage() {
        assertThat(AnthropicErrors.message(json("{'message':'" + "x".repeat(5_000) + "'}")))
                .hasSize(2_048);
        assertThat(AnthropicErrors.message(json("{}"))).isNotEmpty();
    }
}
