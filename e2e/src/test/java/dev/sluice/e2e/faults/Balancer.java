package dev.sluice.e2e.faults;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends to the gateways in turn that were ready when it last asked, as a load balancer does. */
final class Balancer implements AutoCloseable {
    private final AtomicInteger turn = new AtomicInteger();
    private final List<RestartableGateway> all;
    private final Duration period;
    private final Thread asking = Thread.ofPlatform().name("balancer").unstarted(this::ask);
    private volatile List<String> ready;
    private volatile boolean closed;

    /** @param period between two questions */
    Balancer(List<RestartableGateway> all, Duration period) {
        this.all = List.copyOf(all);
        this.period = period;
        ready = this.all.stream().map(RestartableGateway::url).toList();
        asking.start();
    }

    private void ask() {
        while (!closed) {
            Pause.of(period);
            ready = all.stream()
                    .filter(RestartableGateway::isReady)
                    .map(RestartableGateway::url)
                    .toList();
        }
    }

    /** The address of the next one. */
    String next() {
        List<String> now = ready;
        if (now.isEmpty()) {
            throw new AssertionError("no gateway is ready");
        }
        return now.get(Math.floorMod(turn.getAndIncrement(), now.size()));
    }

    int ready() {
        return ready.size();
    }

    @Override
    public void close() {
        closed = true;
        try {
            asking.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
