package dev.sluice.gateway.endpoint.openai.chat;

import dev.sluice.gateway.endpoint.openai.UpstreamWords;
import dev.sluice.gateway.inference.JsonBytes;
import dev.sluice.gateway.inference.chat.StreamEvent.Failure;

/** What broke a stream off, as clients of OpenAI's streams expect it: an event with an {@code error} in it. */
final class FailureEvent {
    private FailureEvent() {}

    static void write(Failure failure, JsonBytes out) {
        out.raw("data: {\"error\":{\"message\":").string(failure.message());
        UpstreamWords words = UpstreamWords.of(failure.kind());
        out.raw(",\"type\":\"").raw(words.type());
        out.raw("\",\"param\":null,\"code\":\"").raw(words.code()).raw("\"}}\n\n");
    }
}
