package dev.sluice.conformance.scripted;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** A message of {@code application/vnd.amazon.eventstream}: lengths, headers, payload, and a checksum behind each half. */
final class EventMessage {
    private static final int STRING = 7;
    /** Lengths and two checksums. */
    private static final int FRAME_BYTES = 16;

    private EventMessage() {}

    static byte[] of(String event, JsonNode payload) {
        try {
            ByteArrayOutputStream headers = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(headers);
            header(out, ":event-type", event);
            header(out, ":content-type", "application/json");
            header(out, ":message-type", "event");
            return framed(headers.toByteArray(), payload.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void header(DataOutputStream out, String name, String value) throws IOException {
        out.writeByte(name.length());
        out.writeBytes(name);
        out.writeByte(STRING);
        out.writeShort(value.length());
        out.writeBytes(value);
    }

    private static byte[] framed(byte[] headers, byte[] payload) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(FRAME_BYTES + headers.length + payload.length);
        out.writeInt(headers.length);
        out.writeInt(checksum(bytes));
        out.write(headers);
        out.write(payload);
        out.writeInt(checksum(bytes));
        return bytes.toByteArray();
    }

    private static int checksum(ByteArrayOutputStream bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes.toByteArray());
        return (int) crc.getValue();
    }
}
