package dev.sluice.contract.usage;

/**
 * A batch of records in the making, one per line. Its memory is used again for the next batch. Not thread-safe.
 *
 * @see UsageJson
 */
public final class UsageLines {
    private final JsonText lines = new JsonText(64 << 10);

    public void add(UsageRecord record) {
        UsageJsonWriter.write(record, lines);
        lines.lineBreak();
    }

    /** Bytes so far. */
    public int size() {
        return lines.length();
    }

    /** The lines that were added since the last call, each with its line break. */
    public byte[] take() {
        byte[] bytes = lines.toByteArray();
        lines.clear();
        return bytes;
    }
}
