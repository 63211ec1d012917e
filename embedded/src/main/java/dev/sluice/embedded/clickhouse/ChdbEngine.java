package dev.sluice.embedded.clickhouse;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The engine on one data directory. Statements run one after the other on a thread of the engine's own: in parallel they are
 * no faster, and a virtual thread inside native code would hold its carrier.
 *
 * <p>Each statement has a connection of its own (about a millisecond), so its settings, its database and its temporary tables
 * end with it, as they do on a server without sessions. One more connection keeps the engine up in between.
 */
final class ChdbEngine implements AutoCloseable {

    /** ClickHouse parses by recursion and wants the stack that a C program's thread has. */
    private static final long STACK_BYTES = 8L << 20;

    private static final List<String> LIMITS = List.of(
            "--max_server_memory_usage=2000000000",
            "--mark_cache_size=134217728",
            "--uncompressed_cache_size=0",
            "--max_threads=2");

    private final ChdbLibrary library;
    private final ExecutorService thread;
    private final Arena arena = Arena.ofShared();
    private final int argumentCount;
    private final MemorySegment arguments;
    private MemorySegment keeper = MemorySegment.NULL;

    private ChdbEngine(ChdbLibrary library, Path data) {
        this.library = library;
        this.thread = Executors.newSingleThreadExecutor(task -> new Thread(null, task, "chdb", STACK_BYTES));
        var argv = Stream.concat(Stream.of("clickhouse", "--path=" + data), LIMITS.stream())
                .map(argument -> NativeText.of(arena, argument))
                .toArray(NativeText[]::new);
        this.argumentCount = argv.length;
        this.arguments = NativeText.pointers(arena, argv);
    }

    static ChdbEngine open(Path libraryFile, Path data) throws IOException {
        var library = new ChdbLibrary(libraryFile);
        var engine = new ChdbEngine(library, data);
        engine.thread.execute(() -> {
            library.disableSignalHandlers();
            engine.keeper = library.connect(engine.argumentCount, engine.arguments);
        });
        if (engine.run(sql("SELECT 1")) instanceof Answer.Failure(var code, var text)) {
            throw new IOException("the engine does not open " + data + " (" + code + "): " + text);
        }
        return engine;
    }

    /** A plain statement, for the front's own questions. */
    static Statement sql(String text) {
        return new Statement(StandardCharsets.UTF_8.encode(text), "TabSeparated", "default", Map.of(), Map.of(), false);
    }

    /** Waits for the statements before it, runs this one and returns what came of it. */
    Answer run(Statement statement) {
        return CompletableFuture.supplyAsync(() -> onOwnConnection(statement), thread)
                .join();
    }

    private Answer onOwnConnection(Statement statement) {
        var connection = library.connect(argumentCount, arguments);
        if (connection.equals(MemorySegment.NULL)) {
            return Answer.Failure.of(1002, "the engine cannot be opened", "UNKNOWN_EXCEPTION");
        }
        try (var call = Arena.ofConfined()) {
            var handle = library.handle(connection);
            for (var preparation : preparations(statement)) {
                switch (query(call, handle, sql(preparation))) {
                    case Answer.Failure failure -> {
                        return failure;
                    }
                    case Answer.Result result -> result.close();
                }
            }
            return switch (Shape.of(statement.sql())) {
                case Shape.Whole _ -> query(call, handle, statement);
                case Shape.InsertWithData(var head, var format, var data) ->
                    insert(call, handle, statement, head, format, data);
            };
        } finally {
            library.close(connection);
        }
    }

    /** What a server does with the URL before it looks at the query. Read-only comes last: it forbids to set anything else. */
    private static List<String> preparations(Statement statement) {
        var settings = statement.settings().entrySet().stream()
                .map(setting -> "`%s` = %s".formatted(setting.getKey().replace("`", "``"), quoted(setting.getValue())))
                .collect(Collectors.joining(", "));
        return Stream.of(
                        statement.database().equals("default")
                                ? ""
                                : "USE `"
                                        + statement
                                                .database()
                                                .replace("\\", "\\\\")
                                                .replace("`", "\\`") + "`",
                        settings.isEmpty() ? "" : "SET " + settings,
                        statement.readOnly() ? "SET readonly = 2" : "")
                .filter(preparation -> !preparation.isEmpty())
                .toList();
    }

    private static String quoted(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private Answer query(Arena call, MemorySegment handle, Statement statement) {
        return answer(library.query(
                handle,
                NativeText.of(call, statement.sql()),
                NativeText.of(call, statement.format()),
                NativeParams.of(call, statement.params())));
    }

    private Answer insert(
            Arena call, MemorySegment handle, Statement statement, ByteBuffer head, String format, ByteBuffer data) {
        var stream = library.insert(
                handle,
                NativeText.of(call, head),
                NativeText.of(call, format),
                NativeParams.of(call, statement.params()));
        try {
            var refused = NativeText.read(library.insertError(stream));
            if (!refused.isEmpty()) {
                return Answer.Failure.of(refused);
            }
            if (data.hasRemaining() && !library.append(stream, NativeText.of(call, data))) {
                var failed = NativeText.read(library.insertError(stream));
                library.cancel(stream);
                return Answer.Failure.of(failed);
            }
            return answer(library.done(stream));
        } finally {
            library.destroyInsert(stream);
        }
    }

    private Answer answer(MemorySegment result) {
        if (result.equals(MemorySegment.NULL)) {
            return Answer.Failure.of(1002, "the engine gave no result", "UNKNOWN_EXCEPTION");
        }
        var error = NativeText.read(library.error(result));
        if (!error.isEmpty()) {
            library.destroy(result);
            return Answer.Failure.of(error);
        }
        return new Answer.Result(library.bytes(result), library.summary(result), () -> library.destroy(result));
    }

    /** Lets the running statement end, then closes the data in order. Without it the library brings the JVM down at exit. */
    @Override
    public void close() {
        thread.execute(() -> library.close(keeper));
        thread.close();
    }
}
