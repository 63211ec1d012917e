package dev.sluice.gateway.provider.openai.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.provider.StreamReader.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResponsesStreamReaderTest {
    private final ResponsesStreamReader reader = new ResponsesStreamReader();

    private Verdict read(String data) {
        byte[] bytes = Fixture.bytes("data: " + data + "\n");
        return reader.event(bytes, "data: ".length(), bytes.length - 1);
    }

    private List<Verdict> readAll(String fixture) {
        return Fixture.events(fixture).stream().map(this::read).toList();
    }

    @Test
    void findsContentUsageAndEnd() {
        List<Verdict> verdicts = readAll("responses-text.sse");

        assertThat(verdicts.subList(0, 4)).containsOnly(Verdict.OTHER);
        assertThat(verdicts.get(4)).isEqualTo(Verdict.CONTENT);
        assertThat(verdicts.getLast()).isEqualTo(Verdict.DONE);
        assertThat(reader.isFinished()).isTrue();
        assertThat(reader.usage()).isEqualTo(Tokens.of(12, 7).withCachedInput(8).withReasoning(5));
        assertThat(reader.forClient()).isNull();
    }

    @Test
    void estimatesAnAnswerThatIsCut() {
        List<String> events = Fixture.events("responses-tool.sse");
        events.subList(0, 4).forEach(this::read);

        assertThat(reader.isFinished()).isFalse();
        assertThat(reader.usage()).isNull();
        assertThat(reader.estimatedOutputTokens()).isBetween(4L, 8L);
    }

    @Test
    void takesACallWithoutArgumentsForContent() {
        assertThat(read("{\"type\":\"response.output_item.done\",\"item\":{\"type\":\"function_call\"}}"))
                .isEqualTo(Verdict.CONTENT);
    }

    @Test
    void knowsFailures() {
        assertThat(read("{\"type\":\"error\",\"code\":\"server_is_overloaded\",\"message\":\"m\"}"))
                .isEqualTo(Verdict.ERROR);
        assertThat(reader.failure()).isEqualTo(UpstreamClass.OVERLOADED);
        assertThat(read("{\"response\":{\"usage\":{\"input_tokens\":3,\"output_tokens\":0},\"error\":"
                        + "{\"code\":\"rate_limit_exceeded\"}},\"type\":\"response.failed\"}"))
                .isEqualTo(Verdict.ERROR);
        assertThat(reader.failure()).isEqualTo(UpstreamClass.RATE_LIMITED);
        assertThat(reader.usage()).isEqualTo(Tokens.of(3, 0));
        assertThat(reader.isFinished()).isFalse();
    }

    @Test
    void relaysWhatItCannotRead() {
        assertThat(read("{\"type\":")).isEqualTo(Verdict.OTHER);
        assertThat(read("<html>")).isEqualTo(Verdict.OTHER);
        assertThat(read("{\"type\":\"response.web_search_call.searching\"}")).isEqualTo(Verdict.OTHER);
    }
}
