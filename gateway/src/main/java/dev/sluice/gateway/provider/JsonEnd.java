package dev.sluice.gateway.provider;

/** Finds the end of a JSON object that comes in pieces, by its braces. Not thread-safe. */
final class JsonEnd {
    private int depth;
    private boolean text;
    private boolean escaped;
    private boolean over;

    /** @return whether the object is complete, with this piece or before */
    boolean read(String piece) {
        for (int i = 0; i < piece.length() && !over; i++) {
            char c = piece.charAt(i);
            if (escaped) {
                escaped = false;
            } else if (text) {
                escaped = c == '\\';
                text = c != '"';
            } else if (c == '"') {
                text = true;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
                over = depth <= 0;
            }
        }
        return over;
    }
}
