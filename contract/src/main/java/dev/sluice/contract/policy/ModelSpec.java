package dev.sluice.contract.policy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A model that clients may name: which account serves it, what the provider calls it, what it costs.
 *
 * @param upstream the provider's name for it; {@code *} in a wildcard Model stands for what the name's {@code *} matched
 * @param price absent: the built-in catalog's, looked up by (provider, upstream)
 * @param quality 0 to 100, for the score strategy
 */
public record ModelSpec(
        String account,
        String upstream,
        List<Mode> modes,
        @Nullable Price price,
        @Nullable Limits limits,
        @Nullable Integer quality,
        @Nullable UnsupportedParameters unsupportedParameters)
        implements PolicySpec {

    public ModelSpec {
        Check.name(account, "account");
        Check.required(upstream, "upstream", "give the provider's name of the model, or * in a wildcard");
        if (upstream.isBlank() || upstream.length() > 300 || upstream.chars().anyMatch(c -> c < 0x20)) {
            throw new InvalidField("upstream", "must be 1 to 300 printable characters");
        }
        modes = Check.list(modes, "modes");
        if (quality != null && (quality < 0 || quality > 100)) {
            throw new InvalidField("quality", quality + " is out of range: use 0 to 100");
        }
    }

    void checkWildcard(String name) {
        long stars = name.chars().filter(c -> c == '*').count();
        if (stars > 1 || (stars == 1 && !name.endsWith("*"))) {
            throw new InvalidField(
                    "metadata.name", "'" + name + "' is not a wildcard: one * at the end, as in openai/*");
        }
        if (stars == 0 && upstream.contains("*")) {
            throw new InvalidField("spec.upstream", "has a * but the name has none: make the name a wildcard as well");
        }
    }

    /** What a model can be called for. */
    public enum Mode {
        CHAT,
        RESPONSES,
        COMPLETION,
        EMBEDDING,
        IMAGE,
        SPEECH,
        TRANSCRIPTION,
        TRANSLATION,
        RERANK,
        MODERATION,
        REALTIME;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        static Mode of(String name) {
            return Arrays.stream(values())
                    .filter(m -> m.wireName().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new InvalidField(
                            "",
                            "'" + Check.shorten(name)
                                    + "' is not a mode: use chat, responses, completion, embedding, image,"
                                    + " speech, transcription, translation, rerank, moderation or realtime"));
        }
    }

    /** What it answers with at most; 0: not said. */
    long outputTokens() {
        return limits == null || limits.outputTokens() == null ? 0 : limits.outputTokens();
    }

    /** Tokens, both optional. */
    public record Limits(
            @Nullable Integer contextTokens, @Nullable Integer outputTokens) {
        public Limits {
            if (contextTokens != null && contextTokens <= 0) {
                throw new InvalidField("contextTokens", "must be greater than 0");
            }
            if (outputTokens != null && outputTokens <= 0) {
                throw new InvalidField("outputTokens", "must be greater than 0");
            }
        }
    }

    /** What happens to a request parameter that the model does not know. */
    public enum UnsupportedParameters {
        FORWARD,
        DROP,
        REJECT;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        static UnsupportedParameters of(String name) {
            return Arrays.stream(values())
                    .filter(v -> v.wireName().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new InvalidField(
                            "", "'" + Check.shorten(name) + "' is unknown: use forward, drop or reject"));
        }
    }
}
