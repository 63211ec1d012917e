package dev.sluice.bench.mock;

/** The mock as a process: the port is its argument; it ends when standard input does. */
public final class MockMain {
    private MockMain() {}

    public static void main(String[] arguments) throws Exception {
        MockServer server = new MockServer(Integer.parseInt(arguments[0]));
        Thread.ofPlatform().name("mock").start(server);
        while (System.in.read() >= 0) {
            // Only the end of the pipe matters.
        }
        server.close();
    }
}
