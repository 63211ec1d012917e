package dev.sluice.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * PostgreSQL 17 with its durability left on: a commit that was acknowledged survives a crash of the machine.
 *
 * <p>Listens on 127.0.0.1 alone, wants the {@link #password()} (SCRAM), holds one empty database named {@code sluice}.
 */
public final class EmbeddedPostgres extends RunningServer {

    static final String USER = "sluice";
    static final String DATABASE = "sluice";

    /** SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for every client to leave. */
    private static final GuardedProcess.Ending FAST = new GuardedProcess.Ending("INT", Duration.ofSeconds(8));

    private final String password;

    private EmbeddedPostgres(DataDirectory directory, GuardedProcess process, int port, String password) {
        super(Part.POSTGRES, directory, process, port);
        this.password = password;
    }

    /** Returns when the server accepts connections. The caller closes it. */
    public static EmbeddedPostgres start(Settings settings) {
        Part.requireLinuxX64();
        var directory = DataDirectory.open(settings.dir(), Part.POSTGRES);
        try {
            var port = LoopbackPort.choose(settings.port(), Part.POSTGRES);
            var binaries = PostgresBinaries.in(new Cache(settings.cache()), settings.progress());
            var account = PostgresAccount.choose(binaries);
            var cluster = new PostgresCluster(directory, binaries, account);
            var password = cluster.prepare(settings);
            var process = GuardedProcess.start(
                    Part.POSTGRES.title(),
                    account.command(command(binaries, directory, port)),
                    Map.of("LC_ALL", "C", "TZ", "UTC"),
                    directory.root(),
                    directory.log(),
                    FAST);
            awaitReady(Part.POSTGRES, directory, process, () -> PostgresProbe.accepts(port));
            return new EmbeddedPostgres(directory, process, port, password);
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private static List<String> command(Path binaries, DataDirectory directory, int port) {
        var command = new ArrayList<>(List.of(
                binaries.resolve("bin/postgres").toString(),
                "-D",
                directory.data().toString(),
                "-p",
                Integer.toString(port)));
        for (var setting : List.of(
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "fsync=on",
                "synchronous_commit=on",
                "full_page_writes=on",
                "max_connections=100",
                "shared_buffers=64MB",
                "timezone=UTC",
                "log_timezone=UTC")) {
            command.add("-c");
            command.add(setting);
        }
        return command;
    }

    /** A JDBC address, to be used with {@link #user()} and {@link #password()}. */
    @Override
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + DATABASE;
    }

    public String user() {
        return USER;
    }

    public String password() {
        return password;
    }
}
