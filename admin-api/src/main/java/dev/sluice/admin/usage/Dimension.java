package dev.sluice.admin.usage;

import java.util.Arrays;
import java.util.Optional;

/** What usage may be grouped and filtered by; nothing else becomes a column. */
enum Dimension {
    MODEL("model", "model"),
    ACCOUNT("account", "account"),
    PROVIDER("provider", "provider"),
    TEAM("team", "team"),
    USER("user", "user"),
    SERVICE_ACCOUNT("serviceAccount", "service_account"),
    KEY("key", "key"),
    STATUS("status", "toString(status)"),
    OUTCOME("outcome", "outcome"),
    ERROR_CLASS("errorClass", "error_class"),
    SESSION("session", "session_id");

    private final String wireName;
    private final String expression;

    Dimension(String wireName, String expression) {
        this.wireName = wireName;
        this.expression = expression;
    }

    String wireName() {
        return wireName;
    }

    String expression() {
        return expression;
    }

    static Optional<Dimension> of(String wireName) {
        return Arrays.stream(values()).filter(d -> d.wireName.equals(wireName)).findFirst();
    }
}
