package dev.sluice.local.process;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A process that is ready as soon as it listens on PORT + 1000, prints what it sees of its environment, or fails at once. */
final class FakeChild {
    private FakeChild() {}

    public static void main(String[] arguments) throws Exception {
        System.out.println("secret " + System.getenv("OPENAI_API_KEY") + ", kek " + System.getenv("SLUICE_KEK"));
        if (arguments.length > 0 && arguments[0].equals("fail")) {
            System.out.println("no database");
            System.exit(3);
        }
        var management = Integer.parseInt(System.getenv("PORT")) + 1000;
        var server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), management), 0);
        server.createContext("/q/health/ready", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }
}
