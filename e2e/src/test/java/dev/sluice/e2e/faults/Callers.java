package dev.sluice.e2e.faults;

import dev.sluice.e2e.product.Chat;
import dev.sluice.e2e.product.Chat.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** Calls of one key at a constant rate to all gateways in turn, whatever comes of them. */
final class Callers implements AutoCloseable {
    private final Chat chat;
    private final List<String> gateways;
    private final String model;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<Seen>> calls = new ArrayList<>();

    Callers(String key, List<String> gateways, String model) {
        this.chat = new Chat(key);
        this.gateways = List.copyOf(gateways);
        this.model = model;
    }

    /** Returns when the last call was sent. */
    Callers run(int perSecond, int count) {
        long period = 1_000_000_000L / perSecond;
        long next = System.nanoTime();
        for (int n = 0; n < count; n++) {
            String gateway = gateways.get(n % gateways.size());
            boolean stream = n / gateways.size() % 2 == 0;
            String prompt = "[fast] " + n;
            calls.add(threads.submit(() -> chat.send(gateway, model, prompt, stream, 0)));
            next += period;
            while (System.nanoTime() < next) {
                LockSupport.parkNanos(next - System.nanoTime());
            }
        }
        return this;
    }

    /** Waits for all answers. */
    List<Seen> seen() throws Exception {
        List<Seen> seen = new ArrayList<>();
        for (Future<Seen> call : calls) {
            seen.add(call.get());
        }
        return seen;
    }

    @Override
    public void close() {
        threads.close();
    }
}
