package dev.sluice.gateway.provider;

import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * What is sent to a provider.
 *
 * @param uri path and query, the account's base path included
 * @param dropped what the client asked for and the provider has no word for
 */
public record Outgoing(String uri, Buffer body, List<String> dropped) {}
