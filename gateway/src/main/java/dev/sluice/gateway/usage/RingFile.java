package dev.sluice.gateway.usage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The file of a {@link RingMemory}, locked while a process uses it. */
final class RingFile {
    private static final int ZEROS = 256 << 10;

    private RingFile() {}

    /** What is in a file cannot be a ring of this version. */
    static final class UnreadableException extends IOException {
        private static final long serialVersionUID = 1;

        UnreadableException(String message) {
            super(message);
        }
    }

    /** A new file of the size given, without space on the disk yet; see {@link #reserve}. */
    static FileChannel create(Path path, long size) throws IOException {
        FileChannel file = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (!lock(file)) {
            file.close();
            throw new IOException(path + " is in use");
        }
        file.write(ByteBuffer.allocate(1), size - 1);
        return file;
    }

    /**
     * Takes the space of a part that is not used yet, so that a full disk shows here and not as a fault of the memory. Zeros
     * are written and not touched through the mapping: pages become part of the process only when they are used.
     */
    static void reserve(FileChannel file, long from, long bytes) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(ZEROS, bytes));
        long end = from + bytes;
        for (long at = from; at < end; at += zeros.position()) {
            zeros.clear().limit((int) Math.min(zeros.capacity(), end - at));
            file.write(zeros, at);
        }
    }

    /**
     * @param magic what the file must begin with
     * @return null when another process uses the file, or it was never finished
     * @throws UnreadableException when it begins with something else
     */
    static @Nullable FileChannel reopen(Path path, long magic) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        long found = lock(file) ? firstLong(file) : 0;
        if (found == magic) {
            return file;
        }
        file.close();
        if (found != 0) {
            throw new UnreadableException(
                    "it begins with " + Long.toHexString(found) + ", expected " + Long.toHexString(magic));
        }
        return null;
    }

    private static boolean lock(FileChannel file) throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // this very process uses it
        }
    }

    private static long firstLong(FileChannel file) throws IOException {
        ByteBuffer first = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
        return file.read(first, 0) == Long.BYTES ? first.getLong(0) : 0;
    }
}
