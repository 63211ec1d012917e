package dev.sluice.gateway.provider.openai.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.inference.chat.Citation;
import dev.sluice.gateway.inference.chat.FinishReason;
import dev.sluice.gateway.inference.chat.StreamEvent;
import dev.sluice.gateway.provider.Wire;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ResponsesCitationsTest {
    private static final String ANNOTATION =
            "{'type':'url_citation','url':'https://a','title':'A','start_index':1,'end_index':3}";
    private static final String SECOND =
            "{'type':'message','content':[{'type':'output_text','text':'It is','annotations':[" + ANNOTATION
                    + ",{'type':'file_citation','file_id':'f'}]}]}";
    /** Behind the six characters of the message before. */
    private static final Citation A = new Citation("https://a", "A", null, 7, 9);

    @Test
    void countsFromTheBeginningOfTheAnswer() throws IOException {
        assertThat(ResponsesReplyDecoder.decode(Wire.bytes(
                                "{'output':[{'type':'message','content':[{'type':'output_text','text':'So it '}]},"
                                        + SECOND + "]}"))
                        .citations())
                .containsExactly(A);
    }

    @Test
    void countsFromTheBeginningOfAStreamToo() {
        assertThat(Wire.events(
                        new ResponsesStreamDecoder(),
                        "{'type':'response.output_text.delta','output_index':0,'delta':'So it '}",
                        "{'type':'response.output_text.delta','output_index':1,'delta':'It is'}",
                        "{'type':'response.output_text.annotation.added','output_index':1,'annotation':" + ANNOTATION
                                + "}",
                        "{'type':'response.output_text.annotation.added','output_index':0,'annotation':" + ANNOTATION
                                + "}",
                        "{'type':'response.output_item.done','output_index':1,'item':" + SECOND + "}",
                        "{'type':'response.completed','response':{}}"))
                .endsWith(
                        new StreamEvent.TextDelta("It is"),
                        new StreamEvent.Cited(A),
                        new StreamEvent.Cited(A.withoutRange()),
                        new StreamEvent.Finish(FinishReason.STOP, null));
    }

    @Test
    void takesWhatCameInNoDeltaFromTheItem() {
        assertThat(Wire.events(
                        new ResponsesStreamDecoder(),
                        "{'type':'response.output_text.delta','output_index':0,'delta':'So it '}",
                        "{'type':'response.output_item.done','output_index':1,'item':" + SECOND + "}",
                        "{'type':'response.completed','response':{}}"))
                .endsWith(
                        new StreamEvent.TextDelta("It is"),
                        new StreamEvent.Cited(A),
                        new StreamEvent.Finish(FinishReason.STOP, null));
    }
}
