package dev.sluice.conformance;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** An event as Bedrock frames it: lengths, headers, payload, each part with its check sum. */
final class BinaryEvent {
    private static final int AROUND = 16;
    private static final byte STRING = 7;

    private BinaryEvent() {}

    static byte[] of(String type, byte[] payload) {
        return message("event", type, payload);
    }

    /** One that ends the stream. */
    static byte[] exception(String type, byte[] payload) {
        return message("exception", type, payload);
    }

    private static byte[] message(String kind, String type, byte[] payload) {
        ByteArrayOutputStream headers = new ByteArrayOutputStream();
        header(headers, ":" + kind + "-type", type);
        header(headers, ":content-type", "application/json");
        header(headers, ":message-type", kind);
        int length = AROUND + headers.size() + payload.length;
        ByteBuffer out = ByteBuffer.allocate(length).putInt(length).putInt(headers.size());
        out.putInt(sum(out)).put(headers.toByteArray()).put(payload);
        return out.putInt(sum(out)).array();
    }

    private static void header(ByteArrayOutputStream out, String name, String value) {
        out.write(name.length());
        out.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        out.write(STRING);
        out.write(value.length() >> 8);
        out.write(value.length());
        out.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
    }

    private static int sum(ByteBuffer written) {
        CRC32 sum = new CRC32();
        sum.update(written.duplicate().flip());
        return (int) sum.getValue();
    }
}
