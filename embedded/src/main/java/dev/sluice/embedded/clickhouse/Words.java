package dev.sluice.embedded.clickhouse;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Walks over the bare words of a statement that stand outside quotes, comments and parentheses: enough to find a FORMAT
 * clause, without knowing the grammar.
 */
final class Words {

    private final ByteBuffer sql;
    private int position;
    private int wordStart;

    Words(ByteBuffer sql) {
        this.sql = sql;
    }

    /** The next word in upper case, empty at the end. */
    String next() {
        int depth = 0;
        while (position < sql.limit()) {
            var c = at(position);
            if (c == '\'' || c == '"' || c == '`') {
                skipQuoted(c);
            } else if (c == '-' && at(position + 1) == '-') {
                skipPast('\n', (char) 0);
            } else if (c == '/' && at(position + 1) == '*') {
                position += 2;
                skipPast('*', '/');
            } else if (isWord(c)) {
                var word = word();
                if (depth == 0) {
                    return word.toUpperCase(Locale.ROOT);
                }
            } else {
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
                position++;
            }
        }
        return "";
    }

    /** The word at the very next place but for blanks, as written; empty if something else stands there. */
    String identifier() {
        while (Character.isWhitespace(at(position))) {
            position++;
        }
        return word();
    }

    /** Where the last word returned begins. */
    int wordStart() {
        return wordStart;
    }

    /** Behind the last word returned. */
    int position() {
        return position;
    }

    private String word() {
        wordStart = position;
        while (isWord(at(position))) {
            position++;
        }
        return StandardCharsets.US_ASCII
                .decode(sql.slice(wordStart, position - wordStart))
                .toString();
    }

    private void skipQuoted(char quote) {
        position++;
        while (position < sql.limit() && at(position) != quote) {
            position += at(position) == '\\' ? 2 : 1;
        }
        position++;
    }

    /** Moves behind {@code first}, or behind {@code first} followed by {@code second} unless that is 0. */
    private void skipPast(char first, char second) {
        while (position < sql.limit() && !(at(position) == first && (second == 0 || at(position + 1) == second))) {
            position++;
        }
        position += second == 0 ? 1 : 2;
    }

    private static boolean isWord(char c) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    /** NUL behind the end. */
    private char at(int index) {
        return index < sql.limit() ? (char) (sql.get(index) & 0xff) : 0;
    }
}
