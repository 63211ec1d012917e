package dev.sluice.gateway.endpoint.openai.chat;

import dev.sluice.gateway.inference.chat.ChatRequest.Sampling;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** How the next token is chosen, and which text ends the answer. Ranges are OpenAI's, the widest there are. */
final class SamplingDecoder {
    private SamplingDecoder() {}

    static Sampling decode(Field request) {
        Field seed = request.member("seed");
        return new Sampling(
                request.member("temperature").numberIfSaid(0, 2),
                request.member("top_p").numberIfSaid(0, 1),
                topK(request.member("top_k")),
                request.member("frequency_penalty").numberIfSaid(-2, 2),
                request.member("presence_penalty").numberIfSaid(-2, 2),
                seed.isSaid() ? OptionalLong.of(seed.whole(Long.MIN_VALUE, Long.MAX_VALUE)) : OptionalLong.empty(),
                stop(request.member("stop")));
    }

    /** Servers of open models take 0 and -1 for: any of them. */
    private static OptionalInt topK(Field topK) {
        int tokens = topK.isSaid() ? (int) topK.whole(-1, Integer.MAX_VALUE) : 0;
        return tokens > 0 ? OptionalInt.of(tokens) : OptionalInt.empty();
    }

    private static List<String> stop(Field stop) {
        if (stop.isText()) {
            return List.of(stop.filledText());
        }
        List<String> texts = new ArrayList<>();
        for (Field text : stop.elements()) {
            texts.add(text.filledText());
        }
        return List.copyOf(texts);
    }
}
