package dev.sluice.gateway.dispatch;

import dev.sluice.contract.catalog.Dialect;
import dev.sluice.gateway.inference.Call;
import dev.sluice.gateway.inference.ChatCall;
import dev.sluice.gateway.inference.NativeCall;
import org.jspecify.annotations.Nullable;

/** Whether what a provider answers is passed on as a stream. */
final class ReplyStreaming {
    private ReplyStreaming() {}

    /** @return how the stream is cut into events; null: the answer is taken in one piece */
    static @Nullable StreamFrames frames(Call call, Dialect provider, int status, String contentType) {
        StreamFrames frames = status / 100 == 2 ? Framing.of(contentType, sendsLines(call, provider)) : null;
        // Clients of accounts get what is no stream of events in one piece: its frames are only read to be translated.
        return frames instanceof EventFrames || !(call instanceof NativeCall) ? frames : null;
    }

    /** Whether the provider streams plain JSON: some versions of the server, and proxies before it, name it no better. */
    private static boolean sendsLines(Call call, Dialect provider) {
        return provider == Dialect.OLLAMA && call.fields().stream();
    }

    /**
     * What the client is sent when there has been nothing for long; null: nothing is. Whatever clients of accounts speak, they
     * get what the provider sends and nothing else.
     */
    static @Nullable String heartbeat(Call call) {
        return call instanceof ChatCall chat ? chat.dialect().heartbeat() : null;
    }
}
