package dev.sluice.gateway.endpoint.openai.chat;

import static dev.sluice.gateway.inference.JsonBytes.ascii;

import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.inference.JsonBytes;
import dev.sluice.gateway.inference.chat.StreamEncoder;
import dev.sluice.gateway.inference.chat.StreamEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes an answer as a stream of {@code chat.completion.chunk}: the role, the deltas, the reason of the end and, where it
 * is asked for, the usage. For one event loop.
 */
public final class ChatStreamEncoder implements StreamEncoder {
    private static final byte[] NOTHING = {};
    private static final byte[] DONE = ascii("data: [DONE]\n\n");

    private final JsonBytes out = new JsonBytes();
    private final ChunkFrame chunk;
    private final boolean includeUsage;
    /** In the order of their first event; mostly one. */
    private final List<ChunkWriter> choices = new ArrayList<>(1);
    /** The one that the next event is of. */
    private ChunkWriter choice;

    private @Nullable Tokens usage;
    private boolean failed;

    /**
     * @param id of this answer, as the gateway names it
     * @param createdSeconds since the epoch
     * @param model as the client asked for it
     * @param includeUsage whether the client asked for usage
     */
    public ChatStreamEncoder(String id, long createdSeconds, String model, boolean includeUsage) {
        this.chunk = new ChunkFrame(out, id, createdSeconds, model, includeUsage);
        this.includeUsage = includeUsage;
        choice = new ChunkWriter(0, chunk);
        choices.add(choice);
    }

    @Override
    public byte[] encode(StreamEvent event) {
        if (failed) {
            return NOTHING;
        }
        switch (event) {
            case StreamEvent.Start _ -> choice.role();
            case StreamEvent.Answer other -> choose(other.index());
            case StreamEvent.TextDelta delta -> choice.text(delta.text());
            case StreamEvent.ThinkingDelta delta -> choice.thinking(delta.text());
            case StreamEvent.ThinkingSignature end -> choice.signature(end.signature());
            case StreamEvent.HiddenThinking hidden -> choice.hidden(hidden.data());
            case StreamEvent.Image image -> choice.image(image);
            case StreamEvent.ToolCallStart start -> choice.toolCall(start);
            case StreamEvent.ToolArgumentsDelta delta -> choice.arguments(delta.index(), delta.json());
            case StreamEvent.Cited cited -> choice.cite(cited.citation());
            case StreamEvent.Finish finish -> choice.finish(finish.reason());
            case StreamEvent.Usage stated -> usage = stated.tokens();
            case StreamEvent.Failure failure -> fail(failure);
        }
        return out.take();
    }

    @Override
    public boolean repeats() {
        return true;
    }

    private void choose(int index) {
        for (ChunkWriter known : choices) {
            if (known.choice() == index) {
                choice = known;
                return;
            }
        }
        choice = new ChunkWriter(index, chunk);
        choices.add(choice);
        choice.role();
    }

    /** A stream in which a choice has no reason of its end is not complete, and does not end as if it were. */
    @Override
    public byte[] end() {
        if (failed || !choices.stream().allMatch(ChunkWriter::isFinished)) {
            return NOTHING;
        }
        if (includeUsage && usage != null) {
            chunk.usage(usage);
        }
        return out.raw(DONE).take();
    }

    private void fail(StreamEvent.Failure failure) {
        failed = true;
        FailureEvent.write(failure, out);
    }
}
