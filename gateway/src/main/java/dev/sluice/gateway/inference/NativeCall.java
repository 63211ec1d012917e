package dev.sluice.gateway.inference;

import dev.sluice.contract.policy.CompiledModel;
import io.vertx.core.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/**
 * A request that is passed to an account as it came, whatever it asks.
 *
 * @param path below the account's base URL, with its query
 * @param contentType null: the request has no body
 * @param target the Model that the request names; where it names none, a stand-in for the account, without a price
 */
public record NativeCall(
        byte[] body,
        RequestFields fields,
        HttpMethod method,
        String path,
        @Nullable String contentType,
        CompiledModel target)
        implements Call {
    /** Not known: an upload, say, is no prompt. */
    @Override
    public boolean generates() {
        return false;
    }
}
