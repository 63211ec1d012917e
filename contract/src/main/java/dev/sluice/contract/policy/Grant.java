package dev.sluice.contract.policy;

/** What an {@link Identity} was exchanged for; of short life. */
public sealed interface Grant {
    /** Goes into the {@code Authorization} header. */
    record Bearer(String token) implements Grant {
        @Override
        public String toString() {
            return "Bearer[***]";
        }
    }

    record Keys(AwsKeys keys) implements Grant {}
}
