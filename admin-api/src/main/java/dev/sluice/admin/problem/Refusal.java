package dev.sluice.admin.problem;

import dev.sluice.contract.policy.ManifestException.FieldProblem;
import dev.sluice.contract.policy.ObjectId;
import java.util.List;

/** A call that is refused: its status, its code, and a sentence that says why and what to do. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Code code;

    @SuppressWarnings("serial") // never serialised
    private final List<FieldProblem> errors;

    @SuppressWarnings("serial") // never serialised
    private final List<ObjectId> references;

    private Refusal(Code code, String detail, List<FieldProblem> errors, List<ObjectId> references) {
        super(detail, null, false, false);
        this.code = code;
        this.errors = List.copyOf(errors);
        this.references = List.copyOf(references);
    }

    public static Refusal of(Code code, String detail) {
        return new Refusal(code, detail, List.of(), List.of());
    }

    public static Refusal field(String field, String message) {
        return fields(Code.INVALID_REQUEST, List.of(new FieldProblem(field, message)));
    }

    /** @param errors at least one */
    public static Refusal fields(Code code, List<FieldProblem> errors) {
        FieldProblem first = errors.getFirst();
        String detail = first.field().isEmpty() ? first.message() : first.field() + " " + first.message();
        return new Refusal(code, detail, errors, List.of());
    }

    public static Refusal inUse(String detail, List<ObjectId> references) {
        return new Refusal(Code.IN_USE, detail, List.of(), references);
    }

    public static Refusal notFound(ObjectId id) {
        return of(Code.NOT_FOUND, id + " does not exist, or is not open to you");
    }

    public static Refusal unavailable(String detail) {
        return of(Code.UNAVAILABLE, detail);
    }

    public Code code() {
        return code;
    }

    public List<FieldProblem> errors() {
        return errors;
    }

    public List<ObjectId> references() {
        return references;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }
}
