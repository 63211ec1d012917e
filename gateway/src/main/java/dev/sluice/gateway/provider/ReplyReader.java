package dev.sluice.gateway.provider;

import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.inference.chat.ChatReply;
import dev.sluice.gateway.inference.chat.Content;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads a whole reply. */
@FunctionalInterface
public interface ReplyReader {
    int CHARS_PER_TOKEN = 4;

    /**
     * @param usage as the provider states it, in disjoint classes; null when it states none
     * @param forClient what the client gets; null: the provider's bytes
     * @param failure the reply says of itself that it is no answer; null: it is one
     * @param outputTokens estimated from what was answered, where no usage is stated
     */
    record Reply(
            @Nullable Tokens usage,
            @Nullable Buffer forClient,
            @Nullable UpstreamClass failure,
            long outputTokens) {
        public Reply(@Nullable Tokens usage, @Nullable Buffer forClient) {
            this(usage, forClient, null, 0);
        }

        static Reply failed(FailedReply failed) {
            return new Reply(failed.usage(), null, failed.kind(), 0);
        }

        /** Of a chat, whose answer is counted where the provider does not. */
        static Reply of(ChatReply reply, @Nullable Buffer forClient) {
            long output = reply.usage() == null ? Math.ceilDiv(characters(reply), CHARS_PER_TOKEN) : 0;
            return new Reply(reply.usage(), forClient, null, output);
        }

        /** Of a chat that passes as it is and states no usage. */
        public static Reply counted(byte[] body, Decoder decoder) {
            try {
                return new Reply(null, null, null, Math.ceilDiv(characters(decoder.decode(body)), CHARS_PER_TOKEN));
            } catch (IOException e) {
                return new Reply(null, null, null, Math.ceilDiv(body.length, CHARS_PER_TOKEN));
            }
        }

        private static long characters(ChatReply reply) {
            long characters = 0;
            for (ChatReply.Answer answer : reply.answers()) {
                for (Content part : answer.content()) {
                    characters += switch (part) {
                        case Content.Text text -> text.text().length();
                        case Content.Thinking thought -> thought.text().length();
                        case Content.ToolCall call ->
                            call.name().length() + call.arguments().length();
                        default -> 0;
                    };
                }
            }
            return characters;
        }
    }

    /** A dialect's reading of a reply. */
    @FunctionalInterface
    interface Decoder {
        ChatReply decode(byte[] body) throws IOException;
    }

    /** @return null when it is no reply of the provider's dialect */
    @Nullable
    Reply read(byte[] body);
}
