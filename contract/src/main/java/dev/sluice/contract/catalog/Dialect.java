package dev.sluice.contract.catalog;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** A wire format that providers or clients speak. */
public enum Dialect {
    /** Chat completions as OpenAI defined them. */
    OPENAI,
    /** Messages. */
    ANTHROPIC,
    /** {@code generateContent}. */
    GEMINI,
    /** Converse of AWS. */
    BEDROCK,
    /** The second chat API of Cohere. */
    COHERE,
    /** Ollama's own, of JSON lines. */
    OLLAMA,
    /** Completions of a bare prompt, as OpenAI defined them: of clients alone. */
    COMPLETIONS,
    /** OpenAI's Responses API. */
    RESPONSES;

    @JsonCreator
    public static Dialect of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
