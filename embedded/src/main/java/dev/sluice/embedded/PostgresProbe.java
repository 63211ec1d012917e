package dev.sluice.embedded;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Asks a PostgreSQL server for a session and looks at the first byte of its answer: {@code R} is a request for the password,
 * {@code E} the refusal of a server that is still starting or recovering.
 */
final class PostgresProbe {

    private static final int PROTOCOL_3 = 196_608;
    private static final int TIMEOUT_MILLIS = 2_000;

    private PostgresProbe() {}

    static boolean accepts(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(startup());
            return new DataInputStream(socket.getInputStream()).readUnsignedByte() == 'R';
        } catch (IOException e) {
            return false;
        }
    }

    private static byte[] startup() {
        var parameters = "user\0%s\0database\0%s\0\0"
                .formatted(EmbeddedPostgres.USER, EmbeddedPostgres.DATABASE)
                .getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(8 + parameters.length)
                .putInt(8 + parameters.length)
                .putInt(PROTOCOL_3)
                .put(parameters)
                .array();
    }
}
