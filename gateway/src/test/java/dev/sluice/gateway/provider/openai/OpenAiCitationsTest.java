package dev.sluice.gateway.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.inference.chat.Citation;
import dev.sluice.gateway.inference.chat.FinishReason;
import dev.sluice.gateway.inference.chat.StreamEvent;
import dev.sluice.gateway.provider.Wire;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class OpenAiCitationsTest {
    private static final String ANNOTATIONS =
            "'annotations':[{'type':'url_citation','url_citation':{'url':'https://a','title':'A','start_index':2,"
                    + "'end_index':5,'content':'so'}},{'type':'file_citation','file_id':'f'},{'type':'url_citation',"
                    + "'url_citation':{'title':'no address'}}]";
    private static final Citation A = new Citation("https://a", "A", "so", 2, 5);
    private static final String SEARCHED =
            "'search_results':[{'title':'B','url':'https://b','snippet':'so'},{'title':'C','url':'https://c'}]";
    private static final Citation B = new Citation("https://b", "B", "so", 0, 0);
    private static final Citation C = new Citation("https://c", "C", null, 0, 0);

    @Test
    void readsAnnotationsOfAWholeAnswer() throws IOException {
        assertThat(OpenAiReplyDecoder.decode(
                                Wire.bytes("{'choices':[{'message':{'content':'It is so.'," + ANNOTATIONS + "}}]}"))
                        .citations())
                .containsExactly(A);
    }

    @Test
    void readsAnnotationsOfAStream() {
        assertThat(Wire.events(
                        new OpenAiChunkDecoder(),
                        "{'choices':[{'index':0,'delta':{'content':'It is so.'}}]}",
                        "{'choices':[{'index':0,'delta':{" + ANNOTATIONS + "},'finish_reason':'stop'}]," + SEARCHED
                                + "}",
                        "[DONE]"))
                .endsWith(
                        new StreamEvent.TextDelta("It is so."),
                        new StreamEvent.Cited(A),
                        new StreamEvent.Finish(FinishReason.STOP, null));
    }

    @Test
    void takesWhatPerplexityFoundAsCited() throws IOException {
        assertThat(OpenAiReplyDecoder.decode(
                                Wire.bytes("{'choices':[{'message':{'content':'It is so.'}}]," + SEARCHED + "}"))
                        .citations())
                .containsExactly(B, C);
        assertThat(Wire.events(
                        new OpenAiChunkDecoder(),
                        "{'choices':[{'index':0,'delta':{'content':'It'}}]," + SEARCHED + "}",
                        "{'choices':[{'index':0,'delta':{'content':' is'},'finish_reason':'stop'}]," + SEARCHED + "}",
                        "[DONE]"))
                .endsWith(
                        new StreamEvent.TextDelta(" is"),
                        new StreamEvent.Cited(B),
                        new StreamEvent.Cited(C),
                        new StreamEvent.Finish(FinishReason.STOP, null));
    }
}
