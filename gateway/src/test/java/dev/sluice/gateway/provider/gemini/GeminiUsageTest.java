package dev.sluice.gateway.provider.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.usage.Tokens;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiUsageTest {
    private static String usage(long prompt, long cached, long tools, long candidates, long thoughts, long total) {
        return "{\"promptTokenCount\":" + prompt + ",\"cachedContentTokenCount\":" + cached
                + ",\"toolUsePromptTokenCount\":" + tools + ",\"candidatesTokenCount\":" + candidates
                + ",\"thoughtsTokenCount\":" + thoughts + ",\"totalTokenCount\":" + total + "}";
    }

    @ParameterizedTest
    @CsvSource({
        // prompt, cached, tools, candidates, thoughts, total -> input, cached, output, reasoning
        "10, 0, 0, 6, 0, 16, 10, 0, 6, 0",
        "10, 4, 0, 6, 3, 19, 6, 4, 6, 3",
        "10, 10, 0, 6, 3, 19, 0, 10, 6, 3",
        "10, 0, 5, 6, 3, 24, 15, 0, 6, 3",
        "10, 99, 0, 6, 0, 16, 0, 10, 6, 0",
        // thoughts among the candidates
        "10, 0, 0, 9, 3, 19, 10, 0, 6, 3",
        "10, 0, 5, 9, 3, 24, 15, 0, 6, 3",
        // nothing but thoughts
        "10, 0, 0, 0, 50, 60, 10, 0, 0, 50"
    })
    void makesTokenClassesDisjoint(
            long prompt,
            long cached,
            long tools,
            long candidates,
            long thoughts,
            long total,
            long input,
            long read,
            long output,
            long reasoning) {
        Tokens tokens = GeminiUsage.of(Fixture.json(usage(prompt, cached, tools, candidates, thoughts, total)));

        assertThat(tokens)
                .isEqualTo(Tokens.of(input, output).withCachedInput(read).withReasoning(reasoning));
    }

    @ParameterizedTest
    @CsvSource({
        // heard, heard from the cache, spoken -> input, audio input, output, audio output
        "25, 0, 0, 35, 25, 6, 0",
        "25, 10, 0, 45, 15, 6, 0",
        "25, 40, 0, 60, 0, 6, 0",
        "99, 0, 4, 0, 60, 2, 4",
        "0, 0, 99, 60, 0, 0, 6"
    })
    void takesAudioOutOfTheClassItIsIn(
            long heard, long cached, long spoken, long input, long audioInput, long output, long audioOutput) {
        String details = ",\"promptTokensDetails\":[{\"modality\":\"TEXT\",\"tokenCount\":75},"
                + "{\"modality\":\"AUDIO\",\"tokenCount\":" + heard
                + "}],\"cacheTokensDetails\":[{\"modality\":\"AUDIO\","
                + "\"tokenCount\":" + cached + "}],\"candidatesTokensDetails\":[{\"modality\":\"AUDIO\",\"tokenCount\":"
                + spoken + "}]}";
        String usage = usage(100, 40, 0, 6, 3, 109);

        Tokens tokens = GeminiUsage.of(Fixture.json(usage.substring(0, usage.length() - 1) + details));

        assertThat(tokens)
                .isEqualTo(Tokens.of(input, output)
                        .withCachedInput(40)
                        .withReasoning(3)
                        .withAudio(audioInput, audioOutput));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "[1]",
                "{\"promptTokenCount\":\"10\"}",
                "{\"promptTokenCount\":-1,\"candidatesTokenCount\":5}",
                "{\"promptTokenCount\":99999999999999}",
                "{\"promptTokenCount\":999999999999999999999999}",
                "{\"promptTokenCount\":1.5}"
            })
    void statesNoneWhereThereIsNoneOrItCannotBeTrue(String usage) {
        assertThat(GeminiUsage.of(Fixture.json(usage))).isNull();
    }
}
