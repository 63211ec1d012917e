package dev.sluice.bench.mock;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A mock in this process, on a port of its own. */
public final class RunningMock implements AutoCloseable {
    private final MockServer server = new MockServer(0);
    private final Thread thread = Thread.ofPlatform().name("mock").start(server);

    public int port() {
        return server.port();
    }

    Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port());
        socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(5));
        return socket;
    }

    static String body(String model, String more) {
        return "{\"model\":\"" + model + "\"" + more + ",\"messages\":[]}";
    }

    static void send(Socket socket, String body) throws IOException {
        String request =
                "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\ncontent-length: " + body.length() + "\r\n\r\n" + body;
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() {
        server.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
