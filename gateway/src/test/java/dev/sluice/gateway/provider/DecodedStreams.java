package dev.sluice.gateway.provider;

import dev.sluice.gateway.inference.chat.StreamDecoder;
import dev.sluice.gateway.inference.chat.StreamEncoder;
import org.jspecify.annotations.Nullable;

/** Streams on their way into another dialect, for tests of what carries them. */
public final class DecodedStreams {
    private DecodedStreams() {}

    public static StreamReader of(StreamDecoder decoder, @Nullable StreamEncoder encoder) {
        return new DecodedStream(decoder, encoder);
    }
}
