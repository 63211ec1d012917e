package dev.sluice.bench.passthrough;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;

/** The pass-through as a process: its port and the upstream's are its arguments; it ends when standard input does. */
public final class PassThroughMain {
    private PassThroughMain() {}

    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        int upstream = Integer.parseInt(arguments[1]);
        int loops = Math.max(1, Runtime.getRuntime().availableProcessors());
        Vertx vertx =
                Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(loops));
        if (!vertx.isNativeTransportEnabled()) {
            System.err.println("pass-through: without the native transport, unlike the gateway");
        }
        vertx.deployVerticle(() -> new PassThrough(port, upstream), new DeploymentOptions().setInstances(loops))
                .onFailure(e -> {
                    System.err.println("pass-through: " + e.getMessage());
                    Runtime.getRuntime().halt(1);
                });
        while (System.in.read() >= 0) {
            // Only the end of the pipe matters.
        }
        vertx.close();
    }
}
