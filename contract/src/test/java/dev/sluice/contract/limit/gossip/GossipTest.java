package dev.sluice.contract.limit.gossip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.contract.limit.Counter;
import dev.sluice.contract.limit.SegmentId;
import dev.sluice.contract.limit.gossip.LimitMessage.BucketState;
import dev.sluice.contract.limit.gossip.LimitMessage.CounterState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GossipTest {
    private static final SegmentId ID = new SegmentId("r/a", "user:grace", List.of("ada", "größe\u0000/*", ""));

    private static final List<LimitMessage.Type> TYPES = List.of(LimitMessage.Type.values());

    private static LimitMessage message(Random random) {
        List<CounterState> counters = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            List<BucketState> buckets = new ArrayList<>();
            for (int j = random.nextInt(4); j > 0; j--) {
                buckets.add(
                        new BucketState(random.nextLong(), random.nextLong() >>> random.nextInt(64), random.nextInt()));
            }
            counters.add(new CounterState(ID, "requests/1m", buckets));
        }
        return new LimitMessage(
                TYPES.get(random.nextInt(TYPES.size())),
                "gateway-1",
                random.nextLong(),
                random.nextLong(),
                5,
                1,
                3,
                counters);
    }

    @Test
    void readsWhatItWrites() throws IOException {
        Random random = new Random(5);
        for (int i = 0; i < 1_000; i++) {
            LimitMessage message = message(random);
            byte[] bytes = MessageCodec.encode(message);
            assertThat(MessageCodec.decode(bytes)).isEqualTo(message);
            boolean told = message.type() != LimitMessage.Type.CLOSED;
            assertThat(MessageCodec.isOf("gateway-1", bytes)).isEqualTo(told);
            assertThat(MessageCodec.isOf("gateway-2", bytes)).isFalse();
            assertThat(MessageCodec.isOf("gateway", bytes)).isFalse();
        }
    }

    /** Whatever comes, it is read or refused: no other exception, no endless memory. */
    @Test
    void refusesWhatIsNoMessage() {
        Random random = new Random(6);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = MessageCodec.encode(message(random));
            byte[] damaged = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            for (int j = random.nextInt(4); j > 0 && damaged.length > 0; j--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                MessageCodec.decode(damaged);
            } catch (IOException e) {
                assertThat(e).isNotNull();
            }
        }
        assertThatThrownBy(() -> MessageCodec.decode(new byte[] {2, 0})).hasMessageContaining("version 2");
        assertThatThrownBy(() -> MessageCodec.decode(new byte[MessageCodec.MAX_BYTES * 3]))
                .hasMessageContaining("too long");
    }

    /** Losses made good, repetitions and any order come to the same as each message once and in its order. */
    @Test
    void mergesToTheSameInAnyOrder() {
        Random random = new Random(8);
        for (String unit : new String[] {"tokens/1m", "usd/lifetime/UTC", "concurrent/"}) {
            for (int round = 0; round < 300; round++) {
                List<List<BucketState>> ticks = history(random, unit.startsWith("tokens"));
                PeerCounter once = new PeerCounter();
                PeerCounter shuffled = new PeerCounter();
                Counter local = Peers.counter(unit);
                List<Integer> order = new ArrayList<>();
                for (int tick = 0; tick < ticks.size(); tick++) {
                    once.merge(local, ticks.get(tick), tick);
                    order.add(tick);
                    order.add(tick);
                }
                Collections.shuffle(order, random);
                for (int tick : order) {
                    shuffled.merge(local, ticks.get(tick), tick);
                }
                assertThat(shuffled.remote(local, Peers.NOW, 0)).as(unit).isEqualTo(once.remote(local, Peers.NOW, 0));
            }
        }
    }

    /** Until the instance is heard of again: then it was not gone. */
    @Test
    void takesWhatTheRecordsOfOneThatIsGoneSayInPlaceOfWhatItTold() {
        Counter day = Peers.counter("usd/day/UTC");
        PeerCounter peer = new PeerCounter();
        peer.merge(day, List.of(new BucketState(0, 70, 9)), 1);
        assertThat(peer.remote(day, Peers.NOW, 0)).isEqualTo(79);
        assertThat(peer.used(day, Peers.NOW, 0)).isEqualTo(70);

        peer.close();
        assertThat(peer.remote(day, Peers.NOW, 0)).isZero();
        peer.spent(List.of(new BucketState(0, 64, 0), new BucketState(-86_400_000, 5, 0)));
        peer.merge(day, List.of(new BucketState(0, 71, 9)), 2);
        assertThat(peer.remote(day, Peers.NOW, 0)).isEqualTo(64);
        assertThat(peer.used(day, Peers.NOW, 0)).isEqualTo(64);
        assertThat(peer.isEmpty()).isFalse();

        peer.reopen();
        assertThat(peer.remote(day, Peers.NOW, 0)).isEqualTo(80);
    }

    private static List<List<BucketState>> history(Random random, boolean grows) {
        List<List<BucketState>> ticks = new ArrayList<>();
        long used = 0;
        long other = 0;
        for (int tick = 0; tick < 12; tick++) {
            used += random.nextInt(50);
            other = grows ? other + random.nextInt(5) : random.nextInt(40);
            ticks.add(List.of(new BucketState(0, used, other)));
        }
        return ticks;
    }
}
