package dev.sluice.gateway.auth;

import dev.sluice.contract.key.KeyHash;
import dev.sluice.contract.policy.CompiledKey;
import dev.sluice.contract.policy.Owner;
import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.contract.policy.Subject;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Turns the credential of a request into a {@link Principal}. One per event loop: it holds a digest. */
public final class Authenticator {
    private static final int MAX_CREDENTIAL = 8192;

    private final InstantSource clock;
    private final UserTokens users;
    private final IssuedTokens issued;
    private final MessageDigest sha256;
    /** Of the credential at hand: three for each character are enough. */
    private final byte[] bytes = new byte[3 * MAX_CREDENTIAL];

    private final byte[] digest = new byte[32];

    /** @param keys of the issuers that policy names */
    public Authenticator(InstantSource clock, TokenKeys keys) {
        this.clock = clock;
        this.users = new UserTokens(clock);
        this.issued = new IssuedTokens(clock, keys);
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * @param credential as {@link Credentials#of} found it; null when there was none
     * @param address the client's, 4 or 16 bytes
     * @throws GatewayException when nobody is known by it, whatever the cause
     */
    public Principal authenticate(PolicySnapshot policy, @Nullable String credential, byte[] address) {
        if (credential == null || credential.length() > MAX_CREDENTIAL) {
            throw refused();
        }
        return UserTokens.looksLikeToken(credential) ? byToken(policy, credential) : byKey(policy, credential, address);
    }

    private Principal byKey(PolicySnapshot policy, String credential, byte[] address) {
        CompiledKey key = policy.key(hash(credential));
        if (key == null || key.notAfterMillis() <= clock.millis()) {
            throw refused();
        }
        Principal principal = new KeyHolder(enabled(policy.owner(key.owner())), key);
        if (!key.admits(address)) {
            throw new GatewayException(new GatewayError.AddressNotAllowed());
        }
        return principal;
    }

    private Principal byToken(PolicySnapshot policy, String token) {
        if (policy.issuers().isEmpty()) {
            return byUserToken(policy, token);
        }
        KeyHash hash = hash(token);
        Principal bearer = issued.remembered(policy, hash);
        if (bearer == null) {
            bearer = users.userOf(policy, token) == null
                    ? issued.verify(policy, token, hash)
                    : byUserToken(policy, token);
        }
        if (bearer == null) {
            throw refused();
        }
        return bearer;
    }

    private Principal byUserToken(PolicySnapshot policy, String token) {
        String user = users.userOf(policy, token);
        if (user == null) {
            throw refused();
        }
        return new SignedInUser(enabled(policy.owner(new Subject(Subject.Type.USER, user))));
    }

    private KeyHash hash(String credential) {
        try {
            sha256.update(bytes, 0, encode(credential));
            sha256.digest(digest, 0, digest.length);
        } catch (DigestException e) {
            throw new IllegalStateException("32 bytes are what SHA-256 has", e);
        }
        return KeyHash.of(digest);
    }

    /** @return how many of the bytes it takes, as UTF-8 */
    private int encode(String credential) {
        int length = credential.length();
        for (int i = 0; i < length; i++) {
            char c = credential.charAt(i);
            if (c >= 0x80) {
                byte[] utf8 = credential.getBytes(StandardCharsets.UTF_8);
                System.arraycopy(utf8, 0, bytes, 0, utf8.length);
                return utf8.length;
            }
            bytes[i] = (byte) c;
        }
        return length;
    }

    private static GatewayException refused() {
        return new GatewayException(new GatewayError.Unauthenticated());
    }

    private static Owner enabled(@Nullable Owner owner) {
        if (owner == null || owner.disabled()) {
            throw refused();
        }
        return owner;
    }
}
