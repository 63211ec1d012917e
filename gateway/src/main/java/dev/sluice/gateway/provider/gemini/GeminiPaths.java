package dev.sluice.gateway.provider.gemini;

import dev.sluice.gateway.signing.UriEncoding;

/** Paths of a chat call: the model, and whether to stream, are said there. Names are one segment each, whatever they hold. */
final class GeminiPaths {
    /** As the API lists its models; the prefix is part of the path. */
    private static final String LISTED = "models/";

    private GeminiPaths() {}

    /**
     * Of the Gemini Developer API.
     *
     * @param basePath of the account, without a trailing slash; may be empty
     */
    static String developer(String basePath, String model, boolean stream) {
        return developer(basePath, model, method(stream));
    }

    /** @param method with its colon */
    static String developer(String basePath, String model, String method) {
        return basePath + "/v1beta/" + LISTED + UriEncoding.encode(listed(model).substring(LISTED.length())) + method;
    }

    /** The model's name as bodies have it. */
    static String listed(String model) {
        return model.startsWith(LISTED) ? model : LISTED + model;
    }

    /** Without {@code alt=sse} the stream would be an array that arrives in pieces. */
    private static String method(boolean stream) {
        return stream ? ":streamGenerateContent?alt=sse" : ":generateContent";
    }
}
