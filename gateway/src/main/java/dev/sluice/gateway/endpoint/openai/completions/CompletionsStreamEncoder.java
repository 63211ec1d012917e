package dev.sluice.gateway.endpoint.openai.completions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.endpoint.openai.OpenAiErrorBody;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.inference.chat.FinishReason;
import dev.sluice.gateway.inference.chat.StreamEncoder;
import dev.sluice.gateway.inference.chat.StreamEvent;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes an answer as a stream of {@code text_completion}. For one event loop. */
final class CompletionsStreamEncoder implements StreamEncoder {
    private static final byte[] NOTHING = {};
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

    private final String id;
    private final long createdSeconds;
    private final String model;
    private final boolean includeUsage;
    private @Nullable Tokens usage;
    /** Of the choice that the next event is of. */
    private int choice;

    /** Indexes of choices. */
    private final Set<Integer> finished = new HashSet<>();

    private boolean failed;

    CompletionsStreamEncoder(String id, long createdSeconds, String model, boolean includeUsage) {
        this.id = id;
        this.createdSeconds = createdSeconds;
        this.model = model;
        this.includeUsage = includeUsage;
    }

    @Override
    public byte[] encode(StreamEvent event) {
        if (failed) {
            return NOTHING;
        }
        return switch (event) {
            case StreamEvent.TextDelta delta -> delta.text().isEmpty() ? NOTHING : chunk(delta.text(), null);
            case StreamEvent.Answer other -> {
                choice = other.index();
                yield NOTHING;
            }
            case StreamEvent.Finish finish -> finished.add(choice) ? chunk("", finish.reason()) : NOTHING;
            case StreamEvent.Usage stated -> {
                usage = stated.tokens();
                yield NOTHING;
            }
            case StreamEvent.Failure failure -> {
                failed = true;
                GatewayError error = GatewayError.Upstream.inStream(failure.kind(), failure.message());
                yield OpenAiErrorBody.INSTANCE.event(error).getBytes(StandardCharsets.UTF_8);
            }
            case StreamEvent.Start _,
                    StreamEvent.ThinkingDelta _,
                    StreamEvent.ThinkingSignature _,
                    StreamEvent.HiddenThinking _,
                    StreamEvent.Cited _,
                    StreamEvent.Image _,
                    StreamEvent.ToolCallStart _,
                    StreamEvent.ToolArgumentsDelta _ -> NOTHING;
        };
    }

    @Override
    public boolean repeats() {
        return true;
    }

    private byte[] chunk(String text, @Nullable FinishReason finish) {
        ObjectNode root = CompletionsReplyEncoder.completion(id, createdSeconds, model);
        CompletionsReplyEncoder.choice(root.putArray("choices"), choice, text, finish);
        return event(root);
    }

    private static byte[] event(ObjectNode root) {
        return ("data: " + root + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] end() {
        if (failed || finished.isEmpty()) {
            return NOTHING;
        }
        Tokens stated = usage;
        if (!includeUsage || stated == null) {
            return DONE;
        }
        ObjectNode root = CompletionsReplyEncoder.completion(id, createdSeconds, model);
        root.putArray("choices");
        CompletionsReplyEncoder.usage(root, stated);
        byte[] last = event(root);
        byte[] both = new byte[last.length + DONE.length];
        System.arraycopy(last, 0, both, 0, last.length);
        System.arraycopy(DONE, 0, both, last.length, DONE.length);
        return both;
    }
}
