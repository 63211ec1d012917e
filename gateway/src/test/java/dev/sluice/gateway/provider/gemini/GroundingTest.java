package dev.sluice.gateway.provider.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.inference.chat.Citation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroundingTest {
    private static final String CHUNKS =
            "'groundingChunks':[{'web':{'uri':'https://a','title':'A'}},{'retrievedContext':"
                    + "{'uri':'https://b','text':'so it is'}},{'web':{'title':'nowhere'}}]";

    private static List<Citation> citations(String metadata, String answer) {
        return Grounding.citations(Fixture.json(metadata.replace('\'', '"')), answer);
    }

    @Test
    void countsCharactersWhereTheProviderCountsBytes() {
        assertThat(citations(
                        "{" + CHUNKS + ",'groundingSupports':[{'segment':{'startIndex':8,'endIndex':13},"
                                + "'groundingChunkIndices':[0,1,2,7]},{'segment':{'endIndex':99},'groundingChunkIndices':[0]}]}",
                        "Grüße 🌍!"))
                .containsExactly(
                        new Citation("https://a", "A", null, 6, 8),
                        new Citation("https://b", "", "so it is", 6, 8),
                        new Citation("https://a", "A", null, 0, 8));
    }

    @Test
    void citesSourcesOfTheAnswerAsAWholeWithoutARange() {
        assertThat(citations("{" + CHUNKS + "}", "Hi"))
                .containsExactly(
                        new Citation("https://a", "A", null, 0, 0), new Citation("https://b", "", "so it is", 0, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "{'groundingChunks':7,'groundingSupports':[{'groundingChunkIndices':['x',-1]}]}",
                "{'groundingChunks':[7,null],'groundingSupports':[7]}"
            })
    void findsNoneInWhatIsNone(String metadata) {
        assertThat(citations(metadata, "Hi")).isEmpty();
    }
}
