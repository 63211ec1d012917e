package dev.sluice.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bench.mock.Behaviour;
import dev.sluice.bench.mock.MockStats;
import dev.sluice.bench.mock.RunningMock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GeneratorTest {
    private static final Duration SHORT = Duration.ofMillis(600);
    private static final Duration DISCARD = Duration.ofMillis(100);

    private final RunningMock mock = new RunningMock();

    @AfterEach
    void close() {
        mock.close();
    }

    private static byte[] request(Behaviour behaviour) {
        return Requests.chat(behaviour, Map.of());
    }

    @Test
    void shouldSendAtTheRateOfTheSchedule() {
        LoadResult result = Generator.run(LoadPlan.rate(mock.port(), request(Behaviour.JSON), 16, 400, SHORT, DISCARD));

        assertThat(result.completed() + result.unanswered()).isBetween(190L, 215L);
        assertThat(result.completed()).isGreaterThan(100);
        assertThat(result.unexpected(200)).isZero();
        assertThat(result.latency().getTotalCount()).isBetween(result.completed() - 2, result.completed());
    }

    @Test
    void shouldChargeWaitingToTheTargetThatMadeItWait() {
        Behaviour slow = new Behaviour(100, 0, 0, false, 200, -1);

        // One connection serves 10 a second, 100 are due: the queue grows by 9 s of work in 1 s.
        LoadResult result =
                Generator.run(LoadPlan.rate(mock.port(), request(slow), 1, 100, Duration.ofSeconds(1), Duration.ZERO));

        assertThat(result.completed()).isBetween(4L, 10L);
        assertThat(result.latency().getMaxValue()).isGreaterThan(300_000_000L);
        assertThat(result.unanswered()).isGreaterThan(85);
    }

    @Test
    void shouldKeepEveryConnectionBusyInAClosedLoop() {
        Behaviour slow = new Behaviour(20, 0, 0, false, 200, -1);

        LoadResult result = Generator.run(LoadPlan.closed(mock.port(), request(slow), 8, SHORT, DISCARD));

        assertThat(result.perSecond()).isBetween(100.0, 405.0);
        assertThat(result.latency().getMinValue()).isGreaterThan(19_000_000L);
    }

    @Test
    void shouldMeasureEventsOfStreams() {
        Behaviour paced = Behaviour.stream(10).everyMillis(10);

        LoadResult result = Generator.run(LoadPlan.closed(mock.port(), request(paced), 4, SHORT, Duration.ZERO)
                .withStamps());

        assertThat(result.event().getTotalCount()).isGreaterThan(40);
        assertThat(result.event().getValueAtPercentile(50)).isLessThan(200_000_000L);
        assertThat(result.firstByte().getTotalCount()).isPositive();
    }

    @Test
    void shouldLeaveAfterTheFirstEvent() throws Exception {
        Behaviour lasting = Behaviour.stream(1_000).everyMillis(50);

        LoadResult result = Generator.run(LoadPlan.rate(mock.port(), request(lasting), 16, 50, SHORT, Duration.ZERO)
                .leavingAfterFirstEvent());

        assertThat(result.completed()).isGreaterThan(5);
        Thread.sleep(200);
        assertThat(MockStats.read(mock.port()).closedEarly()).isGreaterThanOrEqualTo(result.completed());
    }

    @Test
    void shouldReadAsSlowlyAsItIsTold() {
        LoadResult result =
                Generator.run(LoadPlan.closed(mock.port(), request(Behaviour.stream(100_000)), 1, SHORT, Duration.ZERO)
                        .readingSlowly(100_000));

        assertThat(result.bytes()).isBetween(20_000L, 80_000L);
    }

    @Test
    void shouldCountOtherAnswersAndCutOnes() {
        LoadResult errors = Generator.run(
                LoadPlan.rate(mock.port(), request(Behaviour.parse("mock-e500")), 4, 100, SHORT, Duration.ZERO));
        LoadResult cut = Generator.run(
                LoadPlan.rate(mock.port(), request(Behaviour.parse("mock-c5-x2")), 4, 20, SHORT, Duration.ZERO));

        assertThat(errors.statuses()).containsOnlyKeys(500);
        assertThat(errors.unexpected(200)).isEqualTo(errors.completed()).isPositive();
        assertThat(cut.broken()).isPositive();
    }

    @Test
    void shouldEndWhenItIsInterruptedAndLetGoOfWhatHangs() throws Exception {
        LoadPlan plan = LoadPlan.closed(mock.port(), request(Behaviour.HUNG), 8, Duration.ofMinutes(1), Duration.ZERO);
        Thread hanging = Thread.ofPlatform().start(() -> Generator.run(plan));
        Thread.sleep(300);
        assertThat(MockStats.open(mock.port())).isEqualTo(8);

        hanging.interrupt();
        assertThat(hanging.join(Duration.ofSeconds(3))).isTrue();
        Thread.sleep(200);
        assertThat(MockStats.open(mock.port())).isZero();
    }

    @Test
    void shouldEndOnTimeAndTrySparinglyWhenNobodyListens() throws IOException {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            nobody = socket.getLocalPort();
        }
        long start = System.nanoTime();

        LoadResult result = Generator.run(LoadPlan.closed(nobody, request(Behaviour.JSON), 2, SHORT, Duration.ZERO));

        assertThat(System.nanoTime() - start).isLessThan(3_000_000_000L);
        assertThat(result.connectFailures() + result.broken()).isBetween(2L, 20L);
        assertThat(result.completed()).isZero();
    }
}
