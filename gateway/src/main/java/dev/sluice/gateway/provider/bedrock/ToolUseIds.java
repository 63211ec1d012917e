package dev.sluice.gateway.provider.bedrock;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Ids of the calls of one request. No two may be the same, and some servers count calls from 0 in each answer; the result of a
 * call follows it at once, so it is known which of two is meant. Not thread-safe.
 */
final class ToolUseIds {
    private static final Pattern ID = Pattern.compile("[a-zA-Z0-9_.:-]{1,64}");

    private final Set<String> used = new HashSet<>();
    /** Of the last turn that called: as sent, by the client's. */
    private final Map<String, String> open = new HashMap<>();

    /** The assistant begins to speak: only what it calls now can be answered next. */
    void nextTurn() {
        open.clear();
    }

    String called(String id) {
        String plain = ID.matcher(id).matches() ? id : ToolNames.valid(id);
        String sent = plain;
        for (int n = 2; !used.add(sent); n++) {
            String mark = "_" + n;
            sent = plain.substring(0, Math.min(plain.length(), 64 - mark.length())) + mark;
        }
        open.put(id, sent);
        return sent;
    }

    /** @return as the call was sent */
    String answered(String id) {
        return open.getOrDefault(id, id);
    }
}
