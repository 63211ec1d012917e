package dev.sluice.contract.policy;

import java.util.List;

/** A manifest that cannot be read, with every problem's field. */
public final class ManifestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Code code;

    @SuppressWarnings("serial") // never serialised
    private final List<FieldProblem> problems;

    public ManifestException(Code code, FieldProblem problem) {
        super(problem.field().isEmpty() ? problem.message() : problem.field() + " " + problem.message());
        this.code = code;
        this.problems = List.of(problem);
    }

    public Code code() {
        return code;
    }

    public List<FieldProblem> problems() {
        return problems;
    }

    /** The two ways to be unreadable; the names are those of the admin API. */
    public enum Code {
        INVALID_REQUEST,
        UNKNOWN_FIELD
    }

    /** @param field JSON path such as {@code spec.credentials[0].name}; empty for the document itself */
    public record FieldProblem(String field, String message) {}
}
