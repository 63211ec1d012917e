package dev.sluice.bench.load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * A closed loop over TLS, a thread per connection, for JSON answers. It costs more than {@link Generator}, so that only what
 * the target uses may be concluded from it.
 */
final class TlsLoad {
    private static final long LONGEST = 120_000_000_000L;

    private final LoadPlan plan;
    private final ConcurrentHistogram latency = new ConcurrentHistogram(LONGEST, 3);
    private final AtomicLong[] byStatus = new AtomicLong[600];
    private final AtomicLong broken = new AtomicLong();
    private volatile boolean counting;
    private volatile boolean over;

    private TlsLoad(LoadPlan plan) {
        this.plan = plan;
        for (int i = 0; i < byStatus.length; i++) {
            byStatus[i] = new AtomicLong();
        }
    }

    static LoadResult run(LoadPlan plan, Window window) {
        return new TlsLoad(plan).run(window);
    }

    private LoadResult run(Window window) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < plan.connections(); i++) {
            threads.add(Thread.ofPlatform().name("tls-" + i).start(this::converse));
        }
        sleep(plan.discard().toNanos());
        window.opened();
        counting = true;
        long opened = System.nanoTime();
        sleep(plan.duration().minus(plan.discard()).toNanos());
        counting = false;
        long closed = System.nanoTime();
        window.closed();
        over = true;
        for (Thread thread : threads) {
            join(thread);
        }
        Counts counts = new Counts();
        for (int status = 0; status < byStatus.length; status++) {
            for (long n = byStatus[status].get(); n > 0; n--) {
                counts.answered(status);
            }
        }
        return new LoadResult(
                counts.completed,
                counts.statuses(),
                broken.get(),
                0,
                latency,
                counts.firstByte,
                counts.event,
                0,
                closed - opened,
                0,
                0);
    }

    private void converse() {
        while (!over) {
            try (Socket socket = Tls.connect(plan.port())) {
                InputStream in = new BufferedInputStream(socket.getInputStream(), 16 << 10);
                while (!over) {
                    long start = System.nanoTime();
                    socket.getOutputStream().write(plan.request());
                    int status = readAnswer(in);
                    if (counting) {
                        byStatus[status].incrementAndGet();
                        latency.recordValue(Math.clamp(System.nanoTime() - start, 0, LONGEST));
                    }
                }
            } catch (IOException e) {
                broken.addAndGet(counting ? 1 : 0);
                sleep(50_000_000);
            }
        }
    }

    /** @return its status */
    private static int readAnswer(InputStream in) throws IOException {
        byte[] head = new byte[16 << 10];
        int n = 0;
        while (n < 4 || head[n - 1] != '\n' || head[n - 2] != '\r' || head[n - 3] != '\n') {
            int b = in.read();
            if (b < 0 || n == head.length) {
                throw new IOException("no answer");
            }
            head[n++] = (byte) b;
        }
        long length = 0;
        for (int i = 0; i < n; i++) {
            if (head[i] == '\n' && HeaderLine.is(head, i + 1, n, "content-length:")) {
                length = HeaderLine.number(head, i + 1, n);
            }
        }
        in.skipNBytes(length);
        return (head[9] - '0') * 100 + (head[10] - '0') * 10 + head[11] - '0';
    }

    private static void sleep(long nanos) {
        try {
            Thread.sleep(nanos / 1_000_000, (int) (nanos % 1_000_000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
