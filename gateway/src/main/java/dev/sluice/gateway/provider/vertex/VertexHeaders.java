package dev.sluice.gateway.provider.vertex;

import dev.sluice.contract.policy.CompiledAccount;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

/** Headers of a call to Vertex AI, whoever made the model. */
final class VertexHeaders {
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence IDENTITY = HttpHeaders.createOptimized("identity");

    /** Of an API key, which Google Cloud issues too. */
    private static final CharSequence KEY_HEADER = HttpHeaders.createOptimized("x-goog-api-key");

    private VertexHeaders() {}

    static void set(MultiMap headers, CompiledAccount account, CompiledAccount.Credential credential) {
        headers.set(HttpHeaders.CONTENT_TYPE, JSON);
        headers.set(HttpHeaders.ACCEPT_ENCODING, IDENTITY);
        account.headers().forEach(headers::set);
        if (credential instanceof CompiledAccount.Token token) {
            headers.set(HttpHeaders.AUTHORIZATION, "Bearer " + token.secret());
        } else if (!credential.secret().isEmpty()) {
            headers.set(KEY_HEADER, credential.secret());
        }
    }
}
