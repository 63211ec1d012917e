package dev.sluice.ingest.source;

import dev.sluice.contract.usage.RecordFormat;
import dev.sluice.contract.usage.UsageMessage;
import dev.sluice.contract.usage.UsageRecord;
import io.nats.client.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Records of several messages, and what cannot be read of them. */
final class UsageBatch {
    private static final int MAX_REASON = 200;

    private final List<Message> messages = new ArrayList<>();
    private final List<UsageRecord> records = new ArrayList<>();
    private final List<Unreadable> unreadable = new ArrayList<>();

    /**
     * @param message with nothing else in it, so that it can be sent again to a worker that reads it
     * @param reason without the contents
     */
    record Unreadable(byte[] message, String reason) {}

    void add(Message message) {
        messages.add(message);
        byte[] data = message.getData() == null ? new byte[0] : message.getData();
        try {
            UsageMessage read = UsageMessage.read(data);
            for (byte[] record : read.records()) {
                add(record, read.instance());
            }
        } catch (IOException e) {
            unreadable.add(new Unreadable(data, reason(e)));
        }
    }

    private void add(byte[] record, String instance) {
        try {
            records.add(RecordFormat.read(record, instance));
        } catch (IOException | RuntimeException e) {
            UsageMessage.Writer alone = new UsageMessage.Writer();
            alone.add(record);
            unreadable.add(new Unreadable(alone.take(instance), reason(e)));
        }
    }

    private static String reason(Exception e) {
        String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable");
        return reason.substring(0, Math.min(MAX_REASON, reason.length()));
    }

    List<Message> messages() {
        return messages;
    }

    List<UsageRecord> records() {
        return records;
    }

    List<Unreadable> unreadable() {
        return unreadable;
    }
}
