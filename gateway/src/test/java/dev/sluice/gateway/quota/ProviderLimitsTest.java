package dev.sluice.gateway.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderLimitsTest {
    private static final InstantSource NOON = InstantSource.fixed(Instant.parse("2026-11-20T12:00:00Z"));

    private static Map<String, String> reply(boolean sameDialect, Map<String, String> headers) {
        return ProviderLimits.ofReply(headers.entrySet(), sameDialect, NOON).headers();
    }

    private static Map<String, String> error(Map<String, String> headers, String body) {
        return ProviderLimits.ofError(headers.entrySet(), body.getBytes(StandardCharsets.UTF_8), false, NOON)
                .headers();
    }

    @Test
    void tellsOpenAisAsTheyAre() {
        Map<String, String> said = Map.of(
                "x-ratelimit-limit-requests", "500",
                "x-ratelimit-remaining-requests", "499",
                "x-ratelimit-reset-requests", "120ms",
                "x-ratelimit-limit-tokens", "200000",
                "x-ratelimit-remaining-tokens", "199000",
                "x-ratelimit-reset-tokens", "6m0s");

        assertThat(reply(true, said)).isEqualTo(said);
    }

    @Test
    void tellsNothingElse() {
        assertThat(reply(
                        true,
                        Map.of(
                                "set-cookie", "a=b",
                                "connection", "close",
                                "openai-organization", "acme",
                                "x-ratelimit-over-limit", "7",
                                "retry-after", "1")))
                .isEmpty();
    }

    @Test
    void tellsAnthropicsInOpenAisWords() {
        Map<String, String> said = Map.of(
                "Anthropic-RateLimit-Requests-Limit", "50",
                "anthropic-ratelimit-requests-reset", "2026-11-20T12:01:30Z",
                "anthropic-ratelimit-tokens-remaining", "10",
                "anthropic-ratelimit-input-tokens-remaining", "7");

        assertThat(reply(false, said))
                .containsOnly(
                        Map.entry("x-ratelimit-limit-requests", "50"),
                        Map.entry("x-ratelimit-reset-requests", "1m30s"),
                        Map.entry("x-ratelimit-remaining-tokens", "10"));
        assertThat(reply(true, said)).containsAllEntriesOf(said).hasSize(7);
    }

    @Test
    void tellsTheShortestWindow() {
        assertThat(reply(
                        false,
                        Map.of(
                                "x-ratelimit-limit-tokens-day", "1000000",
                                "x-ratelimit-limit-tokens-minute", "60000",
                                "x-ratelimit-reset-tokens-minute", "33.5",
                                "x-ratelimit-remaining-requests-day", "14")))
                .containsOnly(
                        Map.entry("x-ratelimit-limit-tokens", "60000"),
                        Map.entry("x-ratelimit-reset-tokens", "33.5s"),
                        Map.entry("x-ratelimit-remaining-requests", "14"));
    }

    @ParameterizedTest
    @CsvSource({
        "7.66s,7.66s",
        "2m59.5s,2m59.5s",
        "12,12s",
        "1795176060,1m0s",
        "1795179661000,1h1m1s",
        "2026-11-20T11:00:00Z,0s",
        "soon,",
        "-1,",
        "<b>,"
    })
    void tellsWhenALimitIsFullAgain(String said, String told) {
        Map<String, String> headers = reply(false, Map.of("x-ratelimit-reset", said));

        assertThat(headers.get("x-ratelimit-reset-requests")).isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "retry-after|17|17",
                "retry-after|0.2|1",
                "retry-after|Fri, 20 Nov 2026 12:00:41 GMT|41",
                "retry-after|Fri, 20 Nov 2026 11:00:00 GMT|0",
                "retry-after|99999999|86400",
                "retry-after-ms|1500|2",
                "retry-after|soon|",
                "retry-after|-3|",
                "retry-after|NaN|"
            })
    void tellsWhenToComeAgain(String header, String said, String told) {
        assertThat(error(Map.of(header, said), "{}").get("retry-after")).isEqualTo(told);
    }

    @Test
    void prefersTheFinerDelay() {
        assertThat(error(Map.of("retry-after", "9", "retry-after-ms", "300"), ""))
                .containsEntry("retry-after", "1");
    }

    @Test
    void readsGooglesRetryInfo() {
        String body = """
                {"error":{"code":429,"details":[{"@type":"type.googleapis.com/google.rpc.QuotaFailure"},
                {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34.07s"}]}}""";

        for (String form : List.of(body, "[" + body + "]")) {
            assertThat(error(Map.of(), form)).containsOnly(Map.entry("retry-after", "35"));
        }
        assertThat(error(Map.of(), "<html>")).isEmpty();
    }

    @Test
    void tellsWhetherToTryAgain() {
        assertThat(error(Map.of("x-should-retry", "false"), "")).containsOnly(Map.entry("x-should-retry", "false"));
        assertThat(error(Map.of("x-should-retry", "perhaps"), "")).isEmpty();
    }
}
