package dev.sluice.bench.targets;

import dev.sluice.embedded.GuardedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** nginx with one worker as a plain reverse proxy: the floor that a gateway is measured against. */
public final class Nginx implements Target {
    private static final String CONFIGURATION = """
            worker_processes 1;
            daemon off;
            %1$s
            pid %2$s/nginx.pid;
            error_log %2$s/nginx-error.log;
            worker_rlimit_nofile 65536;
            events { worker_connections 32768; }
            http {
                access_log off;
                client_body_temp_path %2$s/body;
                proxy_temp_path %2$s/proxy;
                fastcgi_temp_path %2$s/fastcgi;
                uwsgi_temp_path %2$s/uwsgi;
                scgi_temp_path %2$s/scgi;
                keepalive_requests 1000000000;
                keepalive_timeout 1h;
                client_max_body_size 64m;
                # Prompts stay in memory: with the default of 16k they would go through a file.
                client_body_buffer_size 1m;
                upstream mock {
                    server 127.0.0.1:%4$d;
                    keepalive 1024;
                    keepalive_requests 1000000000;
                    keepalive_timeout 1h;
                }
                server {
                    listen 127.0.0.1:%3$d backlog=16384;
                    %5$s
                    location / {
                        proxy_pass http://mock;
                        proxy_http_version 1.1;
                        proxy_set_header Connection "";
                        proxy_buffering off;
                        proxy_request_buffering on;
                    }
                }
            }
            """;

    private final GuardedProcess process;
    private final Instance instance;
    private final String version;

    private Nginx(GuardedProcess process, Instance instance, String version) {
        this.process = process;
        this.instance = instance;
        this.version = version;
    }

    /** @param listenMore further lines of the server block, such as those of TLS */
    public static Nginx start(Cores cores, Path work, int upstreamPort, String listenMore) throws Missing {
        Path program = NginxBinary.find();
        int port = Ports.free();
        try {
            Path dir = Files.createDirectories(work.resolve("nginx-" + port));
            String user = System.getProperty("user.name").equals("root") ? "user root;" : "";
            Path configuration = dir.resolve("nginx.conf");
            Files.writeString(configuration, CONFIGURATION.formatted(user, dir, port, upstreamPort, listenMore));
            Path log = dir.resolve("nginx.log");
            GuardedProcess process = GuardedProcess.start(
                    "nginx",
                    cores.onTarget(List.of(
                            program.toString(),
                            "-p",
                            dir.toString(),
                            "-e",
                            dir + "/nginx-error.log",
                            "-c",
                            configuration.toString())),
                    Map.of(),
                    dir,
                    log);
            if (listenMore.isEmpty()) {
                Answering.await(process, port, Map.of(), log, Duration.ofSeconds(10));
            }
            List<Long> worker = ProcessHandle.of(process.pid()).stream()
                    .flatMap(ProcessHandle::children)
                    .map(ProcessHandle::pid)
                    .toList();
            return new Nginx(process, new Instance(NGINX, 0, port, worker, Map.of()), NginxBinary.version(program));
        } catch (IOException e) {
            throw new Missing("nginx cannot be prepared: " + e.getMessage());
        }
    }

    @Override
    public String name() {
        return NGINX;
    }

    @Override
    public String description() {
        return version
                + ": 1 worker, kept-alive upstream connections, response buffering off, request buffering on (1m)";
    }

    @Override
    public List<Instance> instances() {
        return List.of(instance);
    }

    @Override
    public void close() {
        process.stop(Duration.ofSeconds(2));
    }
}
