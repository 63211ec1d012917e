package dev.sluice.gateway.inference;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.buffer.impl.BufferImpl;

/** Between Vert.x buffers and bytes, without a copy where possible. */
public final class Bytes {
    private Bytes() {}

    /** The buffer takes the bytes over. */
    @SuppressWarnings("deprecation")
    public static Buffer buffer(ByteBuf bytes) {
        return Buffer.buffer(bytes);
    }

    /** The buffer shares the array, which is not to be changed, and is as long as it: {@link Buffer#buffer(byte[])} would copy it. */
    public static Buffer buffer(byte[] bytes) {
        return buffer(Unpooled.wrappedBuffer(bytes));
    }

    /** @return not to be changed: the buffer shares it when it consists of one array that is full */
    public static byte[] of(Buffer buffer) {
        ByteBuf bytes = view(buffer);
        if (bytes.hasArray() && bytes.arrayOffset() == 0 && bytes.readerIndex() == 0) {
            byte[] array = bytes.array();
            if (array.length == buffer.length()) {
                return array;
            }
        }
        return buffer.getBytes();
    }

    /** Shares the buffer's bytes, and maybe its positions. */
    @SuppressWarnings("deprecation")
    public static ByteBuf view(Buffer buffer) {
        return buffer instanceof BufferImpl own ? own.byteBuf() : buffer.getByteBuf(); // that makes a view each time
    }
}
