package dev.sluice.bench.load;

/** One client connection. */
final class Connection {
    final int id;
    final AnswerReader answer = new AnswerReader();
    /** -1: closed. */
    int fd = -1;

    boolean busy;
    /** Bytes of the request that are out. */
    int sent;
    /** When the request should have been sent, of {@link System#nanoTime()}. */
    long scheduledNanos;

    boolean counted;
    boolean firstByteSeen;
    boolean waitsForRoom;
    boolean leaving;
    /** When a slow reader reads again. */
    long readAtNanos;

    Connection(int id) {
        this.id = id;
    }
}
