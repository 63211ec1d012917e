package dev.sluice.local.demo;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was asked and what was written, in the order in which requests ended. Bounded: the last 100 000 lines, and the bodies
 * of the last 100 as long as they fit into 24 MiB.
 */
final class RequestLog {
    private static final int LINES = 100_000;
    private static final int BODIES = 100;
    private static final long BODY_BYTES = 24L << 20;

    private record Line(long n, Entry entry) {}

    private static final class Body {
        private final long n;
        private final byte[] bytes;

        Body(long n, byte[] bytes) {
            this.n = n;
            this.bytes = bytes;
        }
    }

    private final Deque<Line> lines = new ArrayDeque<>();
    private final Deque<Body> bodies = new ArrayDeque<>();
    private long last;
    private long bodyBytes;

    synchronized void add(Entry entry, byte[] body) {
        last++;
        lines.addLast(new Line(last, entry));
        if (lines.size() > LINES) {
            lines.removeFirst();
        }
        bodies.addLast(new Body(last, body));
        bodyBytes += body.length;
        while (bodies.size() > BODIES || bodyBytes > BODY_BYTES) {
            bodyBytes -= bodies.removeFirst().bytes.length;
        }
    }

    /** Lines numbered above {@code n}. */
    List<Map<String, @Nullable Object>> since(long n) {
        var newer = new ArrayList<Line>();
        synchronized (this) {
            for (var line : lines) {
                if (line.n() > n) {
                    newer.add(line);
                }
            }
        }
        return newer.stream().map(line -> line.entry().json(line.n())).toList();
    }

    synchronized Optional<byte[]> body(long n) {
        return bodies.stream().filter(body -> body.n == n).findFirst().map(body -> body.bytes);
    }
}
