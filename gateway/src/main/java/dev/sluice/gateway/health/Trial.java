package dev.sluice.gateway.health;

import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.quota.ProviderLimits;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a target, for health to learn from: begun by {@link TargetHealth#begin}, and over once, by {@link #ended} or
 * {@link #unused}. On its event loop.
 */
public interface Trial {
    /** Of what health is not kept of. */
    Trial NONE = new Trial() {
        @Override
        public void answering() {}

        @Override
        public void limits(ProviderLimits limits) {}

        @Override
        public void slow() {}

        @Override
        public void ended(@Nullable GatewayError error, int status) {}

        @Override
        public void unused() {}
    };

    /** The first content is there. Once at most. */
    void answering();

    /** As the provider told them beside a good answer. */
    void limits(ProviderLimits limits);

    /** The stream has become far slower than is usual: that counts as a failure, whatever becomes of it. Once at most. */
    void slow();

    /**
     * @param error null: a complete reply
     * @param status of the answer; 0: none came
     */
    void ended(@Nullable GatewayError error, int status);

    /** The target is not asked after all. */
    void unused();
}
