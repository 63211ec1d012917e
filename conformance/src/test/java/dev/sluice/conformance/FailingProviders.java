package dev.sluice.conformance;

import dev.sluice.contract.key.KeyFormat;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Providers that fail on demand, another one that always answers, and a gateway with virtual models that fall back from the
 * one to the other.
 */
final class FailingProviders implements AutoCloseable {
    private static final int CONNECT_MS = 300;
    /** Longer than any timeout that is waited for here. */
    private static final int HANG_MS = 3_000;

    private static final int PAUSE_MS = 100;

    private static final String HEALTHY = "healthy";

    private final Replay failing = new Replay();
    private final Replay healthy = new Replay();
    private final ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final List<Socket> queue = new ArrayList<>();
    private final TestedGateway gateway;

    FailingProviders(List<Row> rows) throws IOException, InterruptedException {
        fillQueue();
        StringBuilder manifests = new StringBuilder();
        manifests.append(Policy.account(HEALTHY, Vendor.ofProvider("openai-compatible"), healthy.port(), ""));
        for (Failure.At at : Failure.At.values()) {
            String more = timeouts(at);
            rows.stream()
                    .map(Row::vendor)
                    .map(Vendor::provider)
                    .distinct()
                    .forEach(provider -> manifests.append(
                            Policy.account(name(provider, at), Vendor.ofProvider(provider), port(at), more)));
            rows.forEach(row -> manifests.append(virtual(row, at)));
        }
        gateway = TestedGateway.startWith(manifests + Policy.caller(KeyFormat.sha256(TestedGateway.KEY)));
    }

    /** Until the kernel answers nobody any more. */
    private void fillQueue() throws IOException {
        while (true) {
            Socket socket = new Socket();
            queue.add(socket);
            try {
                socket.connect(new InetSocketAddress(full.getInetAddress(), full.getLocalPort()), CONNECT_MS);
            } catch (SocketTimeoutException e) {
                return;
            }
        }
    }

    private int port(Failure.At at) {
        return switch (at) {
            case GONE -> 1;
            case FULL -> full.getLocalPort();
            case REPLAY, IMPATIENT, SOON_IDLE -> failing.port();
        };
    }

    private static String timeouts(Failure.At at) {
        return switch (at) {
            case REPLAY, GONE -> "";
            case FULL -> ", timeouts: {connect: 200ms}";
            case IMPATIENT -> ", timeouts: {firstToken: 200ms}";
            case SOON_IDLE -> ", timeouts: {idle: 200ms}";
        };
    }

    private static String name(String provider, Failure.At at) {
        return provider + "-" + at.suffix();
    }

    private static String virtual(Row row, Failure.At at) {
        return """
                kind: VirtualModel
                metadata: {name: "%s"}
                spec: {strategy: {type: priority}, targets: [{model: "%s/%s"}, {model: "%s/m", priority: 1}]}
                ---
                """.formatted(
                model(row, at), name(row.vendor().provider(), at), row.vendor().upstream(), HEALTHY);
    }

    /** That asks the provider first. */
    static String model(Row row, Failure.At at) {
        return "v/" + name(row.vendor().provider(), at) + "/" + row.vendor().upstream();
    }

    TestedGateway gateway() {
        return gateway;
    }

    /** The one that always answers does so in this form. */
    void answersWell(int status, String contentType, byte[] body) {
        healthy.answer(status, Map.of("content-type", contentType), List.of(body));
    }

    /** No connection of it is used twice, so that each request meets a new one. */
    void fails(int status, String contentType, Iterable<byte[]> pieces) {
        failing.answer(status, Map.of("content-type", contentType, "connection", "close"), pieces);
    }

    void breaksOff(String contentType, Iterable<byte[]> pieces) {
        failing.breakOff(200, Map.of("content-type", contentType), pieces);
    }

    /** Nothing more comes, and the connection stays. */
    static byte[] hang() {
        return after(HANG_MS, new byte[0]);
    }

    /** Far enough behind what was sent before for the client to have that already. */
    static byte[] later(byte[] piece) {
        return after(PAUSE_MS, piece);
    }

    private static byte[] after(int millis, byte[] piece) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return piece;
    }

    @Override
    public void close() throws IOException {
        gateway.close();
        failing.close();
        healthy.close();
        for (Socket socket : queue) {
            socket.close();
        }
        full.close();
    }
}
