package dev.sluice.bench.mock;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of every answer, made once. An event's content begins with {@link #STAMP} and the nanoseconds of the monotonic
 * clock at its sending, in a fixed width, so that whoever gets it on this machine knows how long it was on its way.
 */
public final class Answers {
    public static final char STAMP = '@';
    public static final int STAMP_DIGITS = 19;
    /** The size of a plain chat completion, in bytes. */
    static final int COMPLETION_BYTES = 1_065;

    private static final String ID = "\"id\":\"chatcmpl-BENCHmock0123456789abcdefgh\"";
    private static final String TAIL =
            "\"created\":1763640000,\"model\":\"gpt-4o-mini-2024-07-18\",\"system_fingerprint\":\"fp_0123456789\"";
    private static final String USAGE =
            "\"usage\":{\"prompt_tokens\":180,\"completion_tokens\":50,\"total_tokens\":230}";

    private final Arena arena;
    final MemorySegment completion;
    final MemorySegment streamHead;
    /** One content event as an HTTP chunk; {@link #stampAt} is where its stamp goes. */
    final MemorySegment event;

    final int stampAt;
    final MemorySegment finish;
    final MemorySegment finishWithUsage;

    Answers(Arena arena) {
        this.arena = arena;
        completion = bytes(whole(200, "application/json", completionBody()));
        streamHead = bytes(String.join(
                "\r\n",
                "HTTP/1.1 200 OK",
                "Content-Type: text/event-stream; charset=utf-8",
                "Cache-Control: no-cache",
                "Transfer-Encoding: chunked",
                "",
                ""));
        String content = chunk(delta("{\"content\":\"" + STAMP + "0".repeat(STAMP_DIGITS) + " token\"}", "null"));
        event = bytes(content);
        stampAt = content.indexOf(STAMP) + 1;
        String stop = chunk(delta("{}", "\"stop\""));
        String done = chunk("[DONE]") + "0\r\n\r\n";
        finish = bytes(stop + done);
        String usage = "{" + ID + ",\"object\":\"chat.completion.chunk\"," + TAIL + ",\"choices\":[]," + USAGE + "}";
        finishWithUsage = bytes(stop + chunk(usage) + done);
    }

    MemorySegment error(int status) {
        return bytes(whole(
                status,
                "application/json",
                "{\"error\":{\"message\":\"as asked for\",\"type\":\"mock\",\"param\":null,\"code\":null}}"));
    }

    MemorySegment text(String body) {
        return bytes(whole(200, "application/json", body));
    }

    private MemorySegment bytes(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
    }

    private static String whole(int status, String type, String body) {
        return "HTTP/1.1 " + status + (status == 200 ? " OK" : " Error") + "\r\nContent-Type: " + type
                + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static String completionBody() {
        String head = "{" + ID + ",\"object\":\"chat.completion\"," + TAIL
                + ",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"";
        String rest = "\",\"refusal\":null},\"logprobs\":null,\"finish_reason\":\"stop\"}]," + USAGE + "}";
        String words = "the quick brown fox jumps over the lazy dog and ".repeat(30);
        return head + words.substring(0, COMPLETION_BYTES - head.length() - rest.length()) + rest;
    }

    private static String delta(String delta, String finishReason) {
        return "{" + ID + ",\"object\":\"chat.completion.chunk\"," + TAIL + ",\"choices\":[{\"index\":0,\"delta\":"
                + delta + ",\"logprobs\":null,\"finish_reason\":" + finishReason + "}]}";
    }

    /** One server-sent event as one HTTP chunk, as providers send it. */
    private static String chunk(String data) {
        String event = "data: " + data + "\n\n";
        return Integer.toHexString(event.length()) + "\r\n" + event + "\r\n";
    }
}
