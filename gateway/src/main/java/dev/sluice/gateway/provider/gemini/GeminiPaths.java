package dev.sluice.gateway.provider.gemini;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Paths of a chat call: the model, and whether to stream, are said there. Names are one segment each, whatever they hold. */
final class GeminiPaths {
    private static final String PLAIN = "-._~";
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
        return basePath + "/v1beta/" + LISTED + segment(listed(model).substring(LISTED.length())) + method;
    }

    /** The model's name as bodies have it. */
    static String listed(String model) {
        return model.startsWith(LISTED) ? model : LISTED + model;
    }

    /**
     * Of Vertex AI.
     *
     * @param basePath of the account, without a trailing slash; may be empty
     * @param location such as {@code europe-west1} or {@code global}
     */
    static String vertex(String basePath, String project, String location, String model, boolean stream) {
        return basePath + "/v1/projects/" + segment(project) + "/locations/" + segment(location)
                + "/publishers/google/models/" + segment(model) + method(stream);
    }

    /** Without {@code alt=sse} the stream would be an array that arrives in pieces. */
    private static String method(boolean stream) {
        return stream ? ":streamGenerateContent?alt=sse" : ":generateContent";
    }

    private static String segment(String name) {
        StringBuilder out = new StringBuilder(name.length() + 8);
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || PLAIN.indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            }
        }
        return out.toString();
    }
}
