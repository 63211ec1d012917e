package dev.sluice.embedded.clickhouse;

import java.nio.ByteBuffer;

/** How a statement is to be handed to the engine. */
sealed interface Shape {

    /** As it is. {@code format} is the one its text names, empty if it names none. */
    record Whole(String format) implements Shape {}

    /** An INSERT whose data follows its FORMAT clause: the engine takes the two apart, and binary data only that way. */
    record InsertWithData(ByteBuffer head, String format, ByteBuffer data) implements Shape {}

    static Shape of(ByteBuffer sql) {
        var words = new Words(sql);
        var first = words.next();
        return first.equals("INSERT") ? insert(sql, words) : new Whole(lastFormat(words));
    }

    private static Shape insert(ByteBuffer sql, Words words) {
        for (var word = words.next(); !word.isEmpty(); word = words.next()) {
            switch (word) {
                case "VALUES", "SELECT", "WITH", "INFILE" -> {
                    // The data is the engine's to read, as SQL.
                    return new Whole("");
                }
                case "FORMAT" -> {
                    return split(sql, words.wordStart(), words);
                }
                default -> {}
            }
        }
        return new Whole("");
    }

    private static Shape split(ByteBuffer sql, int headEnd, Words words) {
        var format = words.identifier();
        if (format.isEmpty() || format.equalsIgnoreCase("VALUES")) {
            return new Whole("");
        }
        var start = dataStart(sql, words.position());
        return new InsertWithData(sql.slice(0, headEnd), format, sql.slice(start, sql.limit() - start));
    }

    /** Blanks and one line end belong to the statement; the next byte is data, whatever it is. */
    private static int dataStart(ByteBuffer sql, int from) {
        var start = from;
        while (start < sql.limit() && " \t\f\r".indexOf(sql.get(start)) >= 0) {
            start++;
        }
        return start < sql.limit() && sql.get(start) == '\n' ? start + 1 : start;
    }

    private static String lastFormat(Words words) {
        var format = "";
        for (var word = words.next(); !word.isEmpty(); word = words.next()) {
            if (word.equals("FORMAT")) {
                format = words.identifier();
            }
        }
        return format;
    }
}
