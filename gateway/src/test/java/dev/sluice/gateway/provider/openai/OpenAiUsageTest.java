package dev.sluice.gateway.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.usage.Tokens;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiUsageTest {
    private static @Nullable Tokens of(String usage) {
        return OpenAiUsage.ofReply(("{\"id\":\"c\",\"usage\":" + usage + "}").getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // what the provider says | input, cached, written, output, reasoning
                "{\"prompt_tokens\":20,\"completion_tokens\":12,\"total_tokens\":32} | 20 | 0 | 0 | 12 | 0",
                "{\"prompt_tokens\":20,\"completion_tokens\":12,\"total_tokens\":32,\"prompt_tokens_details\":{\"cached_tokens\":8},"
                        + "\"completion_tokens_details\":{\"reasoning_tokens\":5}} | 12 | 8 | 0 | 7 | 5",
                "{\"prompt_tokens\":100,\"completion_tokens\":1,\"prompt_tokens_details\":{\"cached_tokens\":60,"
                        + "\"cache_write_tokens\":30}} | 10 | 60 | 30 | 1 | 0",
                "{\"prompt_tokens\":9,\"prompt_cache_hit_tokens\":4,\"prompt_cache_miss_tokens\":5,\"completion_tokens\":2}"
                        + " | 5 | 4 | 0 | 2 | 0",
                // xAI: reasoning is beside the completion
                "{\"prompt_tokens\":10,\"completion_tokens\":2,\"total_tokens\":112,"
                        + "\"completion_tokens_details\":{\"reasoning_tokens\":100}} | 10 | 0 | 0 | 2 | 100",
                "{\"prompt_tokens\":10,\"completion_tokens\":200,\"total_tokens\":310,"
                        + "\"completion_tokens_details\":{\"reasoning_tokens\":100}} | 10 | 0 | 0 | 200 | 100",
                // more from the cache than there was
                "{\"prompt_tokens\":3,\"completion_tokens\":1,\"prompt_tokens_details\":{\"cached_tokens\":9,"
                        + "\"cache_write_tokens\":9}} | 0 | 3 | 0 | 1 | 0",
                "{\"prompt_tokens\":3,\"completion_tokens\":1,\"queue_time\":0.0012,\"cost\":1e-05} | 3 | 0 | 0 | 1 | 0"
            })
    void makesTheClassesDisjoint(String usage, long input, long cached, long written, long output, long reasoning) {
        assertThat(of(usage))
                .isEqualTo(Tokens.of(input, output)
                        .withCachedInput(cached)
                        .withCacheWrite(written)
                        .withReasoning(reasoning));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // details of the prompt | of the completion | input, cached, audio input, output, reasoning, audio
                // output
                "{\"audio_tokens\":30} | {\"audio_tokens\":40} | 70 | 0 | 30 | 10 | 0 | 40",
                "{\"cached_tokens\":60,\"audio_tokens\":30,\"cached_tokens_details\":{\"text_tokens\":40,\"audio_tokens\":20}}"
                        + " | {} | 30 | 60 | 10 | 50 | 0 | 0",
                // it is not said which of it was cached: what is left at most
                "{\"cached_tokens\":80,\"audio_tokens\":30} | {} | 0 | 80 | 20 | 50 | 0 | 0",
                "{} | {\"reasoning_tokens\":20,\"audio_tokens\":99} | 100 | 0 | 0 | 0 | 20 | 30",
                "{\"text_tokens\":70,\"audio_tokens\":0} | {\"audio_tokens\":0} | 100 | 0 | 0 | 50 | 0 | 0"
            })
    void takesAudioOutOfTheClassItIsIn(
            String prompt,
            String completion,
            long input,
            long cached,
            long heard,
            long output,
            long reasoning,
            long spoken) {
        assertThat(of("{\"prompt_tokens\":100,\"completion_tokens\":50,\"total_tokens\":150,\"prompt_tokens_details\":"
                        + prompt + ",\"completion_tokens_details\":" + completion + "}"))
                .isEqualTo(Tokens.of(input, output)
                        .withCachedInput(cached)
                        .withReasoning(reasoning)
                        .withAudio(heard, spoken));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{\"prompt_tokens\":-1,\"completion_tokens\":1}", "{\"prompt_tokens\":1e30}", "7"})
    void takesWhatCannotBeTrueAsNotStated(String usage) {
        assertThat(of(usage)).isNull();
    }

    @Test
    void findsNoneWhereThereIsNone() {
        assertThat(OpenAiUsage.ofReply("{}".getBytes(StandardCharsets.UTF_8))).isNull();
        assertThat(OpenAiUsage.ofReply("<html>".getBytes(StandardCharsets.UTF_8)))
                .isNull();
    }
}
