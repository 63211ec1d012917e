package dev.sluice.gateway.provider;

import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.inference.chat.Content.Source;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call at one target: passed through, or translated. One per attempt, on its event loop: the readers may need to know what
 * {@link #outgoing} sent.
 */
public interface Exchange {
    /** @throws dev.sluice.gateway.error.GatewayException when the call cannot be said in the provider's dialect */
    Outgoing outgoing();

    /** Addresses of images whose bytes the provider must be sent, since it does not fetch them itself. */
    default List<String> imageAddresses() {
        return List.of();
    }

    /** The same with the images at these addresses. */
    default Exchange with(Map<String, Source.Base64> images) {
        return this;
    }

    default HttpMethod method() {
        return HttpMethod.POST;
    }

    /** An answer that needs no provider; null: the provider is asked. */
    default @Nullable Buffer answer() {
        return null;
    }

    /** Sets credential, content type and the account's fixed headers; the client's own keys are not in {@code headers}. */
    void setHeaders(MultiMap headers, Outgoing outgoing, CompiledAccount.Credential credential);

    /** The class of a reply that is not a success. */
    UpstreamClass classify(int status, byte[] body);

    /** Whether the provider's own words on an error are in the client's dialect. */
    boolean relaysErrors();

    /** A reader of one whole reply. */
    ReplyReader replyReader();

    /** A reader of one stream. Holds state: asked for once. */
    StreamReader streamReader();
}
