package dev.sluice.local.process;

import dev.sluice.contract.policy.Durations;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether and when a process that died is started again.
 *
 * @param delay empty: never
 */
public record RestartPolicy(Optional<Duration> delay) {

    /** @throws IllegalArgumentException when the text is neither a duration nor {@code off} */
    public static RestartPolicy parse(String text) {
        return text.equals("off")
                ? new RestartPolicy(Optional.empty())
                : new RestartPolicy(Optional.of(Durations.parse(text)));
    }
}
