package dev.sluice.bench.targets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** async-profiler, loaded into a running machine by {@code jcmd}. Its jar is put into the output by scripts/bench. */
public final class Profiler {
    private static final String LIBRARY = "libasyncProfiler.so";

    private final Path library;

    private Profiler(Path library) {
        this.library = library;
    }

    /** @param output where the jar is */
    public static Profiler find(Path output) throws Target.Missing {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(output, "async-profiler-*.jar")) {
            for (Path jar : jars) {
                return new Profiler(unpack(jar, output.resolve(LIBRARY)));
            }
        } catch (IOException e) {
            throw new Target.Missing("async-profiler cannot be unpacked: " + e.getMessage());
        }
        throw new Target.Missing("async-profiler could not be downloaded");
    }

    private static Path unpack(Path jar, Path to) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry entry = zip.stream()
                    .filter(e ->
                            e.getName().contains("linux-x64") && e.getName().endsWith(LIBRARY))
                    .findFirst()
                    .orElseThrow(() -> new IOException(jar.getFileName() + " has no library for this machine"));
            Files.copy(zip.getInputStream(entry), to, StandardCopyOption.REPLACE_EXISTING);
            return to;
        }
    }

    /** By CPU time, with a timer per thread: needs no privilege. */
    public void start(long pid) throws IOException, InterruptedException, Target.Missing {
        command(pid, "start,event=ctimer,interval=1ms");
    }

    public void dump(long pid, Path file, String format) throws IOException, InterruptedException, Target.Missing {
        command(pid, "dump,file=" + file + "," + format);
    }

    /** Ends it and writes the flame graph as a page. */
    public void stop(long pid, Path page) throws IOException, InterruptedException, Target.Missing {
        command(pid, "stop,file=" + page + ",flamegraph");
    }

    private void command(long pid, String options) throws IOException, InterruptedException, Target.Missing {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        // Quoted, or jcmd takes the equals signs for its own.
        String quoted = '"' + options + '"';
        Process process = new ProcessBuilder(
                        jcmd.toString(), Long.toString(pid), "JVMTI.agent_load", library.toString(), quoted)
                .redirectErrorStream(true)
                .start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(30, TimeUnit.SECONDS) || !answer.contains("return code: 0")) {
            process.destroyForcibly();
            throw new Target.Missing(
                    "the profiler does not work: " + answer.strip().replace('\n', ' '));
        }
    }
}
