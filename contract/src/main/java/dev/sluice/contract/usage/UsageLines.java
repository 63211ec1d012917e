package dev.sluice.contract.usage;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * A batch of records in the making, one per line. Its memory is used again for the next batch. Not thread-safe.
 *
 * @see UsageJson
 */
public final class UsageLines {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 << 10);
    private @Nullable JsonGenerator out;

    public void add(UsageRecord record) {
        try {
            JsonGenerator open = out == null ? UsageJson.FACTORY.createGenerator(bytes) : out;
            out = open;
            UsageJson.write(record, open);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }

    /** Bytes so far. */
    public int size() {
        return bytes.size() + (out == null ? 0 : out.getOutputBuffered());
    }

    /** The lines that were added since the last call, each with its line break. */
    public byte[] take() {
        try {
            if (out != null) {
                out.close();
                out = null;
                bytes.write('\n');
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        } finally {
            bytes.reset();
        }
    }
}
