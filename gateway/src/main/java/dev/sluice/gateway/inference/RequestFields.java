package dev.sluice.gateway.inference;

/**
 * What decisions need of a request, and where it stands in the bytes: offsets into the body, end exclusive, -1 when
 * the field is absent.
 *
 * @param maxOutput tokens that the answer may have at most; 0: not said
 * @param marks which other fields are there, of {@link FieldMarks}
 * @param includeUsage whether the client itself asked for usage in the stream
 */
public record RequestFields(
        String model,
        int modelStart,
        int modelEnd,
        boolean stream,
        boolean includeUsage,
        int streamOptionsStart,
        int streamOptionsEnd,
        int includeUsageStart,
        int includeUsageEnd,
        int objectEnd,
        int marks,
        long maxOutput) {
    /** Whether one of the fields is there. */
    public boolean has(int mark) {
        return (marks & mark) != 0;
    }

    /** Of a request of which no more is known. */
    public static RequestFields of(String model, boolean stream) {
        return new RequestFields(model, -1, -1, stream, true, -1, -1, -1, -1, 0, 0, 0);
    }
}
