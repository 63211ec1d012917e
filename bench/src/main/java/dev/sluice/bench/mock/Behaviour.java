package dev.sluice.bench.mock;

import java.util.ArrayList;
import java.util.List;

/**
 * How the mock answers, written in the model's name so that it passes through any gateway: {@code mock-d5-c50-i20-s}.
 *
 * @param delayMillis before the answer ({@code d})
 * @param chunks content events of a stream ({@code c})
 * @param intervalMillis between events ({@code i}); the first comes after a random part of it; 0: all at once
 * @param separate each event in a send of its own ({@code s}), else as many as fit
 * @param status other than 200 ({@code e429}, {@code e500})
 * @param cutAfter the connection closes after so many events ({@code x3}); -1: it does not
 */
public record Behaviour(int delayMillis, int chunks, int intervalMillis, boolean separate, int status, int cutAfter) {

    public static final String PREFIX = "mock";
    /** Answers a chat completion at once. */
    public static final Behaviour JSON = new Behaviour(0, 0, 0, false, 200, -1);

    /** Does not answer while anybody looks. */
    public static final Behaviour HUNG = new Behaviour(60_000, 0, 0, false, 200, -1);

    public static Behaviour stream(int chunks) {
        return new Behaviour(0, chunks, 0, false, 200, -1);
    }

    public Behaviour everyMillis(int millis) {
        return new Behaviour(delayMillis, chunks, millis, separate, status, cutAfter);
    }

    public Behaviour separately() {
        return new Behaviour(delayMillis, chunks, intervalMillis, true, status, cutAfter);
    }

    public boolean isStream() {
        return chunks > 0;
    }

    /** The name that {@link #parse} reads back. */
    public String model() {
        List<String> parts = new ArrayList<>(List.of(PREFIX, "d" + delayMillis, "c" + chunks, "i" + intervalMillis));
        if (separate) {
            parts.add("s");
        }
        if (status != 200) {
            parts.add("e" + status);
        }
        if (cutAfter >= 0) {
            parts.add("x" + cutAfter);
        }
        return String.join("-", parts);
    }

    /** @throws IllegalArgumentException when the name is no behaviour */
    public static Behaviour parse(String model) {
        if (!model.equals(PREFIX) && !model.startsWith(PREFIX + "-")) {
            throw new IllegalArgumentException("'" + model + "' does not begin with " + PREFIX);
        }
        int delay = 0;
        int chunks = 0;
        int interval = 0;
        boolean separate = false;
        int status = 200;
        int cut = -1;
        for (String part : List.of(model.split("-", -1)).subList(1, model.split("-", -1).length)) {
            char kind = part.isEmpty() ? ' ' : part.charAt(0);
            int value = kind == 's' || part.length() < 2 ? 0 : Integer.parseInt(part.substring(1));
            switch (kind) {
                case 'd' -> delay = value;
                case 'c' -> chunks = value;
                case 'i' -> interval = value;
                case 's' -> separate = true;
                case 'e' -> status = value;
                case 'x' -> cut = value;
                default -> throw new IllegalArgumentException("'" + part + "' in '" + model + "' is unknown");
            }
        }
        return new Behaviour(delay, chunks, interval, separate, status, cut);
    }
}
