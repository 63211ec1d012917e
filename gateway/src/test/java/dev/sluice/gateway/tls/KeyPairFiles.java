package dev.sluice.gateway.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;

/** A certificate that its own key has signed, made by the JDK's keytool, as the two files that a gateway reads, and the store it was made in. */
public record KeyPairFiles(Path store, Path certificate, Path key) {
    private static final char[] PASSWORD = "changeit".toCharArray();

    /**
     * @param name common name, and of the files
     * @param algorithm {@code RSA} or {@code EC}
     */
    public static KeyPairFiles make(Path directory, String name, String algorithm) throws Exception {
        return make(directory, name, algorithm, "dns:localhost,ip:127.0.0.1");
    }

    /** @param hosts that it is for, in the words of keytool */
    public static KeyPairFiles make(Path directory, String name, String algorithm, String hosts) throws Exception {
        Path store = directory.resolve(name + ".p12");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                algorithm,
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=" + hosts,
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD));
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(name + ".log").toFile())
                .start();
        if (keytool.waitFor() != 0) {
            throw new IOException(Files.readString(directory.resolve(name + ".log")));
        }
        return export(directory, name, store);
    }

    private static KeyPairFiles export(Path directory, String name, Path file)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        Certificate certificate = store.getCertificate("server");
        Key key = store.getKey("server", PASSWORD);
        return new KeyPairFiles(
                file,
                Files.writeString(directory.resolve(name + ".crt"), pem("CERTIFICATE", certificate.getEncoded())),
                Files.writeString(directory.resolve(name + ".key"), pem("PRIVATE KEY", key.getEncoded())));
    }

    private static String pem(String type, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n";
    }

    /** For the JDK, which believes what is in a store. */
    public void trust() {
        System.setProperty("javax.net.ssl.trustStore", store.toString());
        System.setProperty("javax.net.ssl.trustStorePassword", new String(PASSWORD));
    }

    public static void trustNoMore() {
        System.clearProperty("javax.net.ssl.trustStore");
        System.clearProperty("javax.net.ssl.trustStorePassword");
    }

    public TlsFiles files() {
        return new TlsFiles(certificate, key);
    }
}
