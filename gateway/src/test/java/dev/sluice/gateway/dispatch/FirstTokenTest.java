package dev.sluice.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.contract.policy.CompiledAccount.Credential;
import dev.sluice.contract.policy.Grant;
import dev.sluice.contract.policy.Identity;
import dev.sluice.contract.policy.IdentityExchange;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FirstTokenTest {
    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final BlockingQueue<Optional<Credential>> told = new LinkedBlockingQueue<>();
    private final FakeKept kept = new FakeKept();
    private final Credential exchanged = new CompiledAccount.Exchanged("e", new Identity.AzureManaged(), kept, 1);
    private volatile boolean onLoop = true;

    /** Is tried when the test says so. */
    private static final class FakeKept implements IdentityExchange.Kept {
        private volatile @Nullable Grant grant;
        private volatile @Nullable Runnable waiting;

        @Override
        public @Nullable Grant current() {
            return grant;
        }

        @Override
        public void whenTried(Runnable task) {
            waiting = task;
        }

        void tried() {
            Runnable task = waiting;
            if (task != null) {
                task.run();
            }
        }
    }

    @AfterEach
    void stop() {
        vertx.close();
    }

    private void ask(@Nullable Credential credential, Duration atMost) throws InterruptedException {
        BlockingQueue<Boolean> asked = new LinkedBlockingQueue<>();
        loop.runOnContext(_ -> {
            FirstToken.of(credential, atMost, ready -> {
                onLoop &= loop.equals(Vertx.currentContext());
                told.add(Optional.ofNullable(ready));
            });
            asked.add(true);
        });
        assertThat(asked.poll(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void waitsForNothingThatIsThere() throws InterruptedException {
        Credential secret = new CompiledAccount.Secret("k", "s", 1);

        ask(secret, Duration.ofSeconds(60));
        kept.grant = new Grant.Bearer("t");
        ask(exchanged, Duration.ofSeconds(60));
        ask(null, Duration.ofSeconds(60));

        assertThat(told)
                .containsExactly(
                        Optional.of(secret), Optional.of(new CompiledAccount.Token("e", "t", 1)), Optional.empty());
        assertThat(kept.waiting).isNull();
    }

    @Test
    void goesOnWithTheFirstToken() throws InterruptedException {
        ask(exchanged, Duration.ofSeconds(60));
        assertThat(told).isEmpty();

        kept.grant = new Grant.Bearer("t");
        kept.tried();

        assertThat(told.poll(5, TimeUnit.SECONDS)).contains(new CompiledAccount.Token("e", "t", 1));
        assertThat(onLoop).isTrue();
    }

    @Test
    void failsWhenTheFirstExchangeDoes() throws InterruptedException {
        ask(exchanged, Duration.ofSeconds(60));

        kept.tried();

        assertThat(told.poll(5, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void waitsNoLongerThanItMayAndTellsOnce() throws InterruptedException {
        long start = System.nanoTime();
        ask(exchanged, Duration.ofMillis(100));

        assertThat(told.poll(5, TimeUnit.SECONDS)).isEmpty();
        assertThat(System.nanoTime() - start).isBetween(90_000_000L, 3_000_000_000L);
        kept.grant = new Grant.Bearer("late");
        kept.tried();
        assertThat(told.poll(200, TimeUnit.MILLISECONDS)).isNull();
    }
}
