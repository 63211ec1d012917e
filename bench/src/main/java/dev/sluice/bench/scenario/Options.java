package dev.sluice.bench.scenario;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the caller asked for.
 *
 * @param root of the repository
 * @param quick few rounds, one instance, the main scenarios
 * @param scenarios by name; empty: all
 * @param flame whether to profile one instance at the end
 * @param variants of the gateway to compare, each as flags of its machine and settings: {@code -XX:X SLUICE_Y=1}
 */
public record Options(Path root, boolean quick, Set<String> scenarios, boolean flame, List<String> variants) {

    /** From the variables {@code QUICK}, {@code SCENARIO} (a list with commas), {@code FLAME} and {@code VARIANTS} (with semicolons). */
    public static Options read(Path root, Map<String, String> environment) {
        Set<String> scenarios = Stream.of(
                        environment.getOrDefault("SCENARIO", "").split("[, ]+"))
                .filter(name -> !name.isBlank())
                .collect(Collectors.toUnmodifiableSet());
        List<String> variants = Stream.of(
                        environment.getOrDefault("VARIANTS", "").split(";"))
                .map(String::strip)
                .filter(variant -> !variant.isEmpty())
                .toList();
        return new Options(root, isOn(environment, "QUICK"), scenarios, isOn(environment, "FLAME"), variants);
    }

    private static boolean isOn(Map<String, String> environment, String name) {
        return !List.of("", "0", "no", "false").contains(environment.getOrDefault(name, ""));
    }

    public int instances() {
        return quick ? 1 : 3;
    }

    public int rounds() {
        return quick ? 2 : 6;
    }

    public Duration round() {
        return Duration.ofSeconds(2);
    }

    /** Of a round, for connections to open and queues to fill. */
    public Duration discard() {
        return Duration.ofMillis(300);
    }

    public Duration longestWarmUp() {
        return Duration.ofSeconds(quick ? 12 : 24);
    }

    public Path output() {
        return root.resolve("target/bench");
    }
}
