package dev.sluice.embedded.clickhouse;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Bytes copied to native memory for one call, followed by a NUL that is not counted. */
record NativeText(MemorySegment address, long length) {

    static NativeText of(Arena arena, String text) {
        return of(arena, StandardCharsets.UTF_8.encode(text));
    }

    static NativeText of(Arena arena, ByteBuffer bytes) {
        var source = MemorySegment.ofBuffer(bytes);
        // Allocated memory is zeroed, which is where the NUL comes from.
        var copy = arena.allocate(source.byteSize() + 1);
        MemorySegment.copy(source, 0, copy, 0, source.byteSize());
        return new NativeText(copy, source.byteSize());
    }

    /** A NUL-terminated string the library owns; empty for a null pointer. */
    @SuppressWarnings("restricted")
    static String read(MemorySegment address) {
        return address.equals(MemorySegment.NULL)
                ? ""
                : address.reinterpret(Long.MAX_VALUE).getString(0);
    }

    /** The {@code char **} of these. */
    static MemorySegment pointers(Arena arena, NativeText... texts) {
        var pointers = arena.allocate(ValueLayout.ADDRESS, texts.length);
        for (int i = 0; i < texts.length; i++) {
            pointers.setAtIndex(ValueLayout.ADDRESS, i, texts[i].address());
        }
        return pointers;
    }

    /** The {@code size_t *} of these. */
    static MemorySegment lengths(Arena arena, NativeText... texts) {
        var lengths = arena.allocate(ValueLayout.JAVA_LONG, texts.length);
        for (int i = 0; i < texts.length; i++) {
            lengths.setAtIndex(ValueLayout.JAVA_LONG, i, texts[i].length());
        }
        return lengths;
    }
}
