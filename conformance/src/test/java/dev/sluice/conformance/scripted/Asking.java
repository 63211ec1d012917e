package dev.sluice.conformance.scripted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sluice.conformance.scripted.Understood.Offered;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A conversation while it is read: whose turn it is, which calls wait for a result. */
final class Asking {
    private final Set<String> open = new LinkedHashSet<>();
    private final List<String> results = new ArrayList<>();
    private final List<Offered> tools = new ArrayList<>();
    private String question = "";
    private boolean mayCall = true;
    private boolean thinks;
    private @Nullable JsonNode schema;

    void userSays(String text) {
        question = text;
        results.clear();
    }

    /** Texts beside the results, such as reminders, do not make it a new question. */
    void userAdds(String text) {
        if (results.isEmpty()) {
            question = question.isEmpty() ? text : question + " " + text;
        }
    }

    void modelSpeaks() {
        results.clear();
        question = "";
    }

    void modelCalls(Member at, String id) {
        at.require(open.add(id), "ids must be unique, and '" + id + "' is there twice");
    }

    void toolAnswers(Member at, String id, String result) {
        at.require(open.remove(id), "unexpected result: no call before it has the id '" + id + "'");
        results.add(result);
    }

    /** Nothing may come between calls and their results. */
    void requireAnswered(Member at) {
        at.require(open.isEmpty(), "calls without a result directly after them: " + open);
    }

    void offer(String name, JsonNode parameters) {
        tools.add(new Offered(name, parameters));
    }

    void callOnly(Member at, String name) {
        at.require(tools.stream().anyMatch(tool -> tool.name().equals(name)), "no tool has the name '" + name + "'");
        tools.removeIf(tool -> !tool.name().equals(name));
    }

    void callNothing() {
        mayCall = false;
    }

    boolean offers() {
        return !tools.isEmpty();
    }

    void think() {
        thinks = true;
    }

    void answerFits(JsonNode form) {
        schema = form instanceof MissingNode ? null : form;
    }

    Understood understood() {
        return new Understood(
                question,
                mayCall ? tools : List.of(),
                results.isEmpty() ? null : String.join(" and ", results),
                schema,
                thinks);
    }
}
