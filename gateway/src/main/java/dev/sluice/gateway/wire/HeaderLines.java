package dev.sluice.gateway.wire;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * The header lines of one reply as bytes. There is one of an event loop, written anew for each reply: the lines stay in the
 * processor's cache, and nothing is allocated for them. What would end a line within a value becomes a question mark.
 */
public final class HeaderLines implements HeaderSink {
    private static final int FIRST_ROOM = 1_024;
    private static final int MOST_KEPT = 64 << 10;

    private byte[] bytes = new byte[FIRST_ROOM];
    private final byte[] digits = new byte[Decimals.MAX_LENGTH];
    private int length;

    void clear() {
        length = 0;
        if (bytes.length > MOST_KEPT) {
            bytes = new byte[FIRST_ROOM];
        }
    }

    int length() {
        return length;
    }

    void writeTo(ByteBuf out) {
        out.writeBytes(bytes, 0, length);
    }

    @Override
    public void set(HeaderName name, String value) {
        start(name, value.length());
        text(value);
        end();
    }

    @Override
    public void set(String name, String value) {
        room(name.length() + value.length() + 4);
        text(name);
        bytes[length++] = ':';
        bytes[length++] = ' ';
        text(value);
        end();
    }

    @Override
    public void set(HeaderName name, long value) {
        start(name, digits.length);
        number(value, 0);
        end();
    }

    @Override
    public void setSeconds(HeaderName name, long seconds) {
        start(name, digits.length);
        number(seconds, 0);
        bytes[length++] = 's';
        end();
    }

    @Override
    public void setFixed(HeaderName name, long value, int places) {
        start(name, digits.length);
        number(value, places);
        end();
    }

    private void start(HeaderName name, int valueLength) {
        byte[] start = name.lineStart();
        room(start.length + valueLength + 3);
        System.arraycopy(start, 0, bytes, length, start.length);
        length += start.length;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }

    @SuppressWarnings("deprecation") // the low bytes are what is wanted: all others are looked at below
    private void text(String value) {
        value.getBytes(0, value.length(), bytes, length);
        int end = length + value.length();
        for (int i = length; i < end; i++) {
            byte low = bytes[i];
            if (low < ' ' || low == 0x7f) {
                bytes[i] = '?';
            }
        }
        length = end;
    }

    private void number(long value, int places) {
        int at = Decimals.write(value, places, digits, digits.length);
        System.arraycopy(digits, at, bytes, length, digits.length - at);
        length += digits.length - at;
    }

    private void end() {
        bytes[length++] = '\r';
        bytes[length++] = '\n';
    }
}
