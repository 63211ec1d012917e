package dev.sluice.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One exchange of NATS's text protocol: INFO from the server, then PING answered by PONG, and JetStream announced. */
final class NatsProbe {

    private static final int TIMEOUT_MILLIS = 2_000;

    private NatsProbe() {}

    static boolean answers(int port, @Nullable String password) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            var info = in.readLine();
            if (info == null || !info.startsWith("INFO ") || !info.contains("\"jetstream\":true")) {
                return false;
            }
            socket.getOutputStream().write(hello(password));
            return "PONG".equals(in.readLine());
        } catch (IOException e) {
            return false;
        }
    }

    private static byte[] hello(@Nullable String password) {
        var credentials = password == null
                ? ""
                : ",\"user\":\"%s\",\"pass\":\"%s\""
                        .formatted(
                                NatsConfiguration.USER,
                                password.replace("\\", "\\\\").replace("\"", "\\\""));
        return "CONNECT {\"verbose\":false,\"pedantic\":false%s}\r\nPING\r\n"
                .formatted(credentials)
                .getBytes(StandardCharsets.UTF_8);
    }
}
