package dev.sluice.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code make conformance FIXTURES=<directory>}: passed or failed, a line for each file, request and error reply. */
public final class Main {
    private Main() {}

    /** @param args the directory */
    public static void main(String... args) throws Exception {
        if (args.length != 1 || !Files.isDirectory(Path.of(args[0]))) {
            System.err.println(
                    "conformance: give a directory of fixtures, as in: make conformance FIXTURES=conformance/fixtures");
            System.exit(2);
        }
        List<Outcome> outcomes;
        try {
            outcomes = run(Path.of(args[0]));
        } catch (Fixtures.Malformed | IOException e) {
            System.err.println("conformance: " + e.getMessage());
            System.exit(2);
            return;
        }
        outcomes.forEach(outcome -> System.out.println(outcome.line()));
        long failed = outcomes.stream().filter(outcome -> !outcome.passed()).count();
        System.out.println((outcomes.size() - failed) + " passed, " + failed + " failed");
        System.exit(failed == 0 && !outcomes.isEmpty() ? 0 : 1);
    }

    /** All fixtures of a directory. */
    static List<Outcome> run(Path directory) throws Exception {
        Fixtures fixtures = Fixtures.read(directory);
        try (Replay replay = new Replay();
                TestedGateway gateway = TestedGateway.start(replay.port())) {
            return new Checks(replay, gateway).run(fixtures);
        }
    }
}
