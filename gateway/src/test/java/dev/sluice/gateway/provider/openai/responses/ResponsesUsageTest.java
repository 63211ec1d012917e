package dev.sluice.gateway.provider.openai.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.inference.JsonCursor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponsesUsageTest {
    private static @Nullable Tokens atCursor(String usage) throws JsonCursor.Malformed {
        byte[] bytes = Fixture.bytes(usage);
        return ResponsesUsage.at(new JsonCursor(bytes, 0, bytes.length));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"input_tokens\":20,\"input_tokens_details\":{\"cached_tokens\":8},\"output_tokens\":12,\"output_tokens_details\":{\"reasoning_tokens\":5},\"total_tokens\":32}|12|8|0|7|5",
                "{\"input_tokens\":20,\"input_tokens_details\":{\"cached_tokens\":8,\"cache_write_tokens\":4},\"output_tokens\":1}|8|8|4|1|0",
                "{\"output_tokens\":3,\"input_tokens\":9,\"input_tokens_details\":null}|9|0|0|3|0",
                "{\"input_tokens\":5,\"input_tokens_details\":{\"cached_tokens\":50},\"output_tokens\":2,\"output_tokens_details\":{\"reasoning_tokens\":9}}|0|5|0|0|2"
            })
    void makesTheClassesDisjoint(String usage, long input, long cached, long written, long output, long reasoning)
            throws JsonCursor.Malformed {
        Tokens tokens = Tokens.of(input, output)
                .withCachedInput(cached)
                .withCacheWrite(written)
                .withReasoning(reasoning);

        assertThat(ResponsesUsage.of(Fixture.json(usage))).isEqualTo(tokens);
        assertThat(atCursor(usage)).isEqualTo(tokens);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"total_tokens\":5}",
                "{\"input_tokens\":-1,\"output_tokens\":2}",
                "{\"input_tokens\":99999999999999999999,\"output_tokens\":2}"
            })
    void takesWhatCannotBeForUnstated(String usage) throws JsonCursor.Malformed {
        assertThat(ResponsesUsage.of(Fixture.json(usage))).isNull();
        assertThat(atCursor(usage)).isNull();
    }
}
