package dev.sluice.admin;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes what is posted, and answers as it is told to. */
final class Receiver implements AutoCloseable {
    private final HttpServer server;
    private final List<Posted> posted = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile String answer = "ok";
    private volatile String location = "";

    record Posted(String path, Headers headers, String body) {}

    Receiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            posted.add(new Posted(exchange.getRequestURI().getPath(), exchange.getRequestHeaders(), body));
            if (!location.isEmpty()) {
                exchange.getResponseHeaders().add("Location", location);
            }
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    Receiver answer(int newStatus, String body) {
        answer = body;
        status = newStatus;
        return this;
    }

    Receiver redirect(String to) {
        location = to;
        status = 302;
        return this;
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    List<Posted> posted() {
        return posted;
    }

    /** Waits until so many have come. */
    Posted await(int count) {
        for (int i = 0; i < 300 && posted.size() < count; i++) {
            Api.sleep(50);
        }
        if (posted.size() < count) {
            throw new AssertionError(posted.size() + " came, not " + count);
        }
        return posted.get(count - 1);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
