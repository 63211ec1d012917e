package dev.sluice.contract.policy;

/** A public key of the control plane: P-256, base64 of its X.509 SubjectPublicKeyInfo. Tokens name it by {@code kid}. */
public record SigningKeySpec(String algorithm, String publicKey) implements PolicySpec {
    public SigningKeySpec {
        Check.required(algorithm, "algorithm", "ES256");
        Check.required(publicKey, "publicKey", "base64 of the SubjectPublicKeyInfo");
    }
}
