package dev.sluice.gateway.provider.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeminiPathsTest {
    @Test
    void putsModelAndStreamIntoThePath() {
        assertThat(GeminiPaths.developer("", "gemini-2.5-flash", false))
                .isEqualTo("/v1beta/models/gemini-2.5-flash:generateContent");
        assertThat(GeminiPaths.developer("/proxy", "gemini-2.5-flash", true))
                .isEqualTo("/proxy/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse");
    }

    @ParameterizedTest
    @CsvSource({
        "models/gemini-2.5-flash, gemini-2.5-flash",
        "x/../../y, x%2F..%2F..%2Fy",
        "a:b, a%3Ab",
        "a b?c#d%, a%20b%3Fc%23d%25",
        "größe, gr%C3%B6%C3%9Fe"
    })
    void pitfall39KeepsAModelsNameOneSegment(String model, String segment) {
        assertThat(GeminiPaths.developer("", model, false)).isEqualTo("/v1beta/models/" + segment + ":generateContent");
    }
}
