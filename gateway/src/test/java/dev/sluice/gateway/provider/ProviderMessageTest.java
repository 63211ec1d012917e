package dev.sluice.gateway.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderMessageTest {
    private static @Nullable String in(String body) {
        return ProviderMessage.in(body.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"message\":\"too long\",\"code\":400}}",
                "[{\"error\":{\"message\":\"too long\"}}]",
                "{\"type\":\"error\",\"error\":{\"type\":\"x\",\"message\":\"too long\"}}",
                "{\"message\":\"too long\"}",
                "{\"object\":\"error\",\"message\":{\"detail\":[{\"type\":\"x\",\"loc\":[\"b\"],\"msg\":\"too long\"}]}}",
                "{\"detail\":\"too long\"}",
                "{\"error\":\"too long\"}",
                "{\"type\":\"response.failed\",\"response\":{\"error\":{\"message\":\"too long\"}}}",
                "{\"error\":{\"message\":\" too\\r\\n\\u0000long \"}}"
            })
    void findsTheWords(String body) {
        assertThat(in(body)).isEqualTo("too long");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>busy</html>", "{}", "[]", "null", "7", "{\"error\":{\"code\":1}}"})
    void pitfall51FindsNoneInWhatIsNoError(String body) {
        assertThat(in(body)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Incorrect API key provided: sk-proj-abc***xyz. See /keys|Incorrect API key provided: … See /keys",
                "bad Bearer abcdef.ghi|bad …",
                "key AIzaSyA1234567890abcdefghi|key …",
                "token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.abc-_ is old|token … is old",
                "user AKIDEXAMPLE AKIAIOSFODNN7EXAMPLE|user AKIDEXAMPLE …",
                "0123456789abcdef0123456789abcdef|…",
                "key Ab3xAb3xAb3xAb3xAb3xAb3xAb3xAb3xAb3x!|key …!",
                "model claude-sonnet-4-6-20260101 in messages.0.content.12.text|model claude-sonnet-4-6-20260101 in messages.0.content.12.text"
            })
    void hidesWhatLooksLikeAKey(String said, String told) {
        assertThat(ProviderMessage.clean(said)).isEqualTo(told);
    }

    @Test
    void cutsWhatIsLong() {
        assertThat(ProviderMessage.clean("word ".repeat(100_000)))
                .hasSize(2_048)
                .endsWith("…");
        assertThat(ProviderMessage.clean("😀 ".repeat(4_000)))
                .hasSizeLessThanOrEqualTo(2_048)
                .doesNotMatch("(?s).*[\\ud800-\\udbff]…");
    }
}
