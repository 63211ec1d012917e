package dev.sluice.e2e.product;

import dev.sluice.e2e.product.Chat.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Requests at a constant rate, half of them streams, until it is closed; remembers what every client saw. */
public final class Load implements AutoCloseable {
    private final Chat chat;
    private final String model;
    private final long periodNanos;
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<Sent>> sent = new CopyOnWriteArrayList<>();
    private final AtomicLong number = new AtomicLong();
    private final Thread sender = Thread.ofPlatform().name("load").unstarted(this::run);
    private volatile List<String> targets;
    private volatile boolean stopping;

    /** @param gateway that it was sent to */
    public record Sent(String gateway, Seen seen) {}

    public Load(Product product, int perSecond) {
        chat = new Chat(product.env("SLUICE_API_KEY"));
        model = product.env("SLUICE_DEMO_MODEL");
        periodNanos = 1_000_000_000L / perSecond;
        targets = product.gatewayUrls();
    }

    public Load start() {
        sender.start();
        return this;
    }

    /** From now on only to these. */
    public void sendTo(List<String> gateways) {
        targets = List.copyOf(gateways);
    }

    private void run() {
        long next = System.nanoTime();
        while (!stopping) {
            long n = number.getAndIncrement();
            List<String> current = targets;
            String gateway = current.get((int) (n / 2 % current.size()));
            sent.add(clients.submit(() -> new Sent(gateway, chat.send(gateway, model, "load " + n, n % 2 == 0, 0))));
            next += periodNanos;
            while (System.nanoTime() < next) {
                java.util.concurrent.locks.LockSupport.parkNanos(next - System.nanoTime());
            }
        }
    }

    /** Stops, and waits for every answer. */
    public List<Sent> finish() throws Exception {
        close();
        List<Sent> all = new ArrayList<>();
        for (Future<Sent> future : sent) {
            all.add(future.get());
        }
        return all;
    }

    @Override
    public void close() {
        stopping = true;
        try {
            sender.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        clients.close();
    }
}
