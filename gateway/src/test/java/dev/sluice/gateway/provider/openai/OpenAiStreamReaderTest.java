package dev.sluice.gateway.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.provider.StreamReader.Verdict;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiStreamReaderTest {
    private final OpenAiStreamReader reader = new OpenAiStreamReader(false);

    private Verdict read(String data) {
        byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
        return reader.event(bytes, 0, bytes.length);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}|OTHER",
                "{\"choices\":[{\"delta\":{\"content\":\"a\"}}]}|CONTENT",
                "{\"choices\":[{\"delta\":{\"reasoning_content\":\"hm\"}}]}|CONTENT",
                "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\"}}]}}]}|CONTENT",
                "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}|OTHER",
                "{\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}|WITHHELD",
                "{\"choices\":[{\"delta\":{}}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}|OTHER",
                "{\"choices\":[],\"usage\":null}|OTHER",
                "{\"id\":\"\",\"model\":\"\",\"choices\":[],\"prompt_filter_results\":[]}|OTHER",
                "{\"choices\":null}|OTHER",
                "{\"choices\":[{\"index\":0}]}|OTHER",
                "{\"choices\":[{\"delta\":null}]}|OTHER",
                "{\"error\":{\"message\":\"overloaded\"}}|ERROR",
                "{\"error\":null,\"choices\":[{\"delta\":{\"content\":\"a\"}}]}|CONTENT",
                "{broken|OTHER",
                "[DONE]|DONE"
            })
    void knowsWhatAnEventIs(String data, Verdict verdict) {
        assertThat(read(data)).isEqualTo(verdict);
    }

    @Test
    void makesTokenClassesDisjoint() {
        read(
                "{\"choices\":[],\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":50,\"prompt_tokens_details\":"
                        + "{\"cached_tokens\":30},\"completion_tokens_details\":{\"reasoning_tokens\":20,\"audio_tokens\":0}}}");

        assertThat(reader.usage())
                .isEqualTo(Tokens.of(70, 30).withCachedInput(30).withReasoning(20));
    }

    @Test
    void keepsTheLastUsageOfProvidersThatSendOneWithEveryChunk() {
        read("{\"choices\":[{\"delta\":{\"content\":\"a\"}}],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":1}}");
        read("{\"choices\":[{\"delta\":{\"content\":\"b\"}}],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}}");

        assertThat(reader.usage()).isEqualTo(Tokens.of(5, 2));
    }

    @Test
    void isFinishedByAFinishReasonOrTheEndMarker() {
        assertThat(reader.isFinished()).isFalse();
        read("{\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":null}]}");
        assertThat(reader.isFinished()).isFalse();
        read("{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}");
        assertThat(reader.isFinished()).isTrue();
        assertThat(reader.estimatedOutputTokens()).isEqualTo(1);
    }
}
