package dev.sluice.gateway.auth;

import java.security.PublicKey;
import java.util.Set;

/**
 * A key with which an issuer signs.
 *
 * @param algorithms that it may be used with
 */
public record TokenKey(PublicKey key, Set<String> algorithms) {}
