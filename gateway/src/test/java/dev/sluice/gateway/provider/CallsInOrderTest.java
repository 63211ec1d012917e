package dev.sluice.gateway.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.inference.chat.FinishReason;
import dev.sluice.gateway.inference.chat.StreamEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallsInOrderTest {
    private static final StreamEvent FINISH = new StreamEvent.Finish(FinishReason.TOOL_CALLS, null);

    private static StreamEvent call(int index) {
        return new StreamEvent.ToolCallStart(index, "id" + index, "f");
    }

    private static StreamEvent piece(int index, String json) {
        return new StreamEvent.ToolArgumentsDelta(index, json);
    }

    private static StreamEvent text(String text) {
        return new StreamEvent.TextDelta(text);
    }

    private static List<StreamEvent> order(StreamEvent... events) {
        CallsInOrder calls = new CallsInOrder();
        List<StreamEvent> out = new ArrayList<>();
        for (StreamEvent event : events) {
            out.addAll(calls.order(List.of(event)));
        }
        return out;
    }

    @Test
    void passesWhatIsInOrderAsItComes() {
        CallsInOrder calls = new CallsInOrder();

        assertThat(calls.order(List.of(text("a")))).containsExactly(text("a"));
        assertThat(calls.order(List.of(call(0), piece(0, "{\"x\":")))).containsExactly(call(0), piece(0, "{\"x\":"));
        assertThat(calls.order(List.of(piece(0, "\"}\\\"\"}")))).containsExactly(piece(0, "\"}\\\"\"}"));
        assertThat(calls.isIdle()).isTrue();
        assertThat(calls.order(List.of(call(1)))).containsExactly(call(1));
        assertThat(calls.order(List.of(piece(1, "{}"), FINISH))).containsExactly(piece(1, "{}"), FINISH);
    }

    @Test
    void bringsMixedPiecesOfParallelCallsTogether() {
        assertThat(order(
                        call(0),
                        call(1),
                        piece(0, "{\"x\":"),
                        piece(1, "{\"y\":"),
                        piece(0, "1}"),
                        piece(1, "2}"),
                        FINISH))
                .containsExactly(
                        call(0),
                        piece(0, "{\"x\":"),
                        piece(0, "1}"),
                        call(1),
                        piece(1, "{\"y\":"),
                        piece(1, "2}"),
                        FINISH);
    }

    @Test
    void letsTextWaitForTheCallItInterrupts() {
        assertThat(order(call(0), piece(0, "{\"x\":"), text("so"), piece(0, "1}"), text("on"), FINISH))
                .containsExactly(call(0), piece(0, "{\"x\":"), piece(0, "1}"), text("so"), text("on"), FINISH);
    }

    @Test
    void releasesWhatWaitsForACallThatIsNeverCompleteAtTheEnd() {
        StreamEvent usage = new StreamEvent.Usage(Tokens.of(1, 2));

        assertThat(order(call(0), call(1), piece(1, "{}"), usage, text("x"), FINISH))
                .containsExactly(call(0), usage, call(1), piece(1, "{}"), text("x"), FINISH);
    }
}
