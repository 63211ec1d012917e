package dev.sluice.admin.publish;

import dev.sluice.admin.TestServers;
import dev.sluice.admin.access.Caller;
import dev.sluice.admin.policy.ChangeCheck;
import dev.sluice.admin.policy.CommitSignal;
import dev.sluice.admin.policy.LivePolicy;
import dev.sluice.admin.policy.Revisions;
import dev.sluice.admin.settings.AdminSettings;
import dev.sluice.admin.store.Database;
import dev.sluice.admin.store.Migrations;
import dev.sluice.bus.Bus;
import dev.sluice.contract.policy.Kind;
import dev.sluice.contract.policy.Metadata;
import dev.sluice.contract.policy.PolicyObject;
import dev.sluice.contract.policy.TeamSpec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The part of one process that commits and publishes, on servers of a test's choice. */
final class Replica implements AutoCloseable {
    final Database database;
    final LivePolicy live;
    private final Vertx vertx = Vertx.vertx();
    private final Bus bus;
    private final Leadership leadership;
    private final Relay relay;
    private final Revisions revisions;

    Replica(Map<String, String> servers) {
        AdminSettings settings = AdminSettings.read(
                name -> Optional.ofNullable(name.equals("SLUICE_KEK") ? TestServers.kek() : servers.get(name)));
        make(Migrations.class, settings).run();
        database = make(Database.class, settings, vertx);
        live = make(LivePolicy.class, database);
        CommitSignal signal = make(CommitSignal.class);
        revisions = make(Revisions.class, database, live, make(ChangeCheck.class), signal, settings);
        bus = Bus.connect(settings.nats());
        leadership = new Leadership(database, signal);
        relay = new Relay(
                bus,
                leadership,
                new Outbox(database),
                live,
                new SnapshotFrames(live, settings),
                signal,
                new SimpleMeterRegistry());
        live.catchUp();
        relay.start();
    }

    /** The beans of other packages are made by the container alone. */
    private static <T> T make(Class<T> type, Object... arguments) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructors()[0];
            constructor.setAccessible(true);
            return type.cast(constructor.newInstance(arguments));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    void team(String name) {
        teams(List.of(new PolicyObject(Kind.TEAM, Metadata.named(name), new TeamSpec(List.of(), List.of(), null))));
    }

    void teams(List<PolicyObject> teams) {
        revisions.change(Caller.SYSTEM, true, draft -> {
            teams.forEach(draft::put);
            return "";
        });
    }

    /** As the end of the process would. */
    void stopPublishing() {
        relay.stop(new ShutdownEvent());
        leadership.close();
    }

    @Override
    public void close() {
        stopPublishing();
        bus.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
