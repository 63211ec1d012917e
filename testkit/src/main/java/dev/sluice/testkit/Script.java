package dev.sluice.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a {@link FakeProvider} does with one request, step by step. */
public record Script(int status, String contentType, List<Step> steps, Map<String, String> headers) {
    /** One thing the provider does. */
    public sealed interface Step {
        /** Sends bytes, in a segment of their own. */
        record Send(byte[] bytes) implements Step {}

        record Wait(long millis) implements Step {}

        /** Closes the connection without an end. */
        record Cut() implements Step {}

        /** Never goes on. */
        record Hang() implements Step {}
    }

    public Script {
        steps = List.copyOf(steps);
        headers = Map.copyOf(headers);
    }

    public Script(int status, String contentType, List<Step> steps) {
        this(status, contentType, steps, Map.of());
    }

    /** The same with another header. */
    public Script with(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new Script(status, contentType, steps, more);
    }

    public static Script json(int status, String body) {
        return new Script(status, "application/json", List.of(new Step.Send(utf8(body))));
    }

    /** A stream: each text is sent as it is, in a segment of its own. */
    public static Script stream(String... segments) {
        List<Step> steps = new ArrayList<>();
        for (String segment : segments) {
            steps.add(new Step.Send(utf8(segment)));
        }
        return new Script(200, "text/event-stream", steps);
    }

    /** Chunks of one answer: each word a delta, then the finish, usage when it is given, and the end marker. */
    public static Script answer(String usage, String... words) {
        List<String> events = new ArrayList<>();
        events.add(event("{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}"));
        for (String word : words) {
            events.add(event("{\"index\":0,\"delta\":{\"content\":\"" + word + "\"}}"));
        }
        events.add(event("{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}"));
        if (!usage.isEmpty()) {
            events.add("data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"choices\":[],\"usage\":" + usage
                    + "}\n\n");
        }
        events.add("data: [DONE]\n\n");
        return stream(events.toArray(String[]::new));
    }

    private static String event(String choice) {
        return "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"up\",\"choices\":["
                + choice + "],\"usage\":null}\n\n";
    }

    /** A request that is never answered. */
    public static Script silence() {
        return new Script(0, "", List.of(new Step.Hang()));
    }

    /** The connection ends without an answer. */
    public static Script reset() {
        return new Script(0, "", List.of(new Step.Cut()));
    }

    /** The same with another step after its first {@code n}, and nothing after that. */
    public Script cutAt(int n, Step last) {
        List<Step> shorter = new ArrayList<>(steps.subList(0, n));
        shorter.add(last);
        return new Script(status, contentType, shorter, headers);
    }

    /** The same with a pause before each step. */
    public Script paced(long millis) {
        List<Step> slower = new ArrayList<>();
        for (Step step : steps) {
            slower.add(new Step.Wait(millis));
            slower.add(step);
        }
        return new Script(status, contentType, slower, headers);
    }

    /** All that is sent, as one text. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Step step : steps) {
            if (step instanceof Step.Send send) {
                text.append(new String(send.bytes(), StandardCharsets.UTF_8));
            }
        }
        return text.toString();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
