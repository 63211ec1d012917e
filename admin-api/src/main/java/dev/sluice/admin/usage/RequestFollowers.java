package dev.sluice.admin.usage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.admin.access.Caller;
import dev.sluice.admin.access.Callers;
import dev.sluice.admin.problem.Problem;
import dev.sluice.admin.problem.Refusal;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Those who follow the request log: each has a virtual thread that looks once a second and writes server-sent events.
 * <ul>
 *   <li>{@code requests}: {@code {items, omitted}}, with a position as its id; {@code Last-Event-ID} goes on from there
 *   <li>{@code problem}: the log cannot be read at the moment; it goes on by itself
 * </ul>
 * An event without items says that a problem is over, or that nothing is left out any more. A stream ends after ten minutes,
 * and when its caller may not read logs any more; a client that reads nothing keeps its place until its connection is ended. Thread-safe.
 */
@Singleton
public final class RequestFollowers {
    private static final int AT_ONCE = 32;
    private static final int OF_ONE_USER = 4;
    /** Of the queries that may run at once, followers have these alone: dashboards come first. */
    private static final int LOOKS_AT_ONCE = 2;

    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration TROUBLED_PERIOD = Duration.ofSeconds(3);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    /** Rounds without an event; a client that went away is noticed when it is written to. */
    private static final int SILENT_ROUNDS = 5;

    private final RequestLog log;
    private final Callers callers;
    private final ObjectMapper json;
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final Semaphore looks = new Semaphore(LOOKS_AT_ONCE);
    private final Map<String, Integer> ofUser = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    RequestFollowers(RequestLog log, Callers callers, ObjectMapper json) {
        this.log = log;
        this.callers = callers;
        this.json = json;
    }

    /** Before the framework waits for the calls in flight, of which followers never end by themselves. */
    void start(@Observes StartupEvent event) {
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("followers-end").unstarted(() -> stopping = true));
    }

    /** @param position of the last event that was seen, by its id; null: it begins now */
    StreamingOutput follow(Caller caller, UsageQuery.Filters filters, @Nullable String position) {
        if (places.availablePermits() == 0 || ofUser.getOrDefault(caller.name(), 0) >= OF_ONE_USER) {
            throw Refusal.unavailable(
                    "many follow the request log (" + OF_ONE_USER + " at most of one user): try again, or list it");
        }
        RequestTail tail = new RequestTail(log, filters, position == null ? 0 : millis(position));
        return out -> {
            if (places.tryAcquire()) {
                ofUser.merge(caller.name(), 1, Integer::sum);
                try {
                    write(caller.name(), tail, out);
                } finally {
                    ofUser.merge(caller.name(), -1, (a, b) -> a + b == 0 ? null : a + b);
                    places.release();
                }
            }
        };
    }

    /** Followers at this moment. */
    int followers() {
        return AT_ONCE - places.availablePermits();
    }

    private static long millis(String position) {
        try {
            return Long.parseUnsignedLong(position);
        } catch (NumberFormatException e) {
            throw Refusal.field("Last-Event-ID", "is no position: give the id of an event, or leave it out");
        }
    }

    private void write(String user, RequestTail tail, OutputStream out) throws IOException {
        long end = System.nanoTime() + LONGEST.toNanos();
        boolean troubled = false;
        boolean omitted = false;
        int silent = SILENT_ROUNDS;
        while (!stopping && System.nanoTime() < end) {
            Optional<Caller> caller = callers.of(user).filter(one -> one.holds("logs:read"));
            if (caller.isEmpty()) {
                return;
            }
            String text = "";
            if (looks.tryAcquire()) {
                try {
                    RequestTail.Look look = tail.look(caller.get());
                    text = look.isEmpty() && !troubled && !omitted ? "" : event(tail, look);
                    troubled = false;
                    omitted = look.omitted() > 0;
                } catch (Refusal e) {
                    text = troubled
                            ? ""
                            : "event: problem\ndata: " + Problem.of(e, "").toJson() + "\n\n";
                    troubled = true;
                } finally {
                    looks.release();
                }
            }
            if (!text.isEmpty() || silent >= SILENT_ROUNDS) {
                out.write((text.isEmpty() ? ": following\n\n" : text).getBytes(StandardCharsets.UTF_8));
                out.flush();
                silent = 0;
            }
            silent++;
            if (!pause(troubled ? TROUBLED_PERIOD : PERIOD)) {
                return;
            }
        }
    }

    private String event(RequestTail tail, RequestTail.Look look) {
        try {
            String data = json.writeValueAsString(Map.of("items", look.items(), "omitted", look.omitted()));
            return "event: requests\nid: " + tail.positionMillis() + "\ndata: " + data + "\n\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean pause(Duration time) {
        try {
            Thread.sleep(time);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
