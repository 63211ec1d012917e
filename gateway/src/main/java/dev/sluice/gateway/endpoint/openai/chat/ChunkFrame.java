package dev.sluice.gateway.endpoint.openai.chat;

import static dev.sluice.gateway.inference.JsonBytes.ascii;

import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.inference.JsonBytes;

/** What stands around a delta: an event with a {@code chat.completion.chunk}, whose beginning and end never change. */
final class ChunkFrame {
    private static final byte[] CHOICE = ascii("{\"index\":");
    private static final byte[] DELTA = ascii(",\"delta\":{");
    /** Of the first choice, mostly the only one. */
    private static final byte[] FIRST_DELTA = ascii("{\"index\":0,\"delta\":{");

    private static final byte[] UNFINISHED = ascii("},\"finish_reason\":null}]");

    private final JsonBytes out;
    /** Up to the choices. */
    private final byte[] head;
    /** Behind the choices. */
    private final byte[] tail;

    /** @param nullUsage whether each chunk says that it has no usage, as OpenAI's do where a chunk with usage will follow */
    ChunkFrame(JsonBytes out, String id, long createdSeconds, String model, boolean nullUsage) {
        this.out = out;
        out.raw("data: {\"id\":").string(id);
        out.raw(",\"object\":\"chat.completion.chunk\",\"created\":").number(createdSeconds);
        out.raw(",\"model\":").string(model).raw(",\"choices\":[");
        head = out.take();
        tail = ascii(nullUsage ? ",\"usage\":null}\n\n" : "}\n\n");
    }

    /**
     * The members of the delta are to follow.
     *
     * @param choice its index
     */
    JsonBytes open(int choice) {
        out.raw(head);
        return choice == 0
                ? out.raw(FIRST_DELTA)
                : out.raw(CHOICE).number(choice).raw(DELTA);
    }

    void close() {
        out.raw(UNFINISHED).raw(tail);
    }

    void finish(int choice, String reason) {
        open(choice).raw("},\"finish_reason\":\"").raw(reason).raw("\"}]").raw(tail);
    }

    void usage(Tokens tokens) {
        out.raw(head).raw("],\"usage\":");
        UsageJson.write(tokens, out);
        out.raw("}\n\n");
    }
}
