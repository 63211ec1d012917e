package dev.sluice.gateway.provider.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.gateway.error.UpstreamClass;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class GeminiErrorsTest {
    private static UpstreamClass classify(int status, String body) {
        return GeminiErrors.classify(status, body.getBytes(StandardCharsets.UTF_8));
    }

    static Stream<JsonNode> recorded() {
        return Fixture.text("errors.jsonl").lines().map(Fixture::json);
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void classifiesRecordedErrors(JsonNode line) {
        int status = line.path("status").intValue();
        String body = line.path("body").toString();
        String expected = line.path("expect_class").textValue();

        assertThat(classify(status, body).wireName()).isEqualTo(expected);
        assertThat(classify(status, "[" + body + "]").wireName()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "400|{\"error\":{\"status\":\"INVALID_ARGUMENT\",\"message\":\"Invalid JSON payload received.\"}}|BAD_REQUEST",
                "400|{\"error\":{\"message\":\"The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).\"}}|CONTEXT_WINDOW",
                "400|{\"error\":{\"message\":\"Request payload size exceeds the limit: 20971520 bytes.\"}}|TOO_LARGE",
                "400|{\"error\":{\"message\":\"The prompt violates Google's Responsible AI practices.\"}}|CONTENT_POLICY",
                "400|{\"error\":{\"status\":\"FAILED_PRECONDITION\",\"message\":\"User location is not supported for the API use.\"}}|PERMISSION",
                "400|{\"error\":{\"message\":\"Invalid value at 'safety_settings[0]'\"}}|BAD_REQUEST",
                "401|{\"error\":{\"status\":\"UNAUTHENTICATED\"}}|AUTH",
                "403|{\"error\":{\"status\":\"PERMISSION_DENIED\",\"details\":[{\"reason\":\"SERVICE_DISABLED\"}]}}|PERMISSION",
                "404|{\"error\":{\"status\":\"NOT_FOUND\"}}|MODEL_NOT_FOUND",
                "413|<html>|TOO_LARGE",
                "429|{\"error\":{\"message\":\"You exceeded your current quota, please check your plan and billing details.\"}}|RATE_LIMITED",
                "429|{\"error\":{\"details\":[{\"violations\":[{\"quotaId\":\"GenerateRequestsPerDayPerProjectPerModel-FreeTier\"}]}]}}|QUOTA_EXHAUSTED",
                "429|``|RATE_LIMITED",
                "499|{\"error\":{\"status\":\"CANCELLED\"}}|SERVER_ERROR",
                "500|{\"error\":{\"status\":\"INTERNAL\"}}|SERVER_ERROR",
                "502|<html>|SERVER_ERROR",
                "503|{\"error\":{\"status\":\"UNAVAILABLE\"}}|OVERLOADED",
                "504|{\"error\":{\"status\":\"DEADLINE_EXCEEDED\"}}|TIMEOUT_TOTAL",
                "418|{}|BAD_REQUEST",
                "302|{}|SERVER_ERROR"
            })
    void classifiesByStatusAndBody(int status, String body, UpstreamClass kind) {
        assertThat(classify(status, body)).isEqualTo(kind);
    }
}
