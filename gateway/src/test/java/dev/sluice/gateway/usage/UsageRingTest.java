package dev.sluice.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.usage.Outcome;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.contract.usage.UsageJson;
import dev.sluice.contract.usage.UsageRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageRingTest {
    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static UsageRecord record(String instance, long seq, int version) {
        return new UsageRecord(
                instance,
                seq,
                version,
                "id-" + seq,
                "",
                1_000_000,
                "chat.completions",
                "m",
                "m",
                "p",
                "a",
                "",
                "",
                "s",
                "k",
                false,
                200,
                version == 1 ? Outcome.ABORTED : Outcome.OK,
                "",
                new Tokens(1, 0, 0, 0, 1, 0),
                5L,
                false,
                10,
                null,
                1,
                List.of(),
                "bypass",
                1,
                1,
                "",
                Map.of(),
                1);
    }

    @Test
    void givesRecordsBackInOrderAcrossManyWraps() throws IOException {
        try (UsageRing ring = UsageRing.create(null, 4096, "i")) {
            for (int n = 1; n <= 2000; n++) {
                String payload = "record-" + n + "x".repeat(n % 97);
                assertThat(ring.append(n, text(payload))).isTrue();
                UsageRing.Entry entry = ring.next();
                assertThat(entry).isNotNull();
                assertThat(entry.bytes()).isEqualTo(text(payload));
                assertThat(entry.seq()).isEqualTo(n);
                ring.acknowledge(entry.next(), 1);
            }
            assertThat(ring.next()).isNull();
            assertThat(ring.waitingRecords()).isZero();
        }
    }

    @Test
    void refusesWhenItIsFullAndTakesAgainAfterAnAcknowledgement() throws IOException {
        try (UsageRing ring = UsageRing.create(null, 1024, "i")) {
            int taken = 0;
            while (ring.append(taken + 1, new byte[100])) {
                taken++;
            }
            assertThat(taken).isEqualTo(8);
            UsageRing.Entry first = ring.next();
            assertThat(first).isNotNull();
            ring.acknowledge(first.next(), 1);
            assertThat(ring.append(taken + 1, new byte[100])).isTrue();
        }
    }

    @Test
    void readsAgainWhatWasNotAcknowledged() throws IOException {
        try (UsageRing ring = UsageRing.create(null, 4096, "i")) {
            ring.append(1, text("a"));
            ring.append(2, text("b"));
            UsageRing.Entry a = ring.next();
            assertThat(a).isNotNull();
            ring.acknowledge(a.next(), 1);
            assertThat(ring.next()).isNotNull();
            ring.rewind();
            UsageRing.Entry again = ring.next();
            assertThat(again).isNotNull();
            assertThat(again.seq()).isEqualTo(2);
            assertThat(ring.at(a.position()))
                    .as("acknowledged records stay readable")
                    .isNotNull();
        }
    }

    @Test
    void losesNothingWithManyWriters() throws Exception {
        try (UsageRing ring = UsageRing.create(null, 64 << 10, "i")) {
            int writers = 4;
            int each = 20_000;
            AtomicBoolean failed = new AtomicBoolean();
            List<Thread> threads = new ArrayList<>();
            for (int w = 0; w < writers; w++) {
                threads.add(Thread.ofPlatform().start(() -> {
                    for (int n = 0; n < each && !failed.get(); n++) {
                        long seq = ring.nextSeq();
                        while (!ring.append(seq, text("payload of " + seq)) && !failed.get()) {
                            Thread.onSpinWait();
                        }
                    }
                }));
            }
            Set<Long> seen = new HashSet<>();
            long end = System.nanoTime() + 30_000_000_000L;
            while (seen.size() < writers * each && System.nanoTime() < end) {
                UsageRing.Entry entry = ring.next();
                if (entry != null) {
                    assertThat(new String(entry.bytes(), StandardCharsets.UTF_8))
                            .isEqualTo("payload of " + entry.seq());
                    seen.add(entry.seq());
                    ring.acknowledge(entry.next(), 1);
                }
            }
            failed.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(seen).hasSize(writers * each);
        }
    }

    @Test
    void recoversWhatADeadProcessLeftBehind(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("dead.ring");
        UsageRing ring = UsageRing.create(file, 64 << 10, "dead");
        UsageRecorder recorder = new UsageRecorder(ring, true);
        recorder.record(record("dead", recorder.nextSeq(), 2));
        UsageRing.Entry handed = ring.next();
        assertThat(handed).isNotNull();
        ring.acknowledge(handed.next(), 1);
        recorder.record(record("dead", recorder.nextSeq(), 2));
        UsageRecorder.Flight finished = recorder.start(record("dead", recorder.nextSeq(), 1));
        recorder.finish(finished, record("dead", finished.seq(), 2));
        recorder.start(record("dead", recorder.nextSeq(), 1));
        ring.close(); // as the kernel does for a killed process: what was written stays

        List<LeftBehind> rest = LeftBehind.in(directory);

        assertThat(rest).hasSize(1);
        assertThat(rest.getFirst().instance()).isEqualTo("dead");
        List<String> recovered = new ArrayList<>();
        for (byte[] bytes : rest.getFirst().records()) {
            UsageRecord r = UsageJson.read(bytes);
            recovered.add(r.seq() + " " + r.outcome().wireName());
        }
        assertThat(recovered).containsExactly("2 ok", "3 ok", "4 aborted");
        rest.getFirst().delete();
        assertThat(Files.exists(file)).isFalse();
    }

    @Test
    void findsFinishedRecordsBehindAHalfWrittenOne(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("dead.ring");
        UsageRing ring = UsageRing.create(file, 64 << 10, "dead");
        ring.append(1, UsageJson.write(record("dead", 1, 2)));
        long second = ring.waitingBytes();
        ring.append(2, UsageJson.write(record("dead", 2, 2)));
        ring.append(3, UsageJson.write(record("dead", 3, 2)));
        ring.close();
        try (var channel = java.nio.channels.FileChannel.open(file, java.nio.file.StandardOpenOption.WRITE)) {
            long at = RingMemory.HEADER_BYTES + (long) RingMemory.SLOTS * RingMemory.SLOT_BYTES + second;
            channel.write(java.nio.ByteBuffer.allocate(8), at); // its tag was never written
        }

        List<byte[]> records = LeftBehind.in(directory).getFirst().records();

        assertThat(records).hasSize(2);
        assertThat(UsageJson.read(records.get(1)).seq()).isEqualTo(3);
    }

    @Test
    void sumsUpWhatTheFullRingCannotTake() throws IOException {
        try (UsageRing ring = UsageRing.create(null, 2048, "i")) {
            UsageRecorder recorder = new UsageRecorder(ring, true);
            for (int n = 0; n < 50; n++) {
                recorder.record(record("i", recorder.nextSeq(), 2));
            }
            List<UsageRecord> sums = recorder.overflow().drain();
            long onRing = ring.waitingRecords();

            assertThat(sums).hasSize(1);
            assertThat(sums.getFirst().records() + onRing).isEqualTo(50);
            assertThat(sums.getFirst().costNanos())
                    .isEqualTo(5L * sums.getFirst().records());
            assertThat(recorder.dropped()).isZero();
        }
    }
}
