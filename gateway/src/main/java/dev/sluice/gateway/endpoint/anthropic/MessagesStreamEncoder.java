package dev.sluice.gateway.endpoint.anthropic;

import static dev.sluice.gateway.inference.JsonBytes.ascii;

import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.inference.JsonBytes;
import dev.sluice.gateway.inference.chat.FinishReason;
import dev.sluice.gateway.inference.chat.StreamEncoder;
import dev.sluice.gateway.inference.chat.StreamEvent;
import org.jspecify.annotations.Nullable;

/**
 * A streamed answer as Anthropic's events (API reference, "Streaming messages"): blocks one after the other, each opened and
 * closed; usage at the end, since other providers know it only then.
 */
final class MessagesStreamEncoder implements StreamEncoder {
    private enum Block {
        NONE,
        TEXT,
        THINKING,
        TOOL
    }

    private static final byte[] MESSAGE_START =
            event("message_start", "{\"type\":\"message_start\",\"message\":{\"id\":");
    private static final byte[] BLOCK_START =
            event("content_block_start", "{\"type\":\"content_block_start\",\"index\":");
    private static final byte[] BLOCK_DELTA =
            event("content_block_delta", "{\"type\":\"content_block_delta\",\"index\":");
    private static final byte[] BLOCK_STOP = event("content_block_stop", "{\"type\":\"content_block_stop\",\"index\":");
    private static final byte[] MESSAGE_DELTA =
            event("message_delta", "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":");
    private static final byte[] MESSAGE_STOP = event("message_stop", "{\"type\":\"message_stop\"}\n\n");
    private static final byte[] TEXT = ascii(",\"delta\":{\"type\":\"text_delta\",\"text\":");
    private static final byte[] THINKING = ascii(",\"delta\":{\"type\":\"thinking_delta\",\"thinking\":");
    private static final byte[] SIGNATURE = ascii(",\"delta\":{\"type\":\"signature_delta\",\"signature\":");
    private static final byte[] ARGUMENTS = ascii(",\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":");
    private static final byte[] CITATION = ascii(",\"delta\":{\"type\":\"citations_delta\",\"citation\":");
    private static final byte[] NO_TEXT = ascii("{\"type\":\"text\",\"text\":\"\"}");
    private static final byte[] NO_THOUGHT = ascii("{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}");

    private final String id;
    private final String model;
    private final JsonBytes out = new JsonBytes();
    private Block open = Block.NONE;
    private int index = -1;
    private int call = -1;
    private boolean started;
    private Tokens usage = Tokens.NONE;
    private @Nullable FinishReason finish;
    private @Nullable String stopText;

    private static byte[] event(String name, String data) {
        return ascii("event: " + name + "\ndata: " + data);
    }

    MessagesStreamEncoder(String id, String model) {
        this.id = id;
        this.model = model;
    }

    @Override
    public byte[] encode(StreamEvent event) {
        switch (event) {
            case StreamEvent.Start _ -> start();
            case StreamEvent.TextDelta delta -> {
                block(Block.TEXT);
                delta(TEXT, delta.text());
            }
            case StreamEvent.ThinkingDelta delta -> {
                block(Block.THINKING);
                delta(THINKING, delta.text());
            }
            case StreamEvent.ThinkingSignature signature -> {
                if (open == Block.THINKING) {
                    delta(SIGNATURE, signature.signature());
                }
            }
            case StreamEvent.HiddenThinking hidden -> {
                close();
                begin(Block.THINKING)
                        .raw("{\"type\":\"redacted_thinking\",\"data\":")
                        .string(hidden.data());
                out.raw("}}\n\n");
                close();
            }
            case StreamEvent.Image _ -> {} // an assistant's message has none in this dialect
            case StreamEvent.ToolCallStart call -> tool(call);
            case StreamEvent.ToolArgumentsDelta delta -> {
                if (open == Block.TOOL && call == delta.index()) { // a closed block cannot be added to
                    delta(ARGUMENTS, delta.json());
                }
            }
            case StreamEvent.Answer _ -> {} // this dialect has one
            case StreamEvent.Cited cited -> {
                if (open == Block.TEXT) { // a closed block cannot be added to
                    out.raw(BLOCK_DELTA).number(index).raw(CITATION);
                    out.text(CitedText.json(cited.citation()).toString()).raw("}}\n\n");
                }
            }
            case StreamEvent.Usage stated -> usage = stated.tokens();
            case StreamEvent.Finish finished -> {
                finish = finished.reason();
                stopText = finished.stopText();
            }
            case StreamEvent.Failure failure -> {
                GatewayError error = GatewayError.Upstream.inStream(failure.kind(), failure.message());
                out.raw("event: error\ndata: ")
                        .text(MessagesErrors.INSTANCE.body(error, ""))
                        .raw("\n\n");
            }
        }
        return out.take();
    }

    @Override
    public boolean repeats() {
        return true;
    }

    private void start() {
        if (started) {
            return;
        }
        started = true;
        out.raw(MESSAGE_START).string(id).raw(",\"type\":\"message\",\"role\":\"assistant\",\"model\":");
        out.string(model).raw(",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":");
        out.raw(MessagesReplyEncoder.usage(usage).toString()).raw("}}\n\n");
    }

    private void tool(StreamEvent.ToolCallStart started) {
        close();
        call = started.index();
        begin(Block.TOOL).raw("{\"type\":\"tool_use\",\"id\":").string(started.id());
        out.raw(",\"name\":").string(started.name()).raw(",\"input\":{}}}\n\n");
    }

    /** Opens a block of the kind, unless one is open. */
    private void block(Block kind) {
        if (open != kind) {
            close();
            begin(kind).raw(kind == Block.TEXT ? NO_TEXT : NO_THOUGHT).raw("}\n\n");
        }
    }

    /** What the block begins with is to follow. */
    private JsonBytes begin(Block kind) {
        start();
        open = kind;
        index++;
        return out.raw(BLOCK_START).number(index).raw(",\"content_block\":");
    }

    private void close() {
        if (open != Block.NONE) {
            open = Block.NONE;
            out.raw(BLOCK_STOP).number(index).raw("}\n\n");
        }
    }

    private void delta(byte[] head, String text) {
        out.raw(BLOCK_DELTA).number(index).raw(head).string(text).raw("}}\n\n");
    }

    @Override
    public byte[] end() {
        start();
        close();
        FinishReason reason = finish == null ? FinishReason.STOP : finish;
        out.raw(MESSAGE_DELTA).string(MessagesReplyEncoder.stopReason(reason, stopText));
        out.raw(",\"stop_sequence\":");
        if (stopText == null) {
            out.raw("null");
        } else {
            out.string(stopText);
        }
        out.raw("},\"usage\":")
                .raw(MessagesReplyEncoder.usage(usage).toString())
                .raw("}\n\n");
        return out.raw(MESSAGE_STOP).take();
    }
}
