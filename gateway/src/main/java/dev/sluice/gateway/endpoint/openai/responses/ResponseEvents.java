package dev.sluice.gateway.endpoint.openai.responses;

import dev.sluice.gateway.inference.JsonBytes;

/** What stands around the members of an event: its name, its type and its number. */
final class ResponseEvents {
    private final JsonBytes out;
    private long next;

    ResponseEvents(JsonBytes out) {
        this.out = out;
    }

    JsonBytes out() {
        return out;
    }

    /** More members are to follow, and then {@link #end}. */
    JsonBytes begin(String type) {
        out.raw("event: ").raw(type).raw("\ndata: {\"type\":\"").raw(type);
        return out.raw("\",\"sequence_number\":").number(next++).raw(",");
    }

    /** Begins an event about a part of an item, or about the item when there is no such member. */
    JsonBytes begin(String type, String itemId, int outputIndex) {
        begin(type).raw("\"item_id\":").string(itemId).raw(",\"output_index\":");
        return out.number(outputIndex).raw(",");
    }

    void end() {
        out.raw("}\n\n");
    }

    /** A whole event. Some clients look for the members of the error at the top, others inside. */
    void failure(ToldFailure failure) {
        begin("error");
        error(failure);
        out.raw(",\"error\":{\"type\":").string(failure.code()).raw(",");
        error(failure);
        out.raw("}");
        end();
    }

    private void error(ToldFailure failure) {
        out.raw("\"code\":").string(failure.code()).raw(",\"message\":").string(failure.message());
        out.raw(",\"param\":null");
    }

    /** A whole event. */
    void item(String type, int outputIndex, boolean done, OutputItem item) {
        begin(type).raw("\"output_index\":").number(outputIndex).raw(",\"item\":");
        if (done) {
            OutputItem.write(item, out);
        } else {
            OutputItem.writeAdded(item, out);
        }
        end();
    }
}
