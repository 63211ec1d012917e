package dev.sluice.gateway.provider.bedrock;

import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.gateway.provider.ClaudeModel;
import java.util.Locale;

/**
 * What a model behind Bedrock takes, told by its id. Converse is one dialect, but each vendor's models refuse other parts of it.
 * The id of an application inference profile or an imported model says nothing: such a model is sent what the client asked for
 * in so many words, and nothing that was made up for it.
 *
 * @param claude the generation; of use for Claude alone
 */
record BedrockModel(String id, Family family, ClaudeModel claude) {
    enum Family {
        CLAUDE,
        NOVA,
        MISTRAL,
        GPT_OSS,
        OTHER,
        /** An ARN that does not say. */
        UNKNOWN
    }

    static BedrockModel of(CompiledModel target) {
        BedrockModel named = named(target.upstream());
        return new BedrockModel(named.id(), named.family(), ClaudeModel.of(target));
    }

    static BedrockModel named(String upstream) {
        String id = upstream.toLowerCase(Locale.ROOT);
        return new BedrockModel(id, family(id), ClaudeModel.named(id));
    }

    private static Family family(String id) {
        if (id.contains("anthropic.") || id.contains("claude")) {
            return Family.CLAUDE;
        }
        if (id.contains("amazon.nova")) {
            return Family.NOVA;
        }
        if (id.contains("mistral.")) {
            return Family.MISTRAL;
        }
        if (id.contains("gpt-oss")) {
            return Family.GPT_OSS;
        }
        return id.startsWith("arn:") && !id.contains("foundation-model/") ? Family.UNKNOWN : Family.OTHER;
    }

    /** Whether a tool call can be demanded. */
    boolean takesForcedTool() {
        return switch (family) {
            case CLAUDE -> claude.takesForcedTool();
            case NOVA, UNKNOWN -> true;
            case MISTRAL -> id.contains("large");
            case GPT_OSS, OTHER -> false;
        };
    }

    boolean takesCachePoints() {
        return family == Family.CLAUDE || family == Family.NOVA || family == Family.UNKNOWN;
    }

    /** Whether thoughts of before, signed, may and must come back. */
    boolean takesThoughts() {
        return family == Family.CLAUDE || family == Family.UNKNOWN;
    }

    boolean takesSampling() {
        return family != Family.CLAUDE || claude.takesSampling();
    }

    /** Whether a temperature and a top-p may stand beside each other. */
    boolean takesBothSamplings() {
        return family != Family.CLAUDE && family != Family.UNKNOWN;
    }

    /** Whether {@code outputConfig} holds the answer to a schema. */
    boolean takesSchema() {
        return family == Family.CLAUDE && claude.takesSchema();
    }

    boolean takesAudio() {
        return family == Family.NOVA;
    }

    /** Whether {@code reasoningConfig} is known: from the second generation of Nova. */
    boolean isReasoningNova() {
        return family == Family.NOVA && id.contains("nova-2");
    }
}
