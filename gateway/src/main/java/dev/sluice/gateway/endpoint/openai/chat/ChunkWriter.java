package dev.sluice.gateway.endpoint.openai.chat;

import static dev.sluice.gateway.inference.JsonBytes.ascii;

import dev.sluice.gateway.inference.JsonBytes;
import dev.sluice.gateway.inference.chat.Citation;
import dev.sluice.gateway.inference.chat.FinishReason;
import dev.sluice.gateway.inference.chat.StreamEvent;

/**
 * The chunks of one choice of a stream.
 *
 * <p>Thinking goes out twice, as {@code reasoning_content} and as a piece of a {@code thinking_blocks} entry: whether a
 * signature will follow is not known yet, and it is worth nothing without the text it signs. Entries carry an {@code
 * index}, by which clients join the pieces of a list.
 */
final class ChunkWriter {
    private static final byte[] ROLE = ascii("\"role\":\"assistant\",\"content\":\"\"");
    private static final byte[] CONTENT = ascii("\"content\":");
    private static final byte[] REASONING = ascii("\"reasoning_content\":");
    private static final byte[] THINKING_BLOCK = ascii("\"thinking_blocks\":[{\"index\":");
    private static final byte[] THINKING = ascii(",\"type\":\"thinking\",\"thinking\":");
    private static final byte[] TOOL_CALL = ascii("\"tool_calls\":[{\"index\":");
    private static final byte[] ARGUMENTS = ascii(",\"function\":{\"arguments\":");

    private final int choice;
    private final ChunkFrame chunk;
    private int thinkingBlock;
    private int images;
    private boolean thinking;
    private boolean toolsCalled;
    /** The call that was begun last and has no arguments yet; -1 for none. */
    private int bareCall = -1;

    private boolean finished;

    /** @param choice its index */
    ChunkWriter(int choice, ChunkFrame chunk) {
        this.choice = choice;
        this.chunk = chunk;
    }

    int choice() {
        return choice;
    }

    boolean isFinished() {
        return finished;
    }

    void role() {
        open().raw(ROLE);
        chunk.close();
    }

    void text(String text) {
        if (!text.isEmpty()) {
            endThinking();
            open().raw(CONTENT).string(text);
            chunk.close();
        }
    }

    void thinking(String text) {
        if (!text.isEmpty()) {
            thinking = true;
            open().raw(REASONING)
                    .string(text)
                    .raw(",")
                    .raw(THINKING_BLOCK)
                    .number(thinkingBlock)
                    .raw(THINKING)
                    .string(text)
                    .raw("}]");
            chunk.close();
        }
    }

    void signature(String signature) {
        open().raw(THINKING_BLOCK)
                .number(thinkingBlock)
                .raw(THINKING)
                .raw("\"\",\"signature\":")
                .string(signature)
                .raw("}]");
        chunk.close();
        thinking = true;
        endThinking();
    }

    void hidden(String data) {
        endThinking();
        open().raw(THINKING_BLOCK)
                .number(thinkingBlock++)
                .raw(",\"type\":\"redacted_thinking\",\"data\":")
                .string(data)
                .raw("}]");
        chunk.close();
    }

    /** What is thought from now on is another block. */
    private void endThinking() {
        if (thinking) {
            thinking = false;
            thinkingBlock++;
        }
    }

    /** Whole, as it came. */
    void image(StreamEvent.Image image) {
        endThinking();
        JsonBytes out = open().raw("\"images\":[{\"index\":").number(images++).raw(",");
        MessageWriter.imageUrl(image.mediaType(), image.base64(), out);
        out.raw("}]");
        chunk.close();
    }

    void toolCall(StreamEvent.ToolCallStart call) {
        endThinking();
        endCall();
        open().raw(TOOL_CALL)
                .number(call.index())
                .raw(",\"id\":")
                .string(call.id())
                .raw(",\"type\":\"function\",\"function\":{\"name\":")
                .string(call.name())
                .raw(",\"arguments\":\"\"}}]");
        chunk.close();
        toolsCalled = true;
        bareCall = call.index();
    }

    void arguments(int call, String json) {
        if (!json.isEmpty()) {
            bareCall = -1;
            open().raw(TOOL_CALL).number(call).raw(ARGUMENTS).string(json).raw("}}]");
            chunk.close();
        }
    }

    /** A call without arguments has an empty object of them: clients parse what they have joined. */
    private void endCall() {
        if (bareCall >= 0) {
            arguments(bareCall, "{}");
        }
    }

    void cite(Citation citation) {
        JsonBytes out = open().raw("\"annotations\":[");
        AnnotationJson.chat(citation, out);
        out.raw("]");
        chunk.close();
    }

    void finish(FinishReason reason) {
        if (!finished) {
            finished = true;
            endCall();
            chunk.finish(choice, FinishNames.of(reason, toolsCalled));
        }
    }

    private JsonBytes open() {
        return chunk.open(choice);
    }
}
