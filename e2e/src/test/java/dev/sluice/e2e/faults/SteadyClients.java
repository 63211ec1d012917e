package dev.sluice.e2e.faults;

import dev.sluice.e2e.product.Chat;
import dev.sluice.e2e.product.Chat.Seen;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** So many clients that each have a call open all the time, one after the other, until they are told to finish. */
final class SteadyClients implements AutoCloseable {
    private final Chat chat = new Chat(PolicyFile.KEY);
    private final Balancer balancer;
    private final boolean stream;
    private final Predicate<Seen> isWhole;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> clients;
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final AtomicInteger whole = new AtomicInteger();
    private volatile boolean finishing;

    /** @param within all begin, each at a moment of its own */
    SteadyClients(Balancer balancer, int clients, boolean stream, Duration within, Predicate<Seen> isWhole) {
        this.balancer = balancer;
        this.stream = stream;
        this.isWhole = isWhole;
        this.clients = IntStream.range(0, clients)
                .<Future<?>>mapToObj(_ -> threads.submit(() -> call(within)))
                .toList();
    }

    private void call(Duration within) {
        Pause.of(Duration.ofMillis(ThreadLocalRandom.current().nextLong(within.toMillis() + 1)));
        while (!finishing) {
            String gateway = balancer.next();
            Seen seen = chat.send(gateway, "steady", "Hello", stream, 0);
            if (seen.status() == 200 && seen.complete() && isWhole.test(seen)) {
                whole.incrementAndGet();
            } else {
                failures.add(gateway + " " + seen);
            }
        }
    }

    /** Calls whose answer came to its regular end, with all that belongs into it. */
    int whole() {
        return whole.get();
    }

    /** The others. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    /** Of these, on connections that broke. */
    long resets() {
        return failures.stream().filter(failure -> failure.contains("reset")).count();
    }

    /** Returns when the last call has ended. */
    void finish() throws Exception {
        finishing = true;
        for (Future<?> client : clients) {
            client.get();
        }
    }

    @Override
    public void close() {
        finishing = true;
        threads.close();
    }
}
