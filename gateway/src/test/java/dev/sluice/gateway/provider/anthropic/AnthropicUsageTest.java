package dev.sluice.gateway.provider.anthropic;

import static dev.sluice.gateway.provider.anthropic.Fixtures.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.usage.Tokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnthropicUsageTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'input_tokens':4,'output_tokens':9}|4|0|0|0|9|0",
                "{'input_tokens':4,'cache_read_input_tokens':100,'cache_creation_input_tokens':10,'output_tokens':9}|4|100|10|0|9|0",
                "{'input_tokens':4,'cache_creation_input_tokens':10,'cache_creation':{'ephemeral_5m_input_tokens':3,'ephemeral_1h_input_tokens':7},'output_tokens':9}|4|0|3|7|9|0",
                "{'input_tokens':4,'cache_creation':{'ephemeral_5m_input_tokens':3,'ephemeral_1h_input_tokens':7},'output_tokens':9}|4|0|3|7|9|0",
                "{'input_tokens':4,'cache_creation_input_tokens':10,'cache_creation':{'ephemeral_1h_input_tokens':7},'output_tokens':9}|4|0|3|7|9|0",
                "{'input_tokens':4,'cache_creation_input_tokens':null,'cache_creation':null,'output_tokens':9,'output_tokens_details':null,'server_tool_use':null,'service_tier':'standard'}|4|0|0|0|9|0",
                "{'input_tokens':4,'output_tokens':55,'output_tokens_details':{'thinking_tokens':20}}|4|0|0|0|35|20",
                "{'input_tokens':4,'output_tokens':5,'output_tokens_details':{'thinking_tokens':20}}|4|0|0|0|0|5",
                "{'output_tokens':9.0}|0|0|0|0|9|0"
            })
    void makesTokenClassesDisjoint(
            String usage, long input, long cached, long write, long write1h, long output, long reasoning) {
        assertThat(AnthropicUsage.of(json(usage)))
                .isEqualTo(Tokens.of(input, output)
                        .withCachedInput(cached)
                        .withCacheWrite(write)
                        .withCacheWrite1h(write1h)
                        .withReasoning(reasoning));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "[]",
                "{'input_tokens':'4'}",
                "{'input_tokens':-1,'output_tokens':1}",
                "{'input_tokens':1e300,'output_tokens':1}",
                "{'input_tokens':5000000000,'output_tokens':1}",
                "{'input_tokens':99999999999999999999}"
            })
    void takesWhatCannotBeTrueAsNotStated(String usage) {
        assertThat(AnthropicUsage.of(json(usage))).isNull();
    }

    @Test
    void replacesWhatIsStatedAgainAndKeepsTheRest() {
        AnthropicUsage usage = new AnthropicUsage();
        usage.plus(json("{'input_tokens':4,'cache_read_input_tokens':100,'output_tokens':1}"));
        assertThat(usage.plus(json("{'output_tokens':9}")))
                .isEqualTo(Tokens.of(4, 9).withCachedInput(100));
        assertThat(usage.plus(json("{'input_tokens':0,'output_tokens':12}")))
                .isEqualTo(Tokens.of(4, 12).withCachedInput(100));
        assertThat(usage.plus(json("{'input_tokens':6,'cache_creation_input_tokens':3,'output_tokens':12}")))
                .isEqualTo(Tokens.of(6, 12).withCachedInput(100).withCacheWrite(3));
        assertThat(usage.plus(json("{}"))).isNull();
    }
}
