package dev.sluice.gateway.endpoint.openai.responses;

import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.inference.JsonBytes;
import dev.sluice.gateway.inference.chat.FinishReason;
import dev.sluice.gateway.inference.chat.SignatureOrigin;
import dev.sluice.gateway.inference.chat.StreamEncoder;
import dev.sluice.gateway.inference.chat.StreamEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a streamed answer as the events of a response (API reference, "Streaming events"): items one after the other, each
 * added, filled and done. The answer's text is kept until its end, since the last event repeats it.
 */
final class ResponsesStreamEncoder implements StreamEncoder {
    private static final byte[] NOTHING = {};

    private final JsonBytes out = new JsonBytes();
    private final ResponseObject response;
    private final List<OutputItem> items = new ArrayList<>();
    private final ResponseEvents events = new ResponseEvents(out);
    private @Nullable OpenItem open;
    private @Nullable FinishReason finish;
    private @Nullable Tokens usage;
    private boolean started;
    private boolean failed;

    ResponsesStreamEncoder(ResponseObject response) {
        this.response = response;
    }

    @Override
    public byte[] encode(StreamEvent event) {
        if (failed) {
            return NOTHING;
        }
        switch (event) {
            case StreamEvent.Start _ -> start();
            case StreamEvent.TextDelta delta -> text(delta.text());
            case StreamEvent.ThinkingDelta delta -> reasoning().add(delta.text());
            case StreamEvent.ThinkingSignature signed -> {
                OpenItem.Reasoning thought = reasoning();
                thought.carry(CarriedThought.signed(thought.text(), signed.signature()));
                close(true);
            }
            case StreamEvent.HiddenThinking hidden -> {
                close(true);
                reasoning().carry(CarriedThought.hidden(hidden.data()));
                close(true);
            }
            case StreamEvent.Image image -> {
                close(true);
                open(new OpenItem.Image(response.itemId("ig", items.size()), image));
                close(true);
            }
            case StreamEvent.ToolCallStart call -> {
                close(true);
                open(new OpenItem.Call(call.index(), response.itemId("fc", items.size()), call.id(), call.name()));
            }
            case StreamEvent.ToolArgumentsDelta delta -> arguments(delta);
            case StreamEvent.Cited cited -> {
                if (open instanceof OpenItem.Message message) {
                    message.cite(cited.citation());
                }
            }
            case StreamEvent.Finish ended -> finish(ended.reason());
            case StreamEvent.Answer _ -> {} // this dialect has one
            case StreamEvent.Usage stated -> usage = stated.tokens();
            case StreamEvent.Failure failure -> fail(ToldFailure.of(failure.kind(), failure.message()));
        }
        return out.take();
    }

    private void start() {
        if (!started) {
            started = true;
            for (String type : List.of("response.created", "response.in_progress")) {
                events.begin(type).raw("\"response\":");
                response.writeBegun(out);
                events.end();
            }
        }
    }

    private void text(String text) {
        if (text.isEmpty()) {
            return;
        }
        if (!(open instanceof OpenItem.Message)) {
            close(true);
            open(new OpenItem.Message(response.itemId("msg", items.size()), OutputItem.textLength(items)));
        }
        if (open != null) {
            open.add(text);
        }
    }

    /** The thought that is open, or a new one. */
    private OpenItem.Reasoning reasoning() {
        if (open instanceof OpenItem.Reasoning thought) {
            return thought;
        }
        close(true);
        OpenItem.Reasoning thought =
                new OpenItem.Reasoning(response.itemId(SignatureOrigin.REASONING_ITEM, items.size()));
        open(thought);
        return thought;
    }

    /** A call that is done cannot be added to. */
    private void arguments(StreamEvent.ToolArgumentsDelta delta) {
        if (open instanceof OpenItem.Call call && call.index() == delta.index()) {
            call.add(delta.json());
        }
    }

    private void open(OpenItem item) {
        start();
        open = item;
        item.open(events, items.size());
    }

    private void close(boolean complete) {
        OpenItem item = open;
        if (item != null) {
            open = null;
            items.add(item.close(complete));
        }
    }

    private void finish(FinishReason reason) {
        if (finish == null) {
            start();
            finish = reason;
            close(reason == FinishReason.STOP || reason == FinishReason.TOOL_CALLS);
        }
    }

    private void fail(ToldFailure failure) {
        failed = true;
        start();
        events.failure(failure);
        events.begin("response.failed").raw("\"response\":");
        response.writeFailed(failure, items, usage, out);
        events.end();
    }

    /** A stream without a reason of its end is not complete, and does not end as if it were. */
    @Override
    public byte[] end() {
        FinishReason reason = finish;
        if (failed || reason == null) {
            return NOTHING;
        }
        boolean whole = reason == FinishReason.STOP || reason == FinishReason.TOOL_CALLS;
        events.begin(whole ? "response.completed" : "response.incomplete").raw("\"response\":");
        response.writeEnded(reason, items, usage, out);
        events.end();
        return out.take();
    }
}
