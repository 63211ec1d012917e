package dev.sluice.bench.stall;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The numbers in the first line of a file of {@code /proc}. It stays open and reading it makes no garbage: collections stop the
 * bench, and then it cannot tell how late the gateway is.
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

    /** @throws IOException when there is no such file, or it cannot be read */
    static KernelCounts of(Path file) throws IOException {
        KernelCounts counts = new KernelCounts(FileChannel.open(file, StandardOpenOption.READ));
        try {
            counts.readOrFail();
        } catch (IOException e) {
            counts.close();
            throw e;
        }
        return counts;
    }

    static KernelCounts ofThisThread() throws IOException {
        return of(THIS_THREAD);
    }

    /** Of a thread that has ended the last figures stay. */
    KernelCounts read() {
        try {
            readOrFail();
        } catch (IOException e) {
            // It has ended.
        }
        return this;
    }

    private void readOrFail() throws IOException {
        bytes.clear();
        file.read(bytes, 0);
        bytes.flip();
        int n = 0;
        while (n < numbers.length && skipToDigit()) {
            numbers[n++] = number();
        }
    }

    private boolean skipToDigit() {
        while (bytes.hasRemaining() && !isDigit(bytes.get(bytes.position()))) {
            bytes.get();
        }
        return bytes.hasRemaining();
    }

    private long number() {
        long number = 0;
        while (bytes.hasRemaining() && isDigit(bytes.get(bytes.position()))) {
            number = number * 10 + (bytes.get() - '0');
        }
        return number;
    }

    private static boolean isDigit(byte character) {
        return character >= '0' && character <= '9';
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
