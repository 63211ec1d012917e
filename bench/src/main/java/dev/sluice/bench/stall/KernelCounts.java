package dev.sluice.bench.stall;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The numbers in the first line of a file of {@code /proc}. It stays open and reading it makes no garbage: a collection in the
 * bench would be taken for the gateway's stall.
 */
final class KernelCounts implements AutoCloseable {
    /** In a thread's {@code schedstat}: nanoseconds on a processor. */
    static final int RAN = 0;
    /** In a thread's {@code schedstat}: nanoseconds able to run, and without a processor. */
    static final int WAITED = 1;
    /** In {@code /proc/stat}, proc_stat(5): what the host had of all processors, in hundredths of a second. */
    static final int STOLEN = 7;

    private static final Path THIS_THREAD = Path.of("/proc/thread-self/schedstat");
    private static final int LONGEST = 256;

    private final FileChannel file;
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(LONGEST);
    private final long[] numbers = new long[STOLEN + 1];

    private KernelCounts(FileChannel file) {
        this.file = file;
    }

    static KernelCounts of(Path file) throws IOException {
        return new KernelCounts(FileChannel.open(file, StandardOpenOption.READ)).read();
    }

    static KernelCounts ofThisThread() throws IOException {
        return of(THIS_THREAD);
    }

    /** Of a thread that has ended the last figures stay. */
    KernelCounts read() {
        bytes.clear();
        try {
            file.read(bytes, 0);
        } catch (IOException e) {
            return this;
        }
        bytes.flip();
        int n = 0;
        int digits = 0;
        long number = 0;
        while (n < numbers.length && bytes.hasRemaining()) {
            byte next = bytes.get();
            if (next >= '0' && next <= '9') {
                number = number * 10 + (next - '0');
                digits++;
            } else if (digits > 0) {
                numbers[n++] = number;
                number = 0;
                digits = 0;
            }
        }
        return this;
    }

    long get(int index) {
        return numbers[index];
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
