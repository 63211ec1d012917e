package dev.sluice.gateway.endpoint.openai.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value of a request and the way to it, so that what is wrong with it is said in OpenAI's notation, as in {@code
 * messages[2].content[0].text}. A field that is absent or null is unsaid.
 */
public final class Field {
    /** Beyond this not every whole number is a double. */
    private static final double MAX_EXACT = 1L << 53;

    private final @Nullable Field parent;
    /** Of the member; empty for the body and for elements of arrays. */
    private final String name;
    /** Of the element; -1 for members. */
    private final int index;

    private final JsonNode value;

    private Field(@Nullable Field parent, String name, int index, JsonNode value) {
        this.parent = parent;
        this.name = name;
        this.index = index;
        this.value = value;
    }

    /** @throws GatewayException when it is not a JSON object */
    public static Field ofBody(byte[] body) {
        return new Field(null, "", -1, RequestJson.parse(body));
    }

    public Field member(String member) {
        return new Field(this, member, -1, value.path(member));
    }

    public boolean isSaid() {
        return !value.isMissingNode() && !value.isNull();
    }

    public boolean isText() {
        return value.isTextual();
    }

    public Field object() {
        if (!value.isObject()) {
            throw expected("an object");
        }
        return this;
    }

    /** Of an object: those that are said, by name. */
    public List<Map.Entry<String, Field>> members() {
        List<Map.Entry<String, Field>> members = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            Field member = new Field(this, entry.getKey(), -1, entry.getValue());
            if (member.isSaid()) {
                members.add(Map.entry(entry.getKey(), member));
            }
        }
        return members;
    }

    /** None when it is unsaid. */
    public List<Field> elements() {
        List<Field> elements = new ArrayList<>(value.size());
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                elements.add(new Field(this, "", i, value.path(i)));
            }
        } else if (isSaid()) {
            throw expected("an array");
        }
        return elements;
    }

    public String text() {
        if (!value.isTextual()) {
            throw expected("a string");
        }
        return value.textValue();
    }

    /** A string that says something. */
    public String filledText() {
        String text = text();
        if (text.isEmpty()) {
            throw wrong("must not be empty");
        }
        return text;
    }

    public @Nullable String textIfSaid() {
        return isSaid() ? text() : null;
    }

    public @Nullable Boolean flagIfSaid() {
        if (isSaid() && !value.isBoolean()) {
            throw expected("true or false");
        }
        return isSaid() ? value.booleanValue() : null;
    }

    public long whole(long min, long max) {
        if (!isWhole()) {
            throw expected("a whole number" + range(min, max));
        }
        long whole = value.isIntegralNumber() ? value.longValue() : (long) value.doubleValue();
        if (whole < min || whole > max) {
            throw expected("a whole number" + range(min, max));
        }
        return whole;
    }

    /** Also {@code 7.0}: some languages know but one kind of number. */
    private boolean isWhole() {
        if (value.isIntegralNumber()) {
            return value.canConvertToLong();
        }
        double number = value.doubleValue();
        return value.isNumber() && Math.rint(number) == number && Math.abs(number) < MAX_EXACT;
    }

    private static String range(long min, long max) {
        if (max == Long.MAX_VALUE) {
            return min == Long.MIN_VALUE ? " of 64 bits" : " of at least " + min;
        }
        return " from " + min + " to " + max;
    }

    public @Nullable Double numberIfSaid(int min, int max) {
        if (!isSaid()) {
            return null;
        }
        double number = value.doubleValue();
        if (!value.isNumber() || number < min || number > max) {
            throw expected("a number from " + min + " to " + max);
        }
        return number;
    }

    /** JSON text. */
    public String json() {
        return value.toString();
    }

    /** JSON text of an object. */
    public @Nullable String objectIfSaid() {
        return isSaid() ? object().json() : null;
    }

    private GatewayException expected(String what) {
        return isSaid() ? wrong("must be " + what) : wrong("is required: send " + what);
    }

    /** @param problem as it reads behind the field's name, with what to do about it */
    public GatewayException wrong(String problem) {
        StringBuilder path = new StringBuilder();
        path(path);
        return new GatewayException(new GatewayError.InvalidRequest(path.toString(), path + " " + problem));
    }

    private void path(StringBuilder to) {
        if (parent != null) {
            parent.path(to);
        }
        if (index >= 0) {
            to.append('[').append(index).append(']');
        } else if (!name.isEmpty()) {
            to.append(to.isEmpty() ? "" : ".").append(name);
        }
    }
}
