package dev.sluice.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FramingTest {
    @ParameterizedTest
    @CsvSource({
        "text/event-stream,EventFrames",
        "text/event-stream; charset=utf-8,EventFrames",
        "Text/Event-Stream;charset=utf-8,EventFrames",
        "application/vnd.amazon.eventstream,BinaryFrames",
        "application/x-ndjson,LineFrames",
        "application/x-ndjson; charset=utf-8,LineFrames",
        "application/jsonl,LineFrames"
    })
    void goesByTheContentType(String type, String frames) {
        assertThat(Framing.of(type, false))
                .extracting(f -> f.getClass().getSimpleName())
                .isEqualTo(frames);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/json; charset=utf-8", "text/html", "", "text/plain"})
    void knowsWhatIsNoStream(String type) {
        assertThat(Framing.of(type, false)).isNull();
    }

    @Test
    void takesJsonForLinesWhereItIsSo() {
        assertThat(Framing.of("application/json; charset=utf-8", true)).isInstanceOf(LineFrames.class);
        assertThat(Framing.of("text/html", true)).isNull();
    }

    @Test
    void tellsTheClientOfEventsAlone() {
        assertThat(Framing.forClient("text/event-stream; charset=utf-8", new EventFrames()))
                .isEqualTo("text/event-stream; charset=utf-8");
        assertThat(Framing.forClient("application/x-ndjson", new LineFrames())).isEqualTo("text/event-stream");
        assertThat(Framing.forClient("application/vnd.amazon.eventstream", new BinaryFrames()))
                .isEqualTo("text/event-stream");
    }
}
