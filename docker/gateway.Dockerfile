# syntax=docker/dockerfile:1
# Build from the root of the repository: docker build -f docker/gateway.Dockerfile -t sluice/gateway .

FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2,sharing=locked \
    mvn -B -ntp -q -pl gateway -am package -DskipTests -Dmaven.test.skip=true -Daot.skip=true -Dspotless.check.skip=true

FROM eclipse-temurin:25-jre
LABEL org.opencontainers.image.title="sluice-gateway" \
      org.opencontainers.image.description="The gateway: one OpenAI-compatible endpoint in front of every model provider" \
      org.opencontainers.image.licenses="Apache-2.0"

# The only places a gateway writes to. Mount a volume where the policy cache and the usage ring should outlive the container.
RUN install -d -o 10001 -g 10001 -m 0750 /var/lib/sluice /var/lib/sluice/cache /var/lib/sluice/spool

# What changes least comes first: a new release of Sluice is a small layer.
COPY --from=build /src/gateway/target/quarkus-app/lib/ /opt/sluice/lib/
COPY --from=build /src/gateway/target/quarkus-app/quarkus-run.jar /src/gateway/target/quarkus-app/gateway.options /opt/sluice/
COPY --from=build /src/gateway/target/quarkus-app/quarkus/ /opt/sluice/quarkus/
COPY --from=build /src/gateway/target/quarkus-app/app/ /opt/sluice/app/

# The AOT cache: made here, since it is good for this build of Java and these files alone. It halves a start.
RUN --mount=type=bind,source=scripts/aot-cache,target=/tmp/aot-cache \
    --mount=type=bind,source=docker/policy.example.yaml,target=/tmp/policy.yaml \
    /tmp/aot-cache /opt/sluice /tmp/policy.yaml

# Half of the container for the heap, a sixth of that for what is young: it is written to again and again, so it is what a
# gateway with little to do takes. The gateway gives Netty's buffers half as much as the heap; the rest is the JVM's.
# Replace the variable as a whole to choose differently.
ENV JAVA_TOOL_OPTIONS="-XX:InitialRAMPercentage=50 -XX:MaxRAMPercentage=50 -XX:NewRatio=5"

USER 10001:10001
WORKDIR /opt/sluice
# 8080: clients. 9080: health and metrics, not for the public.
EXPOSE 8080 9080
STOPSIGNAL SIGTERM
# The image has no curl; bash can speak HTTP. "live" depends on nothing outside the process.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/$((${PORT:-8080} + 1000)) && printf 'GET /q/health/live HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["java", "@/opt/sluice/gateway.options", "-XX:AOTCache=/opt/sluice/app.aot", "-jar", "/opt/sluice/quarkus-run.jar"]
