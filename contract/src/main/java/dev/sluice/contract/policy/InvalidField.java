package dev.sluice.contract.policy;

/** A value that a spec's constructor refuses. The reader of the manifest puts the path of the object in front. */
public final class InvalidField extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String field;

    /**
     * @param field path below the record that throws, such as {@code baseUrl} or {@code credentials[0].name}
     * @param message the problem with the value, then the remedy; without the field's name
     */
    public InvalidField(String field, String message) {
        super(message);
        this.field = field;
    }

    public String field() {
        return field;
    }
}
