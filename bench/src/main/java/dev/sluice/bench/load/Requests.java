package dev.sluice.bench.load;

import dev.sluice.bench.mock.Behaviour;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The bytes of requests. */
public final class Requests {
    /** A short chat, of about 800 bytes with the head. */
    private static final String MESSAGES = """
            [{"role":"system","content":"You are a careful assistant. Answer in plain words and keep to what is asked."},\
            {"role":"user","content":"Explain in two sentences why the sky is blue at noon and red in the evening, and name \
            the effect. Then say, in one sentence, how the same effect is used to measure the size of small particles in a \
            liquid. Do not use formulas, and do not mention who found it first. If a word may be unknown to a pupil of ten \
            years, put a simpler one in brackets behind it. Thank you."}]""";

    private static final String CHAT = "/v1/chat/completions";

    private Requests() {}

    /** @param headers beside those that every request has */
    public static byte[] chat(Behaviour behaviour, Map<String, String> headers) {
        String streaming = behaviour.isStream() ? ",\"stream\":true,\"stream_options\":{\"include_usage\":true}" : "";
        return post(
                CHAT,
                "{\"model\":\"" + behaviour.model() + "\"" + streaming
                        + ",\"temperature\":0.2,\"max_tokens\":200,\"user\":\"u-1\",\"messages\":" + MESSAGES + "}",
                headers);
    }

    /** The same chat in the words of Anthropic's Messages, streamed or not. */
    public static byte[] messages(Behaviour behaviour, Map<String, String> headers) {
        String system = MESSAGES.substring(MESSAGES.indexOf("\"content\":") + 10, MESSAGES.indexOf("},{"));
        String user = MESSAGES.substring(MESSAGES.indexOf("},{") + 2);
        return post(
                "/v1/messages",
                "{\"model\":\"" + behaviour.model() + "\",\"stream\":" + behaviour.isStream()
                        + ",\"temperature\":0.2,\"max_tokens\":200,\"metadata\":{\"user_id\":\"u-1\"},\"system\":"
                        + system
                        + ",\"messages\":[" + user + "}",
                headers);
    }

    /** A long prompt in ten messages, with the fields that matter behind it as SDKs write them. */
    public static byte[] prompt(Behaviour behaviour, int bytes, Map<String, String> headers) {
        StringBuilder body = new StringBuilder(bytes + 512).append("{\"messages\":[");
        String line = "It was said that \\\"nothing\\\" could be done before the rain had come over the hills.\\n";
        for (int message = 0; message < 10; message++) {
            body.append(message == 0 ? "" : ",").append("{\"role\":\"user\",\"content\":\"");
            int end = bytes / 10 * (message + 1) - 2;
            while (body.length() + line.length() < end) {
                body.append(line);
            }
            body.append("\"}");
        }
        return post(
                CHAT, body.append("],\"model\":\"" + behaviour.model() + "\"}").toString(), headers);
    }

    private static byte[] post(String path, String body, Map<String, String> headers) {
        List<String> lines = new ArrayList<>(List.of(
                "POST " + path + " HTTP/1.1",
                "Host: 127.0.0.1",
                "Content-Type: application/json",
                "Accept: */*",
                "User-Agent: bench"));
        headers.forEach((name, value) -> lines.add(name + ": " + value));
        lines.add("Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length);
        return (String.join("\r\n", lines) + "\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8);
    }
}
