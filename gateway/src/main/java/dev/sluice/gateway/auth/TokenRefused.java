package dev.sluice.gateway.auth;

/** What is wrong with a token, for the log of whoever runs the gateway: never a part of the token, and never for its bearer. */
final class TokenRefused extends Exception {
    private static final long serialVersionUID = 1L;

    TokenRefused(String reason) {
        super(reason, null, false, false);
    }
}
