package dev.sluice.conformance;

/** What is asked of a client's dialect and a provider together: a column of the matrix. */
enum Feature {
    TEXT("text", "text"),
    STREAM("stream", "stream"),
    TOOLS("tools", "tools"),
    STREAMED_TOOLS("streamed tools", "streamed tools"),
    IMAGES("images in", "text"),
    REASONING("reasoning", "reasoning"),
    SIGNATURE("signature round trip", "signature"),
    STRUCTURED("structured output", "text"),
    SEVERAL("several answers", "text"),
    IMAGES_OUT("images out", "pictured"),
    CITATIONS("citations", "cited"),
    CACHING("caching counted", "cached"),
    USAGE("usage", "text"),
    ERRORS("errors", "limited"),
    EMBEDDINGS("embeddings", "embeddings");

    final String label;
    /** What a provider must have an answer of, for it to be asked. */
    final String needs;

    Feature(String label, String needs) {
        this.label = label;
        this.needs = needs;
    }

    boolean isStreamed() {
        return this == STREAM || this == STREAMED_TOOLS;
    }
}
