package dev.sluice.gateway.dispatch;

import dev.sluice.contract.policy.CompiledAccount.Credential;
import dev.sluice.contract.policy.CompiledAccount.Exchanged;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a request is authorised with, at the moment it is sent. As a rule that is in memory; only a credential that has just
 * been put into policy is waited for, until its first exchange has ended.
 */
final class FirstToken {
    private final Consumer<@Nullable Credential> then;
    private boolean over;

    private FirstToken(Consumer<@Nullable Credential> then) {
        this.then = then;
    }

    /**
     * On the event loop of the request.
     *
     * @param atMost how long is waited
     * @param then told once, on the same loop; null: there is none
     */
    static void of(@Nullable Credential credential, Duration atMost, Consumer<@Nullable Credential> then) {
        Credential ready = credential == null ? null : credential.current();
        Context loop = Vertx.currentContext();
        if (ready == null && loop != null && credential instanceof Exchanged exchanged) {
            FirstToken wait = new FirstToken(then);
            long timer = loop.owner().setTimer(Math.max(1, atMost.toMillis()), _ -> wait.end(exchanged));
            exchanged
                    .kept()
                    .whenTried(() -> loop.runOnContext(_ -> {
                        loop.owner().cancelTimer(timer);
                        wait.end(exchanged);
                    }));
        } else {
            then.accept(ready);
        }
    }

    private void end(Exchanged exchanged) {
        if (!over) {
            over = true;
            then.accept(exchanged.current());
        }
    }
}
