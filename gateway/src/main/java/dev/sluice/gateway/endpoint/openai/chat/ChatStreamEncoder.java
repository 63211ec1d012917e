package dev.sluice.gateway.endpoint.openai.chat;

import static dev.sluice.gateway.inference.JsonBytes.ascii;

import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.inference.JsonBytes;
import dev.sluice.gateway.inference.chat.FinishReason;
import dev.sluice.gateway.inference.chat.StreamEncoder;
import dev.sluice.gateway.inference.chat.StreamEvent;
import org.jspecify.annotations.Nullable;

/**
 * Writes an answer as a stream of {@code chat.completion.chunk}: the role, the deltas, the reason of the end and, where it
 * is asked for, the usage. For one event loop.
 *
 * <p>Thinking goes out twice, as {@code reasoning_content} and as a piece of a {@code thinking_blocks} entry: whether a
 * signature will follow is not known yet, and it is worth nothing without the text it signs. Entries carry an {@code
 * index}, by which clients join the pieces of a list.
 */
public final class ChatStreamEncoder implements StreamEncoder {
    private static final byte[] NOTHING = {};
    private static final byte[] ROLE = ascii("\"role\":\"assistant\",\"content\":\"\"");
    private static final byte[] CONTENT = ascii("\"content\":");
    private static final byte[] REASONING = ascii("\"reasoning_content\":");
    private static final byte[] THINKING_BLOCK = ascii("\"thinking_blocks\":[{\"index\":");
    private static final byte[] THINKING = ascii(",\"type\":\"thinking\",\"thinking\":");
    private static final byte[] TOOL_CALL = ascii("\"tool_calls\":[{\"index\":");
    private static final byte[] ARGUMENTS = ascii(",\"function\":{\"arguments\":");
    private static final byte[] DONE = ascii("data: [DONE]\n\n");

    private final JsonBytes out = new JsonBytes();
    private final ChunkFrame chunk;
    private final boolean includeUsage;
    private @Nullable Tokens usage;
    private int thinkingBlock;
    private boolean thinking;
    private boolean toolsCalled;
    /** The call that was begun last and has no arguments yet; -1 for none. */
    private int bareCall = -1;

    private boolean finished;
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
    }

    @Override
    public byte[] encode(StreamEvent event) {
        if (failed) {
            return NOTHING;
        }
        switch (event) {
            case StreamEvent.Start _ -> role();
            case StreamEvent.TextDelta delta -> text(delta.text());
            case StreamEvent.ThinkingDelta delta -> thinking(delta.text());
            case StreamEvent.ThinkingSignature end -> signature(end.signature());
            case StreamEvent.HiddenThinking hidden -> hidden(hidden.data());
            case StreamEvent.ToolCallStart start -> toolCall(start);
            case StreamEvent.ToolArgumentsDelta delta -> arguments(delta.index(), delta.json());
            case StreamEvent.Finish finish -> finish(finish.reason());
            case StreamEvent.Usage stated -> usage = stated.tokens();
            case StreamEvent.Failure failure -> fail(failure);
        }
        return out.take();
    }

    @Override
    public boolean repeats() {
        return true;
    }

    /** A stream without a reason of its end is not complete, and does not end as if it were. */
    @Override
    public byte[] end() {
        if (failed || !finished) {
            return NOTHING;
        }
        if (includeUsage && usage != null) {
            chunk.usage(usage);
        }
        return out.raw(DONE).take();
    }

    private void role() {
        chunk.open().raw(ROLE);
        chunk.close();
    }

    private void text(String text) {
        if (!text.isEmpty()) {
            endThinking();
            chunk.open().raw(CONTENT).string(text);
            chunk.close();
        }
    }

    private void thinking(String text) {
        if (!text.isEmpty()) {
            thinking = true;
            chunk.open().raw(REASONING).string(text).raw(",");
            out.raw(THINKING_BLOCK)
                    .number(thinkingBlock)
                    .raw(THINKING)
                    .string(text)
                    .raw("}]");
            chunk.close();
        }
    }

    private void signature(String signature) {
        chunk.open().raw(THINKING_BLOCK).number(thinkingBlock).raw(THINKING);
        out.raw("\"\",\"signature\":").string(signature).raw("}]");
        chunk.close();
        thinking = true;
        endThinking();
    }

    private void hidden(String data) {
        endThinking();
        chunk.open().raw(THINKING_BLOCK).number(thinkingBlock++);
        out.raw(",\"type\":\"redacted_thinking\",\"data\":").string(data).raw("}]");
        chunk.close();
    }

    /** What is thought from now on is another block. */
    private void endThinking() {
        if (thinking) {
            thinking = false;
            thinkingBlock++;
        }
    }

    private void toolCall(StreamEvent.ToolCallStart call) {
        endThinking();
        endCall();
        chunk.open().raw(TOOL_CALL).number(call.index()).raw(",\"id\":").string(call.id());
        out.raw(",\"type\":\"function\",\"function\":{\"name\":").string(call.name());
        out.raw(",\"arguments\":\"\"}}]");
        chunk.close();
        toolsCalled = true;
        bareCall = call.index();
    }

    private void arguments(int call, String json) {
        if (!json.isEmpty()) {
            bareCall = -1;
            chunk.open().raw(TOOL_CALL).number(call).raw(ARGUMENTS).string(json).raw("}}]");
            chunk.close();
        }
    }

    /** A call without arguments has an empty object of them: clients parse what they have joined. */
    private void endCall() {
        if (bareCall >= 0) {
            arguments(bareCall, "{}");
        }
    }

    private void finish(FinishReason reason) {
        if (!finished) {
            finished = true;
            endCall();
            chunk.finish(FinishNames.of(reason, toolsCalled));
        }
    }

    private void fail(StreamEvent.Failure failure) {
        failed = true;
        FailureEvent.write(failure, out);
    }
}
