package dev.sluice.ingest.source;

import dev.sluice.contract.usage.UsageJson;
import dev.sluice.contract.usage.UsageRecord;
import io.nats.client.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Records of several messages, and the lines among them that cannot be read. */
final class UsageBatch {
    private final List<Message> messages = new ArrayList<>();
    private final List<UsageRecord> records = new ArrayList<>();
    private final List<Unreadable> unreadable = new ArrayList<>();

    /** @param reason without the line's contents */
    record Unreadable(byte[] line, String reason) {}

    void add(Message message) {
        messages.add(message);
        byte[] data = message.getData() == null ? new byte[0] : message.getData();
        int start = 0;
        for (int i = 0; i <= data.length; i++) {
            if (i == data.length || data[i] == '\n') {
                if (i > start) {
                    line(Arrays.copyOfRange(data, start, i));
                }
                start = i + 1;
            }
        }
    }

    private void line(byte[] line) {
        try {
            records.add(UsageJson.read(line));
        } catch (IOException | RuntimeException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable");
            unreadable.add(new Unreadable(line, reason.substring(0, Math.min(200, reason.length()))));
        }
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
