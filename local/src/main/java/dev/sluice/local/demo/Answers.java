package dev.sluice.local.demo;

import java.util.ArrayList;
import java.util.List;

/** What the demo model says: always the same to the same request. */
final class Answers {
    private static final int DELTA = 4;
    private static final int ECHO = 60;
    private static final int MOST_TOKENS = 100_000;
    private static final String MORE =
            " It keeps talking because more tokens were asked for, and it says the same again and again.";

    private Answers() {}

    static Reply to(ChatRequest request) {
        var call = ToolCalls.wanted(request);
        if (call.isPresent()) {
            return call.get();
        }
        var text = new StringBuilder(request.userSpokeLast() ? echo(request) : report(request));
        if (request.maxTokens().isEmpty()) {
            return new Reply.Text(deltas(text.toString()), "stop");
        }
        var wanted = Math.min(request.maxTokens().getAsInt(), MOST_TOKENS);
        while (text.length() < wanted * DELTA) {
            text.append(MORE);
        }
        var deltas = deltas(text.toString());
        while (deltas.size() < wanted) {
            deltas = deltas(text.append(MORE).toString());
        }
        return new Reply.Text(deltas.subList(0, wanted), "length");
    }

    private static String echo(ChatRequest request) {
        return "Hello from the demo model. You said: \"" + shorten(request.lastUserText())
                + "\". I only repeat; register a provider to reach a model that thinks.";
    }

    private static String report(ChatRequest request) {
        return "The tool answered: \"" + shorten(request.lastText()) + "\". That is all the demo model needs to know.";
    }

    private static String shorten(String text) {
        var line = text.replaceAll("\\s+", " ").strip();
        return line.codePointCount(0, line.length()) <= ECHO
                ? line
                : line.substring(0, line.offsetByCodePoints(0, ECHO)) + "…";
    }

    /** Pieces of at most four characters that never cut a surrogate pair. */
    static List<String> deltas(String text) {
        var deltas = new ArrayList<String>();
        var at = 0;
        while (at < text.length()) {
            var end = Math.min(at + DELTA, text.length());
            if (end < text.length() && Character.isLowSurrogate(text.charAt(end)) && end - at > 1) {
                end--;
            }
            deltas.add(text.substring(at, end));
            at = end;
        }
        return deltas;
    }
}
