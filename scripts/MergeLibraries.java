import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/**
 * Puts the libraries of a packaged application into one jar. The Java virtual machine opens and checks every jar of the class
 * path before it runs anything: 170 of them are a quarter of the gateway's start.
 *
 *   java scripts/MergeLibraries.java <directory with quarkus-run.jar>
 *
 * Of two files with one name the first on the class path counts, as it would have before; files under META-INF/services are
 * joined. Signed jars stay as they are.
 */
final class MergeLibraries {
    private static final String MERGED = "lib/boot/libraries.jar";
    private static final String SERVICES = "META-INF/services/";

    private final Path directory;
    private final List<String> classPath = new ArrayList<>();
    private final Set<String> written = new LinkedHashSet<>();
    private final Map<String, String> services = new LinkedHashMap<>();

    private MergeLibraries(Path directory) {
        this.directory = directory;
    }

    public static void main(String[] arguments) throws IOException {
        new MergeLibraries(Path.of(arguments[0])).run();
    }

    private void run() throws IOException {
        Path start = directory.resolve("quarkus-run.jar");
        Manifest manifest;
        try (JarFile jar = new JarFile(start.toFile())) {
            manifest = jar.getManifest();
        }
        List<Path> merged = new ArrayList<>();
        for (String name : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH).split(" ")) {
            if (name.startsWith("lib/") && !name.equals(MERGED) && !isSigned(directory.resolve(name))) {
                merged.add(directory.resolve(name));
            } else {
                classPath.add(name);
            }
        }
        if (merged.isEmpty()) {
            return; // done by an earlier build
        }
        write(merged);
        classPath.remove(MERGED);
        classPath.add(MERGED);
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, String.join(" ", classPath));
        replaceManifest(start, manifest);
        for (Path jar : merged) {
            Files.delete(jar);
        }
        System.out.println(merged.size() + " libraries in " + MERGED);
    }

    private static boolean isSigned(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            return jar.stream().anyMatch(entry -> entry.getName().matches("META-INF/[^/]+\\.SF"));
        }
    }

    private void write(List<Path> jars) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MULTI_RELEASE, "true");
        try (OutputStream file = Files.newOutputStream(directory.resolve(MERGED));
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            written.add(JarFile.MANIFEST_NAME);
            for (Path jar : jars) {
                copy(jar, out);
            }
            for (Map.Entry<String, String> service : services.entrySet()) {
                out.putNextEntry(entry(service.getKey()));
                out.write(service.getValue().getBytes());
            }
        }
    }

    private void copy(Path from, JarOutputStream out) throws IOException {
        try (JarFile jar = new JarFile(from.toFile())) {
            jar.stream().forEach(entry -> {
                String name = entry.getName();
                try (var in = jar.getInputStream(entry)) {
                    if (name.startsWith(SERVICES) && !entry.isDirectory()) {
                        services.merge(name, new String(in.readAllBytes()) + "\n", String::concat);
                    } else if (!name.equals("module-info.class") && written.add(name)) {
                        out.putNextEntry(entry(name));
                        in.transferTo(out);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    /** Without the time of this build, so that the same libraries give the same file. */
    private static ZipEntry entry(String name) {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(0);
        return entry;
    }

    private static void replaceManifest(Path start, Manifest manifest) throws IOException {
        Path copy = start.resolveSibling("quarkus-run.jar.new");
        try (JarFile jar = new JarFile(start.toFile());
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(copy), manifest)) {
            for (var entry : jar.stream().filter(e -> !e.getName().equals(JarFile.MANIFEST_NAME)).toList()) {
                out.putNextEntry(entry(entry.getName()));
                try (var in = jar.getInputStream(entry)) {
                    in.transferTo(out);
                }
            }
        }
        Files.move(copy, start, StandardCopyOption.REPLACE_EXISTING);
    }
}
