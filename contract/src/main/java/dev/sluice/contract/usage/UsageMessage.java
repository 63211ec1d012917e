package dev.sluice.contract.usage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Usage records of one gateway on their way to the worker: {@code SLU} and the version, the gateway's instance, then records
 * ({@link RecordFormat}), each behind its length. They are copied as they lie on the gateway's ring, so that nobody but the
 * worker spends time on what is in them.
 *
 * @param records encoded, in the order of their positions on the ring
 */
public record UsageMessage(String instance, List<byte[]> records) {
    private static final byte[] MAGIC = {'S', 'L', 'U'};
    private static final int VERSION = 1;

    public UsageMessage {
        records = List.copyOf(records);
    }

    /** A message in the making. Its memory is used again for the next one. Not thread-safe. */
    public static final class Writer {
        private final RecordOutput records = new RecordOutput();
        private final RecordOutput numbers = new RecordOutput();

        /** @param record encoded */
        public void add(byte[] record) {
            records.number(record.length);
            records.bytes(record);
        }

        /** Bytes of records so far. */
        public int size() {
            return records.length();
        }

        /** The message of the records that were added since the last call. */
        public byte[] take(String instance) {
            numbers.clear();
            numbers.text(instance);
            int head = MAGIC.length + 1 + numbers.length();
            byte[] message = Arrays.copyOf(MAGIC, head + records.length());
            message[MAGIC.length] = VERSION;
            numbers.copyTo(message, MAGIC.length + 1);
            records.copyTo(message, head);
            records.clear();
            return message;
        }

        /** Forgets what was added. */
        public void clear() {
            records.clear();
        }
    }

    public static byte[] of(String instance, UsageRecord... records) {
        Writer writer = new Writer();
        RecordOutput record = new RecordOutput();
        for (UsageRecord each : records) {
            RecordFormat.write(each, record);
            writer.add(record.toByteArray());
        }
        return writer.take(instance);
    }

    /** @throws IOException saying why it is none, or what would be needed to read it */
    public static UsageMessage read(byte[] message) throws IOException {
        if (message.length <= MAGIC.length || !Arrays.equals(message, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new IOException("these " + message.length + " bytes are no usage records");
        }
        int version = message[MAGIC.length];
        if (version != VERSION) {
            throw new IOException("usage records of version " + version
                    + " are read by a newer worker alone, this one reads " + VERSION);
        }
        RecordInput in = new RecordInput(message, MAGIC.length + 1);
        String instance = in.text();
        List<byte[]> records = new ArrayList<>();
        while (!in.isAtEnd()) {
            records.add(in.bytes());
        }
        return new UsageMessage(instance, records);
    }
}
