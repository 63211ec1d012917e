package dev.sluice.contract.policy;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges identities for grants and keeps these fresh. Gateways have one that does; the control plane, which only checks,
 * has {@link #NONE}. Called on the thread that compiles policy; nothing here blocks.
 */
public interface IdentityExchange {
    /** Never has a grant. */
    IdentityExchange NONE = new IdentityExchange() {
        @Override
        public Kept keep(Identity identity) {
            return new Kept() {
                @Override
                public @Nullable Grant current() {
                    return null;
                }

                @Override
                public void whenTried(Runnable task) {
                    task.run();
                }
            };
        }

        @Override
        public void retain(Set<Identity> inUse) {}
    };

    /** Begins to keep it, or goes on. */
    Kept keep(Identity identity);

    /** Stops refreshing all others. Whoever holds one of these still has its last grant, until that expires. */
    void retain(Set<Identity> inUse);

    /** Thread-safe, and never waits. */
    interface Kept {
        /** The grant in force; null while there is none. */
        @Nullable
        Grant current();

        /**
         * Runs the task once when the first exchange has ended, well or not: at once if it has. On whatever thread ends it;
         * the task must not block.
         */
        void whenTried(Runnable task);
    }
}
