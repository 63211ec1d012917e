package dev.sluice.conformance;

import com.fasterxml.jackson.databind.JsonNode;

/** Comparison of JSON by what it says: 1 and 1.0 are the same number, and the order of members means nothing. */
final class Json {
    private Json() {}

    static boolean same(JsonNode a, JsonNode b) {
        return difference("", a, b).isEmpty();
    }

    /** Where {@code seen} differs first, as a pointer and both values; empty: nowhere. */
    static String difference(String at, JsonNode seen, JsonNode wanted) {
        if (seen.isNumber() && wanted.isNumber()) {
            return seen.decimalValue().compareTo(wanted.decimalValue()) == 0 ? "" : told(at, seen, wanted);
        }
        if (seen.isObject() && wanted.isObject()) {
            return inObjects(at, seen, wanted);
        }
        if (seen.isArray() && wanted.isArray()) {
            for (int i = 0; i < Math.max(seen.size(), wanted.size()); i++) {
                String found = difference(at + "/" + i, seen.path(i), wanted.path(i));
                if (!found.isEmpty()) {
                    return found;
                }
            }
            return "";
        }
        return seen.equals(wanted) ? "" : told(at, seen, wanted);
    }

    private static String inObjects(String at, JsonNode seen, JsonNode wanted) {
        for (var member : wanted.properties()) {
            String found = difference(at + "/" + member.getKey(), seen.path(member.getKey()), member.getValue());
            if (!found.isEmpty()) {
                return found;
            }
        }
        for (var member : seen.properties()) {
            if (!wanted.has(member.getKey())) {
                return told(at + "/" + member.getKey(), member.getValue(), wanted.path(member.getKey()));
            }
        }
        return "";
    }

    private static String told(String at, JsonNode seen, JsonNode wanted) {
        return at + " is " + shown(seen) + ", not " + shown(wanted);
    }

    private static String shown(JsonNode value) {
        return value.isMissingNode() ? "absent" : value.toString();
    }
}
