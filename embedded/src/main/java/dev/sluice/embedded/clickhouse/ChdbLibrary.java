package dev.sluice.embedded.clickhouse;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** The functions of libchdb that the front calls, as they are declared in {@code chdb.h}. The library stays loaded. */
@SuppressWarnings("restricted")
final class ChdbLibrary {

    private final SymbolLookup symbols;

    private final MethodHandle setSignalHandlersEnabled;
    private final MethodHandle connect;
    private final MethodHandle closeConnection;
    private final MethodHandle query;
    private final MethodHandle queryWithParams;
    private final MethodHandle insert;
    private final MethodHandle insertWithParams;
    private final MethodHandle append;
    private final MethodHandle done;
    private final MethodHandle insertError;
    private final MethodHandle cancelInsert;
    private final MethodHandle destroyInsert;
    private final MethodHandle resultError;
    private final MethodHandle resultBuffer;
    private final MethodHandle resultLength;
    private final MethodHandle rowsRead;
    private final MethodHandle bytesRead;
    private final MethodHandle rowsWritten;
    private final MethodHandle bytesWritten;
    private final MethodHandle destroyResult;

    ChdbLibrary(Path library) {
        symbols = SymbolLookup.libraryLookup(library, Arena.global());
        setSignalHandlersEnabled = action("chdb_set_signal_handlers_enabled", JAVA_INT);
        connect = function("chdb_connect", ADDRESS, JAVA_INT, ADDRESS);
        closeConnection = action("chdb_close_conn", ADDRESS);
        query = function("chdb_query_n", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG);
        queryWithParams = withParams("chdb_query_with_params_n");
        insert = function("chdb_stream_insert_n", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG);
        insertWithParams = withParams("chdb_stream_insert_with_params_n");
        append = function("chdb_stream_append", JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG);
        done = function("chdb_stream_done", ADDRESS, ADDRESS);
        insertError = function("chdb_stream_insert_error", ADDRESS, ADDRESS);
        cancelInsert = action("chdb_stream_cancel_insert", ADDRESS);
        destroyInsert = action("chdb_destroy_insert_stream", ADDRESS);
        resultError = function("chdb_result_error", ADDRESS, ADDRESS);
        resultBuffer = function("chdb_result_buffer", ADDRESS, ADDRESS);
        resultLength = function("chdb_result_length", JAVA_LONG, ADDRESS);
        rowsRead = function("chdb_result_rows_read", JAVA_LONG, ADDRESS);
        bytesRead = function("chdb_result_bytes_read", JAVA_LONG, ADDRESS);
        rowsWritten = function("chdb_result_rows_written", JAVA_LONG, ADDRESS);
        bytesWritten = function("chdb_result_bytes_written", JAVA_LONG, ADDRESS);
        destroyResult = action("chdb_destroy_query_result", ADDRESS);
    }

    private MethodHandle withParams(String name) {
        return function(
                name, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, ADDRESS,
                JAVA_LONG);
    }

    private MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
        return Linker.nativeLinker()
                .downcallHandle(symbols.findOrThrow(name), FunctionDescriptor.of(result, arguments));
    }

    private MethodHandle action(String name, MemoryLayout... arguments) {
        return Linker.nativeLinker().downcallHandle(symbols.findOrThrow(name), FunctionDescriptor.ofVoid(arguments));
    }

    /** Must precede the first connection: the engine's handlers would replace those the JVM lives by. */
    void disableSignalHandlers() {
        call(() -> {
            setSignalHandlersEnabled.invokeExact(0);
            return 0;
        });
    }

    /** The pointer to a connection; NULL if the data cannot be opened. */
    MemorySegment connect(int count, MemorySegment arguments) {
        return call(() -> (MemorySegment) connect.invokeExact(count, arguments));
    }

    /** chdb_connect returns a pointer to the handle; everything but closing takes the handle. */
    MemorySegment handle(MemorySegment connection) {
        return connection.reinterpret(ADDRESS.byteSize()).get(ADDRESS, 0);
    }

    void close(MemorySegment connection) {
        call(() -> {
            closeConnection.invokeExact(connection);
            return 0;
        });
    }

    MemorySegment query(MemorySegment connection, NativeText sql, NativeText format, NativeParams params) {
        return call(() -> params.isEmpty()
                ? (MemorySegment)
                        query.invokeExact(connection, sql.address(), sql.length(), format.address(), format.length())
                : (MemorySegment) queryWithParams.invokeExact(
                        connection,
                        sql.address(),
                        sql.length(),
                        format.address(),
                        format.length(),
                        params.names(),
                        params.nameLengths(),
                        params.values(),
                        params.valueLengths(),
                        params.count()));
    }

    MemorySegment insert(MemorySegment connection, NativeText sql, NativeText format, NativeParams params) {
        return call(() -> params.isEmpty()
                ? (MemorySegment)
                        insert.invokeExact(connection, sql.address(), sql.length(), format.address(), format.length())
                : (MemorySegment) insertWithParams.invokeExact(
                        connection,
                        sql.address(),
                        sql.length(),
                        format.address(),
                        format.length(),
                        params.names(),
                        params.nameLengths(),
                        params.values(),
                        params.valueLengths(),
                        params.count()));
    }

    /** False if the stream has failed. */
    boolean append(MemorySegment stream, NativeText data) {
        return call(() -> (int) append.invokeExact(stream, data.address(), data.length())) == 0;
    }

    MemorySegment done(MemorySegment stream) {
        return call(() -> (MemorySegment) done.invokeExact(stream));
    }

    MemorySegment insertError(MemorySegment stream) {
        return call(() -> (MemorySegment) insertError.invokeExact(stream));
    }

    void cancel(MemorySegment stream) {
        call(() -> {
            cancelInsert.invokeExact(stream);
            return 0;
        });
    }

    void destroyInsert(MemorySegment stream) {
        call(() -> {
            destroyInsert.invokeExact(stream);
            return 0;
        });
    }

    MemorySegment error(MemorySegment result) {
        return call(() -> (MemorySegment) resultError.invokeExact(result));
    }

    /** The result's bytes, valid until it is destroyed. */
    MemorySegment bytes(MemorySegment result) {
        return call(() -> {
            var length = (long) resultLength.invokeExact(result);
            return length == 0
                    ? MemorySegment.NULL
                    : ((MemorySegment) resultBuffer.invokeExact(result)).reinterpret(length);
        });
    }

    Summary summary(MemorySegment result) {
        return call(() -> new Summary(
                (long) rowsRead.invokeExact(result),
                (long) bytesRead.invokeExact(result),
                (long) rowsWritten.invokeExact(result),
                (long) bytesWritten.invokeExact(result)));
    }

    void destroy(MemorySegment result) {
        call(() -> {
            destroyResult.invokeExact(result);
            return 0;
        });
    }

    /** A call that a method handle declares to throw anything, and that throws nothing. */
    private interface Downcall<T> {
        T invoke() throws Throwable;
    }

    private static <T> T call(Downcall<T> downcall) {
        try {
            return downcall.invoke();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
