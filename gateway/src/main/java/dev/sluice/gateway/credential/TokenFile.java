package dev.sluice.gateway.credential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A token that the platform writes into a file, and writes anew before it ends: read for each exchange. */
final class TokenFile {
    private TokenFile() {}

    /** @param variable that holds the path */
    static String read(Platform platform, String variable) throws ExchangeException {
        String path = platform.required(variable);
        try {
            String token = Files.readString(Path.of(path)).strip();
            if (!token.isEmpty()) {
                return token;
            }
        } catch (IOException | InvalidPathException e) {
            throw new ExchangeException("the file that " + variable + " names cannot be read");
        }
        throw new ExchangeException("the file that " + variable + " names is empty");
    }
}
