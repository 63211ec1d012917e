package dev.sluice.gateway.endpoint.anthropic;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.inference.chat.FinishReason;
import dev.sluice.gateway.inference.chat.StreamEncoder;
import dev.sluice.gateway.inference.chat.StreamEvent;
import java.nio.charset.StandardCharsets;
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

    private final String id;
    private final String model;
    private final StringBuilder out = new StringBuilder(256);
    private Block open = Block.NONE;
    private int index = -1;
    private int call = -1;
    private boolean started;
    private Tokens usage = Tokens.NONE;
    private @Nullable FinishReason finish;
    private @Nullable String stopText;

    MessagesStreamEncoder(String id, String model) {
        this.id = id;
        this.model = model;
    }

    @Override
    public byte[] encode(StreamEvent event) {
        out.setLength(0);
        switch (event) {
            case StreamEvent.Start _ -> start();
            case StreamEvent.TextDelta delta -> {
                block(Block.TEXT, "{\"type\":\"text\",\"text\":\"\"}");
                delta("{\"type\":\"text_delta\",\"text\":", delta.text());
            }
            case StreamEvent.ThinkingDelta delta -> {
                block(Block.THINKING, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}");
                delta("{\"type\":\"thinking_delta\",\"thinking\":", delta.text());
            }
            case StreamEvent.ThinkingSignature signature -> {
                if (open == Block.THINKING) {
                    delta("{\"type\":\"signature_delta\",\"signature\":", signature.signature());
                }
            }
            case StreamEvent.HiddenThinking hidden -> {
                close();
                open(Block.THINKING, "{\"type\":\"redacted_thinking\",\"data\":" + quoted(hidden.data()) + "}");
                close();
            }
            case StreamEvent.ToolCallStart call -> {
                close();
                this.call = call.index();
                open(
                        Block.TOOL,
                        "{\"type\":\"tool_use\",\"id\":" + quoted(call.id()) + ",\"name\":" + quoted(call.name())
                                + ",\"input\":{}}");
            }
            case StreamEvent.ToolArgumentsDelta delta -> {
                if (open == Block.TOOL && call == delta.index()) { // a closed block cannot be added to
                    delta("{\"type\":\"input_json_delta\",\"partial_json\":", delta.json());
                }
            }
            case StreamEvent.Answer _ -> {} // this dialect has one
            case StreamEvent.Usage stated -> usage = stated.tokens();
            case StreamEvent.Finish finished -> {
                finish = finished.reason();
                stopText = finished.stopText();
            }
            case StreamEvent.Failure failure -> {
                GatewayError error = GatewayError.Upstream.inStream(failure.kind(), failure.message());
                event("error", MessagesErrors.INSTANCE.body(error, ""));
            }
        }
        return bytes();
    }

    private void start() {
        if (started) {
            return;
        }
        started = true;
        event(
                "message_start",
                "{\"type\":\"message_start\",\"message\":{\"id\":" + quoted(id)
                        + ",\"type\":\"message\",\"role\":\"assistant\",\"model\":" + quoted(model)
                        + ",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":"
                        + MessagesReplyEncoder.usage(usage) + "}}");
    }

    /** Opens a block of the kind, unless one is open. */
    private void block(Block kind, String content) {
        if (open != kind) {
            close();
            open(kind, content);
        }
    }

    private void open(Block kind, String content) {
        start();
        open = kind;
        index++;
        event(
                "content_block_start",
                "{\"type\":\"content_block_start\",\"index\":" + index + ",\"content_block\":" + content + "}");
    }

    private void close() {
        if (open != Block.NONE) {
            open = Block.NONE;
            event("content_block_stop", "{\"type\":\"content_block_stop\",\"index\":" + index + "}");
        }
    }

    private void delta(String head, String text) {
        event(
                "content_block_delta",
                "{\"type\":\"content_block_delta\",\"index\":" + index + ",\"delta\":" + head + quoted(text) + "}}");
    }

    private void event(String name, String data) {
        out.append("event: ").append(name).append("\ndata: ").append(data).append("\n\n");
    }

    private static String quoted(String text) {
        return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    private byte[] bytes() {
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] end() {
        out.setLength(0);
        start();
        close();
        FinishReason reason = finish == null ? FinishReason.STOP : finish;
        event(
                "message_delta",
                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\""
                        + MessagesReplyEncoder.stopReason(reason, stopText) + "\",\"stop_sequence\":"
                        + (stopText == null ? "null" : quoted(stopText)) + "},\"usage\":"
                        + MessagesReplyEncoder.usage(usage) + "}");
        event("message_stop", "{\"type\":\"message_stop\"}");
        return bytes();
    }
}
