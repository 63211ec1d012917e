package dev.sluice.gateway.endpoint.openai.responses;

import dev.sluice.gateway.endpoint.openai.chat.AnnotationJson;
import dev.sluice.gateway.inference.chat.Citation;
import dev.sluice.gateway.inference.chat.StreamEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The item of a stream that is being filled: it writes its own events. */
abstract sealed class OpenItem {
    private static final String ADDED = "response.output_item.added";
    private static final String DONE = "response.output_item.done";

    final String id;
    private final StringBuilder filled = new StringBuilder();
    private @Nullable ResponseEvents events;
    private int outputIndex;

    private OpenItem(String id) {
        this.id = id;
    }

    /** Whatever was added so far. */
    final String text() {
        return filled.toString();
    }

    /** Null before it is opened. */
    final @Nullable ResponseEvents events() {
        return events;
    }

    final int outputIndex() {
        return outputIndex;
    }

    /** Once, before all else. */
    final void open(ResponseEvents to, int index) {
        events = to;
        outputIndex = index;
        to.item(ADDED, index, false, item(true));
    }

    final void add(String delta) {
        ResponseEvents to = events;
        if (to != null && !delta.isEmpty()) {
            if (filled.isEmpty()) {
                beginPart(to, outputIndex);
            }
            filled.append(delta);
            delta(to, outputIndex, delta);
        }
    }

    /** @param complete whether the answer was not cut off in it */
    final OutputItem close(boolean complete) {
        ResponseEvents to = events;
        if (to != null) {
            endPart(to, outputIndex);
            to.item(DONE, outputIndex, true, item(complete));
        }
        return item(complete);
    }

    abstract OutputItem item(boolean complete);

    /** Before the first delta. */
    abstract void beginPart(ResponseEvents to, int index);

    abstract void delta(ResponseEvents to, int index, String delta);

    /** Also when there was no delta. */
    abstract void endPart(ResponseEvents to, int index);

    static final class Message extends OpenItem {
        private static final String PART = "\"content_index\":0,\"part\":";

        private final List<Citation> citations = new ArrayList<>();
        private final int start;

        /** @param start of its text in the answer's */
        Message(String id, int start) {
            super(id);
            this.start = start;
        }

        /** What is of an earlier message is left out: that one is done. */
        void cite(Citation citation) {
            ResponseEvents to = events();
            if (to == null || text().isEmpty() || (citation.hasRange() && citation.start() < start)) {
                return;
            }
            Citation own = citation.moved(-start);
            to.begin("response.output_text.annotation.added", id, outputIndex())
                    .raw("\"content_index\":0,\"annotation_index\":")
                    .number(citations.size())
                    .raw(",\"annotation\":");
            AnnotationJson.response(own, to.out());
            to.end();
            citations.add(own);
        }

        @Override
        OutputItem item(boolean complete) {
            return new OutputItem.Message(id, text(), List.copyOf(citations), complete);
        }

        @Override
        void beginPart(ResponseEvents to, int index) {
            to.begin("response.content_part.added", id, index).raw(PART);
            OutputItem.text("", List.of(), to.out());
            to.end();
        }

        @Override
        void delta(ResponseEvents to, int index, String delta) {
            to.begin("response.output_text.delta", id, index)
                    .raw("\"content_index\":0,\"logprobs\":[],\"delta\":")
                    .string(delta);
            to.end();
        }

        @Override
        void endPart(ResponseEvents to, int index) {
            to.begin("response.output_text.done", id, index)
                    .raw("\"content_index\":0,\"logprobs\":[],\"text\":")
                    .string(text());
            to.end();
            to.begin("response.content_part.done", id, index).raw(PART);
            OutputItem.text(text(), citations, to.out());
            to.end();
        }
    }

    static final class Reasoning extends OpenItem {
        private static final String PART = "\"summary_index\":0,\"part\":";

        private @Nullable String carried;

        Reasoning(String id) {
            super(id);
        }

        /** What the client is to send back. */
        void carry(String thought) {
            carried = thought;
        }

        @Override
        OutputItem item(boolean complete) {
            return new OutputItem.Reasoning(id, text(), carried);
        }

        @Override
        void beginPart(ResponseEvents to, int index) {
            to.begin("response.reasoning_summary_part.added", id, index).raw(PART);
            OutputItem.summary("", to.out());
            to.end();
        }

        @Override
        void delta(ResponseEvents to, int index, String delta) {
            to.begin("response.reasoning_summary_text.delta", id, index)
                    .raw("\"summary_index\":0,\"delta\":")
                    .string(delta);
            to.end();
        }

        /** A thought that is not shown has no part. */
        @Override
        void endPart(ResponseEvents to, int index) {
            if (!text().isEmpty()) {
                to.begin("response.reasoning_summary_text.done", id, index)
                        .raw("\"summary_index\":0,\"text\":")
                        .string(text());
                to.end();
                to.begin("response.reasoning_summary_part.done", id, index).raw(PART);
                OutputItem.summary(text(), to.out());
                to.end();
            }
        }
    }

    /** Whole as soon as it is opened. */
    static final class Image extends OpenItem {
        private final StreamEvent.Image image;

        Image(String id, StreamEvent.Image image) {
            super(id);
            this.image = image;
        }

        @Override
        OutputItem item(boolean complete) {
            return new OutputItem.Image(id, image.mediaType(), image.base64());
        }

        @Override
        void beginPart(ResponseEvents to, int index) {}

        @Override
        void delta(ResponseEvents to, int index, String delta) {}

        @Override
        void endPart(ResponseEvents to, int index) {
            to.begin("response.image_generation_call.completed")
                    .raw("\"item_id\":")
                    .string(id);
            to.out().raw(",\"output_index\":").number(index);
            to.end();
        }
    }

    static final class Call extends OpenItem {
        private final int index;
        private final String callId;
        private final String name;

        /** @param index among calls */
        Call(int index, String id, String callId, String name) {
            super(id);
            this.index = index;
            this.callId = callId;
            this.name = name;
        }

        int index() {
            return index;
        }

        @Override
        OutputItem item(boolean complete) {
            return new OutputItem.FunctionCall(id, callId, name, text(), complete);
        }

        @Override
        void beginPart(ResponseEvents to, int outputIndex) {}

        @Override
        void delta(ResponseEvents to, int outputIndex, String delta) {
            to.begin("response.function_call_arguments.delta", id, outputIndex)
                    .raw("\"delta\":")
                    .string(delta);
            to.end();
        }

        /** A call without arguments has an empty object of them: clients parse what they have joined. */
        @Override
        void endPart(ResponseEvents to, int outputIndex) {
            if (text().isEmpty()) {
                add("{}");
            }
            to.begin("response.function_call_arguments.done", id, outputIndex)
                    .raw("\"arguments\":")
                    .string(text());
            to.end();
        }
    }
}
