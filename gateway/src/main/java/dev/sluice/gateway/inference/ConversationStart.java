package dev.sluice.gateway.inference;

import java.util.zip.CRC32C;

/**
 * What all requests of one conversation begin with, in any dialect: the system prompt, and the messages up to the first of the
 * user. Providers keep what they have computed for a prefix that they have seen, so the next turn is cheaper where the one before
 * was. Marks of what is to be cached move from turn to turn, and are left out.
 */
public final class ConversationStart {
    /** Where no user has said anything by then, these are enough. */
    private static final int MOST_MESSAGES = 8;

    private final byte[] body;
    private final JsonCursor cursor;
    private final CRC32C sum = new CRC32C();
    private boolean any;

    private ConversationStart(byte[] body) {
        this.body = body;
        this.cursor = new JsonCursor(body, 0, body.length);
    }

    /** The same text for all turns; empty when the body has no messages. */
    public static String of(byte[] body) {
        ConversationStart start = new ConversationStart(body);
        try {
            start.request();
        } catch (JsonCursor.Malformed e) {
            return "";
        }
        return start.any ? Long.toHexString(start.sum.getValue()) : "";
    }

    private void request() throws JsonCursor.Malformed {
        cursor.enterObject();
        while (cursor.nextMember()) {
            if (cursor.keyIs("messages") || cursor.keyIs("input")) {
                any = true;
                messages();
            } else if (cursor.keyIs("system") || cursor.keyIs("instructions")) {
                value();
            } else {
                cursor.skipValue();
            }
        }
    }

    private void messages() throws JsonCursor.Malformed {
        if (cursor.peek() != '[') {
            value();
            return;
        }
        boolean over = false;
        int read = 0;
        cursor.enterArray();
        while (cursor.nextElement()) {
            if (over || read == MOST_MESSAGES) {
                cursor.skipValue();
            } else {
                over = message();
                read++;
            }
        }
    }

    /** @return whether it is the user's */
    private boolean message() throws JsonCursor.Malformed {
        if (cursor.peek() != '{') {
            value();
            return false;
        }
        boolean user = false;
        cursor.enterObject();
        while (cursor.nextMember()) {
            if (cursor.keyIs("role") && cursor.peek() == '"') {
                user = cursor.string().equals("user");
            } else {
                value();
            }
        }
        return user;
    }

    private void value() throws JsonCursor.Malformed {
        switch (cursor.peek()) {
            case '{' -> {
                cursor.enterObject();
                while (cursor.nextMember()) {
                    if (cursor.keyIs("cache_control")) {
                        cursor.skipValue();
                    } else {
                        value();
                    }
                }
            }
            case '[' -> {
                cursor.enterArray();
                while (cursor.nextElement()) {
                    value();
                }
            }
            default -> {
                int start = cursor.position();
                cursor.skipValue();
                sum.update(body, start, cursor.position() - start);
            }
        }
    }
}
