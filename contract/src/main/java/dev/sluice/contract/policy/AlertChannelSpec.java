package dev.sluice.contract.policy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where alerts go.
 *
 * @param url of webhook and slack
 * @param secret of webhook: what its calls are signed with; of slack: the address, in place of {@code url}
 * @param to addresses of email
 */
public record AlertChannelSpec(
        Type type,
        @Nullable String url,
        @Nullable SecretSource secret,
        List<String> to,
        @JsonProperty("allowPrivateNetwork") boolean allowPrivateNetwork)
        implements PolicySpec {
    private static final Pattern ADDRESS = Pattern.compile("[^\\s@<>,;\"]{1,64}@[^\\s@<>,;\"]{1,190}");

    public AlertChannelSpec {
        Check.required(type, "type", "use webhook, slack or email");
        to = Check.list(to, "to");
        if (url != null) {
            checkUrl(url, allowPrivateNetwork);
        }
        switch (type) {
            case WEBHOOK -> Check.required(url, "url", "say where alerts are posted");
            case SLACK -> {
                if ((url == null) == (secret == null)) {
                    throw new InvalidField("", "must have exactly one of url, secret (which holds the url)");
                }
            }
            case EMAIL -> checkAddresses(to);
        }
        refuse(type == Type.EMAIL && (url != null || secret != null), url != null ? "url" : "secret", type);
        refuse(type != Type.EMAIL && !to.isEmpty(), "to", type);
    }

    private static void checkUrl(String url, boolean allowPrivateNetwork) {
        try {
            BaseUrl.parse(url, allowPrivateNetwork);
        } catch (InvalidField e) {
            throw new InvalidField("url", String.valueOf(e.getMessage()));
        }
    }

    private static void checkAddresses(List<String> to) {
        if (to.isEmpty()) {
            throw new InvalidField("to", "is empty: give at least one address");
        }
        for (int i = 0; i < to.size(); i++) {
            if (!ADDRESS.matcher(to.get(i)).matches()) {
                throw new InvalidField(
                        "to[" + i + "]", "'" + Check.shorten(to.get(i)) + "' is not an address: write ops@example.com");
            }
        }
    }

    private static void refuse(boolean when, String field, Type type) {
        if (when) {
            throw new InvalidField(field, "does not go with type " + type.wireName() + ": remove it");
        }
    }

    public AlertChannelSpec withSecret(@Nullable SecretSource secret) {
        return new AlertChannelSpec(type, url, secret, to, allowPrivateNetwork);
    }

    /** What an envelope of its secret is bound to: no other place has two slashes. */
    public static String binding(String name) {
        return "alert-channel//" + name;
    }

    /** How it is reached. */
    public enum Type {
        WEBHOOK,
        SLACK,
        EMAIL;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        static Type of(String name) {
            return Check.word(values(), Type::wireName, name, "a type of channel");
        }
    }
}
