package dev.sluice.contract.policy;

/** Turns a {@link SecretSource} into the secret. The control plane, which only checks, has one that resolves nothing. */
@FunctionalInterface
public interface SecretResolver {
    /**
     * @param binding what an envelope is bound to, such as account and credential
     * @return without white space around it
     * @throws UnresolvedSecret with a reason that names the source and never the secret
     */
    String resolve(SecretSource source, String binding);

    /** A secret that cannot be had here. */
    final class UnresolvedSecret extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public UnresolvedSecret(String reason) {
            super(reason);
        }
    }
}
