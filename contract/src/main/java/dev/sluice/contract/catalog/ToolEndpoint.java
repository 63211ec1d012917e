package dev.sluice.contract.catalog;

/** Where a model that is served at both of OpenAI's endpoints takes function tools. */
public enum ToolEndpoint {
    /** At chat completions, as most models do. */
    CHAT,
    /** At chat completions as long as no reasoning effort is asked for, else at the Responses API alone. */
    RESPONSES_WITH_EFFORT,
    /** At the Responses API alone, unless reasoning is switched off. */
    RESPONSES;

    /** @param api of the catalog's row; empty for most */
    static ToolEndpoint of(String api) {
        return switch (api) {
            case "" -> CHAT;
            case "responses_for_tools" -> RESPONSES;
            case "responses_for_tools_with_effort" -> RESPONSES_WITH_EFFORT;
            default -> throw new IllegalArgumentException("the catalog names an unknown api: " + api);
        };
    }
}
