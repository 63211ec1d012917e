package dev.sluice.conformance;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Where a provider's stream of the matrix can be cut. */
final class StreamCut {
    private StreamCut() {}

    /** The stream up to the end of the event with the first text. */
    static byte[] afterFirstText(byte[] all, String type) {
        return Arrays.copyOf(all, endOfFirstText(all, type));
    }

    private static int endOfFirstText(byte[] all, String type) {
        int at = indexOf(all, "Grü".getBytes(StandardCharsets.UTF_8));
        if (type.contains("amazon")) {
            int start = 0;
            while (start + size(all, start) <= at) {
                start += size(all, start);
            }
            return start + size(all, start);
        }
        byte[] end = (type.contains("ndjson") ? "\n" : "\n\n").getBytes(StandardCharsets.UTF_8);
        return at + indexOf(Arrays.copyOfRange(all, at, all.length), end) + end.length;
    }

    static int size(byte[] all, int at) {
        return ByteBuffer.wrap(all).getInt(at);
    }

    static int indexOf(byte[] all, byte[] part) {
        return Collections.indexOfSubList(boxed(all), boxed(part));
    }

    private static List<Byte> boxed(byte[] bytes) {
        List<Byte> list = new ArrayList<>(bytes.length);
        for (byte b : bytes) {
            list.add(b);
        }
        return list;
    }
}
