package dev.sluice.e2e.faults;

import dev.sluice.e2e.product.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** A gateway as a process of its own, that may be told to stop, and be started again as it was. The test closes it. */
final class RestartableGateway implements AutoCloseable {
    private static final int MANAGEMENT = 1000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ProcessBuilder builder;
    private final Path output;
    private final int port;
    private final HttpRequest probe;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Process process;

    /** @param exitCode 143: ended by the signal that it was sent */
    record Stopped(int exitCode, Duration took) {}

    /** Returns when it is ready. */
    RestartableGateway(Path directory, String name, Map<String, String> settings) throws IOException {
        port = freePort();
        output = directory.resolve(name + ".log");
        Map<String, String> all = new HashMap<>(settings);
        all.put("PORT", Integer.toString(port));
        builder = GatewayCommand.of(List.of("-Xmx256m"), all, output);
        probe = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + (port + MANAGEMENT) + "/q/health/ready"))
                .timeout(Duration.ofSeconds(2))
                .build();
        process = builder.start();
        awaitReady();
    }

    private static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 31_000);
            if (isFree(port) && isFree(port + MANAGEMENT)) {
                return port;
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void awaitReady() {
        Waiting.until(PATIENCE, "the gateway to be ready, see " + output, this::isReady);
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** What a load balancer asks. */
    boolean isReady() {
        try {
            return client.send(probe, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** SIGTERM; returns when the process has ended. */
    Stopped stop() throws InterruptedException {
        long begin = System.nanoTime();
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("still running " + PATIENCE + " after SIGTERM, see " + output);
        }
        return new Stopped(process.exitValue(), Duration.ofNanos(System.nanoTime() - begin));
    }

    /** Returns when it is ready. */
    void startAgain() throws IOException {
        process = builder.start();
        awaitReady();
    }

    @Override
    public void close() {
        client.shutdownNow();
        process.destroyForcibly();
    }
}
