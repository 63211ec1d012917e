package dev.sluice.gateway.credential;

import static dev.sluice.gateway.RunningGateway.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.policy.Grant;
import dev.sluice.contract.policy.Identity;
import dev.sluice.contract.policy.IdentityExchange.Kept;
import dev.sluice.gateway.HeardWarnings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GrantsTest {
    private static final Identity.Entra ENTRA = new Identity.Entra("tenant", "client", "canary-secret");
    private static final Pace FAST = new Pace(Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofMinutes(5));

    private final FakeTokens tokens = new FakeTokens();
    private final MovableClock clock = new MovableClock();
    private final Grants grants = new Grants(
            new Exchanges(new Platform(Map.of("AZURE_AUTHORITY_HOST", tokens.url())), clock)::of, FAST, clock);
    private final HeardWarnings heard = HeardWarnings.of(KeptGrant.class.getName());

    @AfterEach
    void stop() {
        heard.close();
        grants.close();
        tokens.close();
    }

    private static Grant bearer(String token) {
        return new Grant.Bearer(token);
    }

    @Test
    void hasATokenSoonAfterPolicyNamesTheIdentity() {
        tokens.thenToken("t1", 3600);

        Kept kept = grants.keep(ENTRA);

        await(() -> bearer("t1").equals(kept.current()));
        assertThat(tokens.asked()).singleElement().satisfies(asked -> {
            assertThat(asked.uri()).isEqualTo("/tenant/oauth2/v2.0/token");
            assertThat(asked.form())
                    .containsEntry("grant_type", "client_credentials")
                    .containsEntry("client_id", "client")
                    .containsEntry("client_secret", "canary-secret")
                    .containsEntry("scope", "https://cognitiveservices.azure.com/.default");
        });
    }

    @Test
    void sharesOneExchangeAmongEqualIdentities() throws InterruptedException {
        tokens.then(200, FakeTokens.token("t1", 3600), 100);

        Kept one = grants.keep(ENTRA);
        Kept other = grants.keep(new Identity.Entra("tenant", "client", "canary-secret"));

        await(() -> one.current() != null);
        assertThat(other).isSameAs(one);
        assertThat(tokens.asked()).hasSize(1);
    }

    @Test
    void tellsWhenTheFirstExchangeHasEndedWellOrNot() throws InterruptedException {
        tokens.then(500, "", 50).thenToken("t1", 3600);
        List<Boolean> found = new ArrayList<>();
        CountDownLatch told = new CountDownLatch(2);

        Kept kept = grants.keep(ENTRA);
        kept.whenTried(() -> {
            found.add(kept.current() != null);
            told.countDown();
        });
        await(() -> kept.current() != null);
        kept.whenTried(() -> {
            found.add(kept.current() != null);
            told.countDown();
        });

        assertThat(told.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(found).containsExactly(false, true);
    }

    @Test
    void refreshesBeforeTheEnd() {
        tokens.thenToken("t1", 1).thenToken("t2", 3600);

        Kept kept = grants.keep(ENTRA);

        await(() -> bearer("t1").equals(kept.current()));
        await(() -> bearer("t2").equals(kept.current())); // by the test's clock no time has passed
        assertThat(heard.lines()).isEmpty();
    }

    @Test
    void keepsTheOldOneWhileRefreshingFailsUntilItEnds() {
        tokens.thenToken("t1", 1).then(500, "{\"error\":\"temporarily_unavailable\"}");
        Kept kept = grants.keep(ENTRA);

        await(() -> tokens.asked().size() >= 5);

        assertThat(kept.current()).isEqualTo(bearer("t1"));
        clock.pass(Duration.ofSeconds(2));
        assertThat(kept.current()).isNull();
        assertThat(heard.lines())
                .singleElement()
                .satisfies(warning -> assertThat(warning)
                        .contains("Entra[tenant, client]")
                        .contains("answered 500: temporarily_unavailable")
                        .contains("serves until 2026-01-01T00:00:01Z")
                        .doesNotContain("canary"));
        tokens.thenToken("t2", 3600);
        await(() -> bearer("t2").equals(kept.current()));
        assertThat(tokens.mostAtATime()).isEqualTo(1);
    }

    @Test
    void takesWhatHasExpiredForAFailure() {
        tokens.then(200, "{\"access_token\":\"t1\",\"expires_on\":\"1000\"}");
        Kept kept = grants.keep(ENTRA);

        await(() -> !heard.lines().isEmpty());

        assertThat(kept.current()).isNull();
        assertThat(heard.lines().getFirst()).contains("had expired");
    }

    @Test
    void stopsRefreshingWhatPolicyHasNoMore() throws InterruptedException {
        tokens.thenToken("t1", 1);
        Kept kept = grants.keep(ENTRA);
        await(() -> kept.current() != null);

        grants.retain(Set.of());
        Thread.sleep(50);
        int before = tokens.asked().size();
        Thread.sleep(700);

        assertThat(tokens.asked()).hasSize(before);
        assertThat(kept.current()).as("requests in flight go on with it").isEqualTo(bearer("t1"));
        assertThat(grants.keep(ENTRA)).isNotSameAs(kept);
    }

    @Test
    void aChangedSecretHasAGrantOfItsOwn() {
        tokens.thenToken("t1", 3600).thenToken("t2", 3600);
        Kept old = grants.keep(ENTRA);
        await(() -> old.current() != null);

        Kept renewed = grants.keep(new Identity.Entra("tenant", "client", "other"));
        await(() -> renewed.current() != null);

        assertThat(old.current()).isEqualTo(bearer("t1"));
        assertThat(renewed.current()).isEqualTo(bearer("t2"));
    }

    @Test
    void manyThatHangAreBounded() {
        tokens.then(200, FakeTokens.token("t", 3600), 300);
        List<Kept> all = new ArrayList<>();

        for (int i = 0; i < 40; i++) {
            all.add(grants.keep(new Identity.Entra("tenant", "client" + i, "s")));
        }

        await(() -> all.stream().allMatch(kept -> kept.current() != null));
        assertThat(tokens.mostAtATime()).isLessThanOrEqualTo(16);
    }
}
