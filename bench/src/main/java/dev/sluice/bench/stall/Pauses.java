package dev.sluice.bench.stall;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stops of all threads, from the log of a Java virtual machine ({@code -Xlog:safepoint}). */
public final class Pauses {
    /** As in {@code [1763600000123ms] Safepoint "SerialCollect", Time since last: 1 ns, ... Total: 512345 ns}. */
    private static final Pattern LINE = Pattern.compile("\\[(\\d+)ms].*Safepoint \"(\\w+)\".*Total: +(\\d+) ns.*");

    private final List<Pause> pauses;

    private record Pause(String operation, double startMillis, double endMillis) {}

    private Pauses(List<Pause> pauses) {
        this.pauses = pauses;
    }

    /** The option that makes the log. */
    public static String option(Path log) {
        return "-Xlog:safepoint=info:file=" + log + ":timemillis:filecount=0";
    }

    public static Pauses read(Path log) throws IOException {
        List<Pause> pauses = new ArrayList<>();
        for (String line : Files.readAllLines(log)) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                double end = Long.parseLong(matcher.group(1));
                pauses.add(new Pause(matcher.group(2), end - Long.parseLong(matcher.group(3)) / 1e6 - 1, end + 1));
            }
        }
        return new Pauses(pauses);
    }

    /** What stopped the threads for at least a third of the stall, with its milliseconds; empty: nothing did. */
    String during(Stall stall) {
        return pauses.stream()
                .filter(p -> stall.overlap(p.startMillis(), p.endMillis()) >= stall.millis() / 3)
                .findFirst()
                .map(p -> "%s stopped all threads for %.1f ms"
                        .formatted(p.operation(), p.endMillis() - p.startMillis() - 2))
                .orElse("");
    }

    /** How many there were. */
    int count() {
        return pauses.size();
    }
}
