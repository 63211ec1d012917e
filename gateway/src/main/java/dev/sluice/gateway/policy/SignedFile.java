package dev.sluice.gateway.policy;

import dev.sluice.contract.secret.SignedFrame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jboss.logging.Logger;

/** A file that only holders of the KEK can have written. Written whole, by an atomic rename; a bad one is put aside. */
public final class SignedFile {
    private static final Logger LOG = Logger.getLogger(SignedFile.class);

    private final Path path;
    private final SignedFrame.Key key;
    private final SignedFrame.Purpose purpose;
    private final String what;

    /** @param what it is, for the log */
    public SignedFile(Path path, SignedFrame.Key key, SignedFrame.Purpose purpose, String what) {
        this.path = path;
        this.key = key;
        this.purpose = purpose;
        this.what = what;
    }

    Path path() {
        return path;
    }

    /**
     * @return empty when there is none
     * @throws IOException also when it is not ours
     */
    public Optional<byte[]> read() throws IOException {
        return Files.exists(path)
                ? Optional.of(SignedFrame.verify(key, purpose, Files.readAllBytes(path)))
                : Optional.empty();
    }

    public void putAside(Exception cause) {
        LOG.errorf("%s is not usable and was put aside: %s", what, cause.getMessage());
        try {
            Files.move(path, path.resolveSibling(path.getFileName() + ".bad"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warnf("%s cannot be renamed: %s", path, e.getMessage());
        }
    }

    public void write(byte[] payload) throws IOException {
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        Files.createDirectories(path.getParent());
        try (FileChannel out = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(SignedFrame.sign(key, purpose, payload));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
