package dev.sluice.gateway.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.bus.Bus;
import dev.sluice.contract.bus.GatewayStatus;
import dev.sluice.contract.bus.Subjects;
import dev.sluice.contract.policy.PolicySnapshot;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Tells the control plane how this gateway is: every 5 s, after each change of policy, and on leaving. */
public final class StatusReporter implements PolicyKeeper.Listener {
    private static final Logger LOG = Logger.getLogger(StatusReporter.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Bus bus;
    private final Supplier<GatewayStatus> status;

    public StatusReporter(Bus bus, Supplier<GatewayStatus> status) {
        this.bus = bus;
        this.status = status;
    }

    @Override
    public void changed(PolicySnapshot policy) {
        report();
    }

    /** May be called on any thread that may write to a socket. */
    public void report() {
        bus.connection().ifPresent(connection -> {
            GatewayStatus now = status.get();
            try {
                connection.publish(Subjects.GATEWAY_STATUS + "." + now.instance(), JSON.writeValueAsBytes(now));
            } catch (JsonProcessingException | RuntimeException e) {
                LOG.debugf("status not reported: %s", e.toString());
            }
        });
    }
}
