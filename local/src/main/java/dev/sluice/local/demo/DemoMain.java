package dev.sluice.local.demo;

import java.io.IOException;

/** The demo provider alone: {@code java -cp … dev.sluice.local.demo.DemoMain [port]}. */
final class DemoMain {
    private DemoMain() {}

    public static void main(String[] arguments) throws IOException {
        var provider = DemoProvider.start(arguments.length == 0 ? 8083 : Integer.parseInt(arguments[0]));
        System.out.println("demo provider at " + provider.url() + ", key " + DemoProvider.KEY);
    }
}
