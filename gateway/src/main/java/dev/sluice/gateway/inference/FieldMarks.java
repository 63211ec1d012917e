package dev.sluice.gateway.inference;

/** One bit for each top-level field that some models do not take, so that whether to look closer costs nothing. */
public final class FieldMarks {
    public static final int TOOLS = 1;
    /** {@code tool_choice}, {@code parallel_tool_calls}: of use with tools alone. */
    public static final int TOOL_RULES = 1 << 1;
    /** {@code temperature}, {@code top_p}. */
    public static final int SAMPLING = 1 << 2;
    /** {@code max_tokens}, by its old name. */
    public static final int MAX_TOKENS = 1 << 3;
    /** {@code reasoning_effort}. */
    public static final int EFFORT = 1 << 4;

    private FieldMarks() {}

    /** The mark of the member at the cursor; 0 for all others. */
    static int of(JsonCursor cursor) {
        return switch (cursor.keyLength()) {
            case 5 -> cursor.keyIs("tools") ? TOOLS : cursor.keyIs("top_p") ? SAMPLING : 0;
            case 10 -> cursor.keyIs("max_tokens") ? MAX_TOKENS : 0;
            case 11 -> cursor.keyIs("temperature") ? SAMPLING : cursor.keyIs("tool_choice") ? TOOL_RULES : 0;
            case 16 -> cursor.keyIs("reasoning_effort") ? EFFORT : 0;
            case 19 -> cursor.keyIs("parallel_tool_calls") ? TOOL_RULES : 0;
            default -> 0;
        };
    }
}
