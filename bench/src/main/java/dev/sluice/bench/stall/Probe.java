package dev.sluice.bench.stall;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Asks for something that needs no provider every two milliseconds, on one kept connection, and notes when the answer took
 * long. A thread of its own until it is closed.
 */
public final class Probe implements AutoCloseable {
    private static final long PERIOD_NANOS = 2_000_000;
    private static final List<GarbageCollectorMXBean> COLLECTORS = ManagementFactory.getGarbageCollectorMXBeans();
    private static final byte[] REQUEST =
            "GET /nothing-is-here HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

    private final Socket socket;
    private final Thread thread;
    private final List<Stall> stalls = new ArrayList<>();
    private final double wallMinusNano;
    private final long[] collectedMillis = new long[COLLECTORS.size()];
    private volatile boolean closed;
    private long asked;
    private double latestMillis;
    private volatile @Nullable IOException failure;

    private Probe(int port) throws IOException {
        socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(10_000);
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 1_000);
        wallMinusNano = System.currentTimeMillis() - System.nanoTime() / 1e6;
        thread = Thread.ofPlatform().name("probe").unstarted(this::run);
    }

    public static Probe start(int port) throws IOException {
        Probe probe = new Probe(port);
        probe.thread.start();
        return probe;
    }

    private void run() {
        try (KernelCounts own = KernelCounts.ofThisThread()) {
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            byte[] answer = new byte[8192];
            long next = System.nanoTime();
            while (!closed) {
                next = Math.max(next + PERIOD_NANOS, System.nanoTime());
                latestMillis = Math.max(latestMillis, sleepUntil(next));
                long sent = System.nanoTime();
                long waitedNanos = own.read().get(KernelCounts.WAITED);
                noteCollections();
                out.write(REQUEST);
                if (in.read(answer) < 0) {
                    throw new IOException("the gateway closed the connection");
                }
                asked++;
                double millis = (System.nanoTime() - sent) / 1e6;
                if (millis > Stall.LONG_MILLIS) {
                    double waited = (own.read().get(KernelCounts.WAITED) - waitedNanos) / 1e6;
                    stalls.add(new Stall(sent / 1e6 + wallMinusNano, millis, waited, collectedSince()));
                }
            }
        } catch (IOException e) {
            if (!closed) {
                failure = e;
            }
        }
    }

    private void noteCollections() {
        for (int n = 0; n < COLLECTORS.size(); n++) {
            collectedMillis[n] = COLLECTORS.get(n).getCollectionTime();
        }
    }

    /** Of whole milliseconds that are cut off: one of them may have been nearly none. */
    private double collectedSince() {
        long since = 0;
        for (int n = 0; n < COLLECTORS.size(); n++) {
            since += Math.max(0, COLLECTORS.get(n).getCollectionTime() - collectedMillis[n] - 1);
        }
        return since;
    }

    /** @return by how much it was late, in milliseconds: this machine's own noise */
    private static double sleepUntil(long nanos) {
        long left = nanos - System.nanoTime();
        if (left > 0) {
            LockSupport.parkNanos(left);
        }
        return Math.max(0, System.nanoTime() - nanos) / 1e6;
    }

    /** Ends the probe. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(15_000);
            socket.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // It was a probe's; nobody waits for it.
        }
    }

    /**
     * After the end.
     *
     * @throws IOException when it ended early: nobody knows what came after
     */
    public List<Stall> stalls() throws IOException {
        IOException cause = failure;
        if (cause != null) {
            throw new IOException("the probe ended early: " + cause, cause);
        }
        return List.copyOf(stalls);
    }

    /** After the end: how many questions it asked. */
    public long asked() {
        return asked;
    }

    /** After the end: the most by which the probe itself was woken late. */
    public double latestMillis() {
        return latestMillis;
    }
}
