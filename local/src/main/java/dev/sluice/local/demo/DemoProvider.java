package dev.sluice.local.demo;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The server itself, on loopback. Every request has a virtual thread, so thousands of slow streams need no pool.
 *
 * <p>Any thread may call any method; whoever started it closes it.
 */
public final class DemoProvider implements AutoCloseable {

    /** The credential it accepts. */
    public static final String KEY = "demo";

    /** What it calls its model. */
    public static final String MODEL = "demo-chat";

    private static final int BACKLOG = 4096;

    static {
        // Read once, when the JDK's server is first used. Idle connections stay: clients pool them for longer than 30
        // s.
        System.setProperty("sun.net.httpserver.idleInterval", "120");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "10000");
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads;

    private DemoProvider(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /** @param port 0 for any free one */
    public static DemoProvider start(int port) throws IOException {
        return start(port, Pace.DEFAULT);
    }

    static DemoProvider start(int port, Pace pace) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), BACKLOG);
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        var log = new RequestLog();
        server.setExecutor(threads);
        server.createContext("/", new NotFoundHandler());
        server.createContext("/v1/models", new ModelsHandler());
        server.createContext("/v1/chat/completions", new ChatHandler(log, pace));
        server.createContext("/log", new LogHandler(log));
        server.start();
        return new DemoProvider(server, threads);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** The base URL of an account for it. */
    public String url() {
        return "http://127.0.0.1:" + port() + "/v1";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /**
     * How long it thinks.
     *
     * @param perDelta between the deltas of a stream
     * @param slow before the first byte when a message says {@code [slow]}
     */
    record Pace(Duration perDelta, Duration slow) {
        static final Pace DEFAULT = new Pace(Duration.ofMillis(20), Duration.ofSeconds(5));
    }
}
