package dev.sluice.gateway.provider.vertex;

import dev.sluice.contract.catalog.Dialect;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.gateway.signing.UriEncoding;

/**
 * A model on Vertex AI.
 *
 * @param publisher such as {@code google}: it decides the dialect
 */
public record VertexModel(String publisher, String name) {
    private static final String ANTHROPIC = "anthropic";
    private static final String GOOGLE = "google";

    /** As {@code publishers/anthropic/models/claude-…}, {@code anthropic/claude-…}, or by the name alone. */
    public static VertexModel of(CompiledModel target) {
        String[] parts = target.upstream().split("/", -1);
        if (parts.length == 4 && parts[0].equals("publishers") && parts[2].equals("models")) {
            return new VertexModel(parts[1], parts[3]);
        }
        if (parts.length == 2 && (parts[0].equals(ANTHROPIC) || parts[0].equals(GOOGLE))) {
            return new VertexModel(parts[0], parts[1]);
        }
        return new VertexModel(target.upstream().startsWith("claude-") ? ANTHROPIC : GOOGLE, target.upstream());
    }

    public Dialect dialect() {
        return publisher.equals(ANTHROPIC) ? Dialect.ANTHROPIC : Dialect.GEMINI;
    }

    /** @param method such as {@code generateContent}, with a query if it needs one */
    String uri(CompiledModel target, String method) {
        String base = target.account().baseUrl().path();
        return (base.endsWith("/v1") || base.endsWith("/v1beta1") ? base : base + "/v1") + "/projects/"
                + segment(target.account().cloud().project()) + "/locations/"
                + segment(target.account().cloud().location()) + "/publishers/"
                + segment(publisher) + "/models/"
                + segment(name) + ":" + method;
    }

    /** Where policy is older than this version, something that Google will refuse. */
    private static String segment(@org.jspecify.annotations.Nullable String name) {
        return UriEncoding.encode(name == null ? "-" : name);
    }
}
