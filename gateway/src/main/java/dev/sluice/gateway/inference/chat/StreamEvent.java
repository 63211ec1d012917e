package dev.sluice.gateway.inference.chat;

import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.error.UpstreamClass;
import org.jspecify.annotations.Nullable;

/**
 * A step of a streamed answer. In order: one {@link Start}; then deltas, those of one part together, a tool call's own after
 * its {@link ToolCallStart}; one {@link Finish}; {@link Usage} at any time, each replacing the one before.
 * {@link Failure} ends it wherever it comes. Several answers to one request are interleaved: {@link Answer} says of which the
 * events are that follow.
 */
public sealed interface StreamEvent {
    /** @param id empty when the provider gives none */
    record Start(String id, String model) implements StreamEvent {}

    /** @param index from 0, which the first events are of unless this says otherwise */
    record Answer(int index) implements StreamEvent {}

    record TextDelta(String text) implements StreamEvent {}

    record ThinkingDelta(String text) implements StreamEvent {}

    /** Of the thinking that came before; it ends there. Marked with its {@link SignatureOrigin}. */
    record ThinkingSignature(String signature) implements StreamEvent {}

    record HiddenThinking(String data) implements StreamEvent {}

    /**
     * A whole image of the answer.
     *
     * @param mediaType such as {@code image/png}
     */
    record Image(String mediaType, String base64) implements StreamEvent {}

    /** @param index of the call in this answer, from 0, without gaps */
    record ToolCallStart(int index, String id, String name) implements StreamEvent {}

    /** @param json a piece of the arguments' text; all pieces together are a JSON object */
    record ToolArgumentsDelta(int index, String json) implements StreamEvent {}

    /** Of text that came before it, and may be long before. */
    record Cited(Citation citation) implements StreamEvent {}

    record Finish(FinishReason reason, @Nullable String stopText) implements StreamEvent {}

    record Usage(Tokens tokens) implements StreamEvent {}

    record Failure(UpstreamClass kind, String message) implements StreamEvent {}
}
