package dev.sluice.embedded.clickhouse;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Executors;

/**
 * The process that serves the ClickHouse HTTP protocol on 127.0.0.1 with libchdb behind it.
 *
 * <p>Arguments: the library, the data directory, the port. Ends on SIGTERM, and when its standard input ends.
 */
public final class ChdbFront {

    /** Holds the password clients must present; absent if anyone may come in. */
    public static final String PASSWORD_VARIABLE = "SLUICE_CHDB_FRONT_PASSWORD";

    private static final int BACKLOG = 128;
    private static final int DRAIN_SECONDS = 2;

    private ChdbFront() {}

    public static void main(String[] arguments) throws IOException {
        // Or every answer to a kept-alive connection waits 40 ms for the client's acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        var engine = ChdbEngine.open(Path.of(arguments[0]), Path.of(arguments[1]));
        var address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), Integer.parseInt(arguments[2]));
        var server = HttpServer.create(address, BACKLOG);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", new QueryHandler(engine, new Gate(System.getenv(PASSWORD_VARIABLE))));
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            server.stop(DRAIN_SECONDS);
                            engine.close();
                            System.out.println("closed");
                        },
                        "stop"));
        server.start();
        System.out.println("ready on " + address.getPort());
        Thread.ofPlatform().daemon().name("parent-watch").start(ChdbFront::exitWhenInputEnds);
    }

    /** The pipe's other end is held by the JVM that wanted this process: its end means that nobody needs us any more. */
    private static void exitWhenInputEnds() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is ever written to the pipe.
            }
        } catch (IOException e) {
            System.err.println("standard input failed: " + e.getMessage());
        }
        System.exit(0);
    }
}
