package dev.sluice.embedded.clickhouse;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;

/** A statement's named parameters as the four parallel arrays the library takes. */
record NativeParams(
        MemorySegment names, MemorySegment nameLengths, MemorySegment values, MemorySegment valueLengths, long count) {

    static NativeParams of(Arena arena, Map<String, String> params) {
        var names =
                params.keySet().stream().map(name -> NativeText.of(arena, name)).toArray(NativeText[]::new);
        var values = params.values().stream()
                .map(value -> NativeText.of(arena, value))
                .toArray(NativeText[]::new);
        return new NativeParams(
                NativeText.pointers(arena, names),
                NativeText.lengths(arena, names),
                NativeText.pointers(arena, values),
                NativeText.lengths(arena, values),
                params.size());
    }

    boolean isEmpty() {
        return count == 0;
    }
}
