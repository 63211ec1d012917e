package dev.sluice.gateway.provider;

import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.inference.chat.StreamDecoder;
import dev.sluice.gateway.inference.chat.StreamEncoder;
import dev.sluice.gateway.inference.chat.StreamEvent;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A provider's stream, read event by event, and on its way into the client's dialect where that is another. */
final class DecodedStream implements StreamReader {
    private static final int CHARS_PER_TOKEN = 4;

    private final StreamDecoder decoder;
    private final @Nullable StreamEncoder encoder;
    private final CallsInOrder calls = new CallsInOrder();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    private @Nullable Tokens usage;
    private @Nullable UpstreamClass failure;
    private boolean finished;
    /** The client has got the event of the failure. */
    private boolean told;

    private long chars;

    // Of the last event, to tell where its text stands.
    private List<StreamEvent> events = List.of();
    private byte[] data = NOTHING;
    private int start;
    private int end;
    private int textEnd = -1;
    private byte @Nullable [][] around;

    /** @param encoder null: the client gets the provider's bytes */
    DecodedStream(StreamDecoder decoder, @Nullable StreamEncoder encoder) {
        this.decoder = decoder;
        this.encoder = encoder;
    }

    @Override
    public Verdict event(byte[] data, int start, int end) {
        return event("", data, start, end);
    }

    @Override
    public Verdict event(String name, byte[] data, int start, int end) {
        if (failure != null) {
            out.reset(); // the client has been told once
            return Verdict.OTHER;
        }
        this.data = data;
        this.start = start;
        this.end = end;
        events = decoder.event(name, data, start, end);
        Verdict verdict = translate(events);
        told = failure != null;
        return verdict;
    }

    private Verdict translate(List<StreamEvent> decoded) {
        out.reset();
        boolean content = false;
        for (StreamEvent each : encoder == null ? decoded : calls.order(decoded)) {
            StreamEvent event = each instanceof StreamEvent.Failure failed
                    ? new StreamEvent.Failure(failed.kind(), ProviderMessage.clean(failed.message()))
                    : each;
            content |= isContent(event);
            if (encoder != null) {
                out.writeBytes(encoder.encode(event));
            }
        }
        if (failure != null) {
            return Verdict.ERROR;
        }
        return content ? Verdict.CONTENT : Verdict.OTHER;
    }

    private boolean isContent(StreamEvent event) {
        return switch (event) {
            case StreamEvent.TextDelta delta -> counted(delta.text());
            case StreamEvent.ThinkingDelta delta -> counted(delta.text());
            case StreamEvent.ToolArgumentsDelta delta -> counted(delta.json());
            case StreamEvent.ToolCallStart call -> counted(call.name());
            case StreamEvent.HiddenThinking _, StreamEvent.Image _ -> true;
            case StreamEvent.Finish _ -> {
                finished = true;
                yield false;
            }
            case StreamEvent.Usage stated -> {
                usage = stated.tokens();
                yield false;
            }
            case StreamEvent.Failure failed -> {
                failure = failed.kind();
                yield false;
            }
            case StreamEvent.Start _, StreamEvent.Answer _, StreamEvent.ThinkingSignature _, StreamEvent.Cited _ ->
                false;
        };
    }

    private boolean counted(String text) {
        chars += text.length();
        return !text.isEmpty();
    }

    @Override
    public byte @Nullable [] forClient() {
        if (encoder == null) {
            return null;
        }
        byte[] written = out.toByteArray();
        out.reset(); // a comment comes past the decoder, and must not bring the last event again
        return written;
    }

    @Override
    public int textStart() {
        String text = decoder.repeats() && isCopied() ? RepeatableText.of(events) : null;
        int[] place = text == null ? null : RepeatableText.place(data, start, end, text);
        around = place == null || encoder == null ? null : RepeatableText.around(events.getFirst(), encoder);
        if (place == null || (encoder != null && around == null)) {
            return -1;
        }
        textEnd = place[1];
        return place[0];
    }

    /** Pieces of calls are looked at, for their end. */
    private boolean isCopied() {
        return encoder == null || (encoder.repeats() && calls.isIdle());
    }

    @Override
    public int textEnd() {
        return textEnd;
    }

    @Override
    public byte @Nullable [][] aroundText() {
        return around;
    }

    /** Escapes count as they are written, which an estimate can bear. */
    @Override
    public void repeated(int textBytes) {
        chars += textBytes;
    }

    @Override
    public @Nullable UpstreamClass failure() {
        return failure;
    }

    @Override
    public byte[] end() {
        if (failure != null) {
            return NOTHING;
        }
        translate(decoder.end());
        if (encoder != null && isFinished()) {
            out.writeBytes(encoder.end());
        }
        return out.toByteArray();
    }

    @Override
    public byte @Nullable [] brokenOff(UpstreamClass kind) {
        if (encoder == null) {
            return null;
        }
        if (told) {
            return NOTHING;
        }
        if (failure == null) { // else it is at hand from the end
            translate(List.of(
                    new StreamEvent.Failure(kind, "The answer of the provider broke off (" + kind.wireName() + ").")));
        }
        told = true;
        return out.toByteArray();
    }

    @Override
    public boolean isFinished() {
        return finished && failure == null;
    }

    @Override
    public @Nullable Tokens usage() {
        return usage;
    }

    @Override
    public long estimatedOutputTokens() {
        return (chars + CHARS_PER_TOKEN - 1) / CHARS_PER_TOKEN;
    }
}
