# syntax=docker/dockerfile:1
# Build from the root of the repository: docker build -f docker/ingest-worker.Dockerfile -t sluice/ingest-worker .

FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2,sharing=locked \
    mvn -B -ntp -q -pl ingest-worker -am package -DskipTests -Dmaven.test.skip=true -Dspotless.check.skip=true

FROM eclipse-temurin:25-jre
LABEL org.opencontainers.image.title="sluice-ingest-worker" \
      org.opencontainers.image.description="The ingest worker: usage records from NATS JetStream into ClickHouse" \
      org.opencontainers.image.licenses="Apache-2.0"

# What changes least comes first: a new release of Sluice is a small layer.
COPY --from=build /src/ingest-worker/target/quarkus-app/lib/ /opt/sluice/lib/
COPY --from=build /src/ingest-worker/target/quarkus-app/quarkus-run.jar /opt/sluice/
COPY --from=build /src/ingest-worker/target/quarkus-app/quarkus/ /opt/sluice/quarkus/
COPY --from=build /src/ingest-worker/target/quarkus-app/app/ /opt/sluice/app/

# Half of the container for the heap; the other half is for buffers, threads and the JVM itself.
# Replace the variable as a whole to choose differently.
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=50 -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError"

USER 10001:10001
WORKDIR /opt/sluice
# Only health and metrics, on PORT + 1000; nothing listens on PORT itself.
EXPOSE 9082
STOPSIGNAL SIGTERM
# The image has no curl; bash can speak HTTP. "live" depends on nothing outside the process.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/$((${PORT:-8082} + 1000)) && printf 'GET /q/health/live HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["java", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-Djava.util.logging.manager=org.jboss.logmanager.LogManager", "-jar", "/opt/sluice/quarkus-run.jar"]
