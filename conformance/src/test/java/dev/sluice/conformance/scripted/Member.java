package dev.sluice.conformance.scripted;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A member of a request and where it stands. What is not as the vendor documents it is refused. */
record Member(String path, JsonNode json) {
    static Member of(JsonNode json) {
        return new Member("", json);
    }

    boolean isSaid() {
        return !json.isMissingNode() && !json.isNull();
    }

    boolean has(String name) {
        return json.has(name);
    }

    Member get(String name) {
        return new Member(path.isEmpty() ? name : path + "." + name, json.path(name));
    }

    Refused wrong(String problem) {
        return new Refused(path, path + ": " + problem);
    }

    void require(boolean condition, String problem) {
        if (!condition) {
            throw wrong(problem);
        }
    }

    /** An object with no other members than these, separated by spaces. */
    Member object(String known) {
        require(json.isObject(), "must be an object, not " + json);
        Set<String> names = Set.of(known.split(" "));
        json.fieldNames()
                .forEachRemaining(name -> get(name).require(names.contains(name), "Extra inputs are not permitted"));
        return this;
    }

    List<Member> elements() {
        if (!isSaid()) {
            return List.of();
        }
        require(json.isArray(), "must be an array, not " + json);
        List<Member> elements = new ArrayList<>();
        for (int i = 0; i < json.size(); i++) {
            elements.add(new Member(path + "[" + i + "]", json.path(i)));
        }
        return elements;
    }

    String text() {
        require(json.isTextual(), "must be a string, not " + json);
        return json.textValue();
    }

    String filled() {
        String text = text();
        require(!text.isBlank(), "must be non-empty");
        return text;
    }

    String matching(String pattern) {
        String text = text();
        require(text.matches(pattern), "String should match pattern '" + pattern + "', and is '" + text + "'");
        return text;
    }

    String oneOf(String values) {
        String text = text();
        require(Set.of(values.split(" ")).contains(text), "must be one of " + values + ", not '" + text + "'");
        return text;
    }

    boolean flag() {
        if (!isSaid()) {
            return false;
        }
        require(json.isBoolean(), "must be a boolean, not " + json);
        return json.booleanValue();
    }

    long whole(long min, long max) {
        require(json.isIntegralNumber(), "must be an integer, not " + json);
        require(json.longValue() >= min && json.longValue() <= max, "must be between " + min + " and " + max);
        return json.longValue();
    }

    void number(double min, double max) {
        if (isSaid()) {
            require(json.isNumber(), "must be a number, not " + json);
            require(json.doubleValue() >= min && json.doubleValue() <= max, "must be between " + min + " and " + max);
        }
    }
}
