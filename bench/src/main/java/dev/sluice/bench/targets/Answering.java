package dev.sluice.bench.targets;

import dev.sluice.bench.load.Requests;
import dev.sluice.bench.mock.Behaviour;
import dev.sluice.embedded.GuardedProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Waits until a process answers a chat request well. */
final class Answering {
    private Answering() {}

    /** Opens a connection to a port of this machine. */
    @FunctionalInterface
    interface Connect {
        Socket to(int port) throws IOException;
    }

    /** @throws Target.Missing when the process ends, or does not answer in time; names its log */
    static void await(GuardedProcess process, int port, Map<String, String> headers, Path log, Duration limit)
            throws Target.Missing {
        await(process, port, headers, log, limit, Answering::plain);
    }

    static void await(
            GuardedProcess process, int port, Map<String, String> headers, Path log, Duration limit, Connect connect)
            throws Target.Missing {
        byte[] request = Requests.chat(Behaviour.JSON, headers);
        long deadline = System.nanoTime() + limit.toNanos();
        String last = "no answer";
        while (System.nanoTime() < deadline) {
            if (!process.isAlive()) {
                throw new Target.Missing(process.name() + " ended at start, see " + log);
            }
            last = firstLine(connect, port, request);
            if (last.startsWith("HTTP/1.1 200")) {
                return;
            }
            pause();
        }
        process.kill();
        throw new Target.Missing(
                process.name() + " did not answer in " + limit.toSeconds() + " s (" + last + "), see " + log);
    }

    /** Waits until the port takes connections: nothing is asked of it. */
    static void awaitOpen(GuardedProcess process, int port, Path log, Duration limit) throws Target.Missing {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!isOpen(port)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new Target.Missing(process.name() + " did not open its port, see " + log);
            }
            pause();
        }
    }

    private static boolean isOpen(int port) {
        try (Socket socket = plain(port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** The status line, or why there is none. */
    private static String firstLine(Connect connect, int port, byte[] request) {
        try (Socket socket = connect.to(port)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request);
            byte[] answer = socket.getInputStream().readNBytes(15);
            return new String(answer, StandardCharsets.ISO_8859_1).strip();
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    static Socket plain(int port) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 1_000);
        return socket;
    }

    private static void pause() throws Target.Missing {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Target.Missing("interrupted");
        }
    }
}
