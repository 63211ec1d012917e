package dev.sluice.embedded.clickhouse;

import java.lang.foreign.MemorySegment;
import java.util.regex.Pattern;

/** What became of a statement. */
sealed interface Answer {

    /** It ran. The bytes are native memory: whoever took the answer closes it. */
    record Result(MemorySegment bytes, Summary summary, Runnable release) implements Answer, AutoCloseable {
        @Override
        public void close() {
            release.run();
        }
    }

    /** It was refused or failed. The text is the server's own, beginning with "Code: 60. DB::Exception: ". */
    record Failure(int code, String text) implements Answer {

        private static final Pattern CODE = Pattern.compile("Code: (\\d+)");
        private static final int UNKNOWN_EXCEPTION = 1002;

        /** Reads the code out of the engine's message. */
        static Failure of(String message) {
            var matcher = CODE.matcher(message);
            return matcher.find()
                    ? new Failure(Integer.parseInt(matcher.group(1)), message)
                    : of(UNKNOWN_EXCEPTION, message, "UNKNOWN_EXCEPTION");
        }

        /** A refusal of the front itself, worded as the server would. */
        static Failure of(int code, String message, String name) {
            return new Failure(code, "Code: %d. DB::Exception: %s. (%s)".formatted(code, message, name));
        }

        /** The status ClickHouse maps its error codes to. */
        int httpStatus() {
            return switch (code) {
                case 6, 26, 27, 36, 38, 41, 43, 53, 62, 72, 117, 130, 131 -> 400;
                case 192, 193, 516 -> 403;
                case 46, 47, 50, 56, 60, 63, 73, 78, 81, 115, 336, 457 -> 404;
                case 307, 552 -> 413;
                case 48 -> 501;
                default -> 500;
            };
        }
    }
}
