package dev.sluice.gateway.endpoint.openai.chat;

import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.inference.JsonBytes;
import dev.sluice.gateway.inference.chat.ChatReply;

/** Writes a whole answer as a {@code chat.completion}. */
public final class ChatReplyEncoder {
    private ChatReplyEncoder() {}

    /**
     * @param id of this answer, as the gateway names it
     * @param createdSeconds since the epoch
     * @param model as the client asked for it
     * @return UTF-8
     */
    public static byte[] encode(ChatReply reply, String id, long createdSeconds, String model) {
        JsonBytes out = new JsonBytes();
        out.raw("{\"id\":").string(id);
        out.raw(",\"object\":\"chat.completion\",\"created\":").number(createdSeconds);
        out.raw(",\"model\":").string(model).raw(",\"choices\":[");
        for (int index = 0; index < reply.answers().size(); index++) {
            out.raw(index == 0 ? "" : ",");
            MessageWriter.write(index, reply.answers().get(index), out);
        }
        out.raw("]");
        Tokens tokens = reply.usage();
        if (tokens != null) {
            out.raw(",\"usage\":");
            UsageJson.write(tokens, out);
        }
        return out.raw("}").take();
    }
}
