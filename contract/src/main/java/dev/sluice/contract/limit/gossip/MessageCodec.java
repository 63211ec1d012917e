package dev.sluice.contract.limit.gossip;

import dev.sluice.contract.limit.SegmentId;
import dev.sluice.contract.limit.gossip.LimitMessage.BucketState;
import dev.sluice.contract.limit.gossip.LimitMessage.CounterState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The bytes of a {@link LimitMessage}: a version, then numbers of variable length and short texts. */
final class MessageCodec {
    static final int MAX_BYTES = 512 * 1024;
    private static final int VERSION = 1;
    private static final int MAX_TEXT = 1_024;

    private MessageCodec() {}

    static byte[] encode(LimitMessage message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeByte(code(message.type()));
            text(out, message.instance());
            number(out, message.tick());
            number(out, message.sentElapsed());
            number(out, message.sentWall());
            number(out, message.part());
            number(out, message.parts());
            number(out, message.counters().size());
            for (CounterState counter : message.counters()) {
                write(out, counter);
            }
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    /** Whether it is a message of the instance, without reading the rest: a gateway hears all it says itself. */
    static boolean isOf(String instance, byte[] message) {
        byte[] name = instance.getBytes(StandardCharsets.UTF_8);
        int begin = 3; // version, type, length of the name
        return name.length < 0x80
                && message.length >= begin + name.length
                && message[0] == VERSION
                && message[1] != code(LimitMessage.Type.CLOSED)
                && message[2] == name.length
                && Arrays.equals(message, begin, begin + name.length, name, 0, name.length);
    }

    private static void write(DataOutputStream out, CounterState counter) throws IOException {
        text(out, counter.segment().rule());
        text(out, counter.segment().subject());
        number(out, counter.segment().values().size());
        for (String value : counter.segment().values()) {
            text(out, value);
        }
        text(out, counter.key());
        number(out, counter.buckets().size());
        for (BucketState bucket : counter.buckets()) {
            number(out, bucket.index());
            number(out, bucket.grown());
            number(out, bucket.other());
        }
    }

    /** @throws IOException when it is not such a message, or of another version */
    static LimitMessage decode(byte[] bytes) throws IOException {
        if (bytes.length > MAX_BYTES * 2) {
            throw new IOException("a message of " + bytes.length + " bytes is too long");
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        int version = in.readUnsignedByte();
        if (version != VERSION) {
            throw new IOException("version " + version + " is not " + VERSION);
        }
        LimitMessage.Type type = type(in.readUnsignedByte());
        String instance = text(in);
        long tick = number(in);
        long elapsed = number(in);
        long wall = number(in);
        int part = size(in, Integer.MAX_VALUE);
        int parts = size(in, Integer.MAX_VALUE);
        int count = size(in, bytes.length);
        List<CounterState> counters = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            counters.add(counter(in, bytes.length));
        }
        return new LimitMessage(type, instance, tick, elapsed, wall, part, parts, List.copyOf(counters));
    }

    private static int code(LimitMessage.Type type) {
        return switch (type) {
            case DELTA -> 0;
            case FULL -> 1;
            case GOODBYE -> 2;
            case CLOSED -> 3;
        };
    }

    private static LimitMessage.Type type(int code) throws IOException {
        return switch (code) {
            case 0 -> LimitMessage.Type.DELTA;
            case 1 -> LimitMessage.Type.FULL;
            case 2 -> LimitMessage.Type.GOODBYE;
            case 3 -> LimitMessage.Type.CLOSED;
            default -> throw new IOException("type " + code + " is unknown");
        };
    }

    private static CounterState counter(DataInputStream in, int most) throws IOException {
        String rule = text(in);
        String subject = text(in);
        int count = size(in, 3);
        List<String> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(text(in));
        }
        String key = text(in);
        int size = size(in, most);
        List<BucketState> buckets = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            buckets.add(new BucketState(number(in), number(in), number(in)));
        }
        return new CounterState(new SegmentId(rule, subject, List.copyOf(values)), key, List.copyOf(buckets));
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(out, bytes.length);
        out.write(bytes);
    }

    private static String text(DataInputStream in) throws IOException {
        byte[] bytes = in.readNBytes(size(in, MAX_TEXT));
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static int size(DataInputStream in, int most) throws IOException {
        long size = number(in);
        if (size < 0 || size > most) {
            throw new IOException(size + " is out of range");
        }
        return (int) size;
    }

    /** Seven bits a byte, the lowest first. */
    private static void number(DataOutputStream out, long value) throws IOException {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.writeByte((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    private static long number(DataInputStream in) throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = in.readUnsignedByte();
            value |= (next & 0x7fL) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new IOException("a number is too long");
    }
}
