package dev.sluice.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.usage.RecordFormat;
import dev.sluice.contract.usage.RecordInput;
import dev.sluice.contract.usage.RecordOutput;
import dev.sluice.contract.usage.UsageRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageRingTest {
    /** Where records begin in a file. */
    private static final long RECORDS = RingMemory.HEADER_BYTES + (long) RingMemory.SLOTS * RingMemory.SLOT_BYTES;

    /** A payload that is no record: the ring does not care. */
    private static RecordOutput text(String text) {
        RecordOutput out = new RecordOutput();
        out.text(text);
        return out;
    }

    private static String text(UsageRing.Entry entry) throws IOException {
        return new RecordInput(entry.bytes()).text();
    }

    /** The numbers and outcomes of records, in their order. */
    private static List<String> read(LeftBehind rest) throws IOException {
        List<String> records = new ArrayList<>();
        for (byte[] bytes : rest.records()) {
            UsageRecord r = RecordFormat.read(bytes, rest.instance());
            records.add(r.seq() + " " + r.outcome().wireName());
        }
        return records;
    }

    @Test
    void givesRecordsBackInOrderAcrossManyWraps() throws IOException {
        try (UsageRing ring = UsageRing.create(null, 4096, "i")) {
            for (int n = 1; n <= 2000; n++) {
                String payload = "record-" + n + "x".repeat(n % 97);
                assertThat(ring.append(text(payload))).isTrue();
                UsageRing.Entry entry = ring.next();
                assertThat(entry).isNotNull();
                assertThat(text(entry)).isEqualTo(payload);
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
            RecordOutput record = text("x".repeat(104)); // with its length and the header: 128
            while (ring.append(record)) {
                taken++;
            }
            assertThat(taken).isEqualTo(8);
            UsageRing.Entry first = ring.next();
            assertThat(first).isNotNull();
            ring.acknowledge(first.next(), 1);
            assertThat(ring.append(record)).isTrue();
        }
    }

    @Test
    void readsAgainWhatWasNotAcknowledged() throws IOException {
        try (UsageRing ring = UsageRing.create(null, 4096, "i")) {
            ring.append(text("a"));
            ring.append(text("b"));
            UsageRing.Entry a = ring.next();
            assertThat(a).isNotNull();
            ring.acknowledge(a.next(), 1);
            assertThat(ring.next()).isNotNull();
            ring.rewind();
            UsageRing.Entry again = ring.next();
            assertThat(again).isNotNull();
            assertThat(text(again)).isEqualTo("b");
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
                        while (!ring.append(text("payload of " + seq)) && !failed.get()) {
                            Thread.onSpinWait();
                        }
                    }
                }));
            }
            Set<String> seen = new HashSet<>();
            long end = System.nanoTime() + 30_000_000_000L;
            while (seen.size() < writers * each && System.nanoTime() < end) {
                UsageRing.Entry entry = ring.next();
                if (entry != null) {
                    assertThat(text(entry)).startsWith("payload of ");
                    seen.add(text(entry));
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
    void goesOnBehindADamagedRecord(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("live.ring");
        try (UsageRing ring = UsageRing.create(file, 64 << 10, "live")) {
            UsageRecorder recorder = new UsageRecorder(ring, true);
            ring.append(text("a"));
            long second = ring.waitingBytes();
            ring.append(text("b"));
            ring.append(text("c"));
            overwrite(file, RECORDS + second + RingMemory.RECORD_HEADER + 1, (byte) 'x');

            for (int n = 0; n < 2; n++) {
                ring.rewind();
                assertThat(text(entry(ring))).isEqualTo("a");
                UsageRing.Entry last = entry(ring);
                assertThat(text(last)).isEqualTo("c");
                assertThat(ring.next()).isNull();
                if (n == 1) {
                    ring.acknowledge(last.next(), 2);
                }
            }
            assertThat(ring.waitingRecords()).isZero();
            assertThat(recorder.dropped()).isEqualTo(1);
        }
    }

    private static UsageRing.Entry entry(UsageRing ring) {
        UsageRing.Entry entry = ring.next();
        assertThat(entry).isNotNull();
        return entry;
    }

    private static void overwrite(Path file, long at, byte... bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), at);
        }
    }

    @Test
    void isASmallRingUntilItsFileHasAllItsSpace(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("new.ring");
        try (UsageRing ring = UsageRing.create(file, 2 << 20, "new")) {
            UsageWriter writer = new UsageRecorder(ring, true).writer();
            int taken = 0;
            while (ring.append(text("x".repeat(1000)))) {
                taken++;
            }
            Set<Integer> slots = new HashSet<>();
            for (int n = 0; n < 600; n++) {
                slots.add(writer.start(Samples.marker("new", n)).slot());
            }
            assertThat(taken).as("a MiB").isBetween(1000, 1040);
            assertThat(slots).as("and none").hasSize(RingMemory.FIRST_SLOTS + 1);

            ring.reserve();
            ring.reserve();

            while (ring.append(text("x".repeat(1000)))) {
                taken++;
            }
            for (int n = 0; n < RingMemory.SLOTS; n++) {
                slots.add(writer.start(Samples.marker("new", n)).slot());
            }
            assertThat(taken).as("two MiB").isBetween(2000, 2080);
            assertThat(slots).as("all, and none").hasSize(RingMemory.SLOTS + 1);
        }
    }

    @Test
    void marksRequestsWithoutTheClientsOwnTextWhenThatIsLong(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("dead.ring");
        UsageRing ring = UsageRing.create(file, 64 << 10, "dead");
        UsageWriter writer = new UsageRecorder(ring, true).writer();
        Map<String, String> metadata = Map.of("k", "v".repeat(1000));
        writer.start(Samples.with(Samples.marker("dead", writer.nextSeq()), metadata));
        writer.record(Samples.with(Samples.served("dead", writer.nextSeq()), metadata));
        ring.close();

        List<byte[]> records = LeftBehind.in(directory).getFirst().records();

        assertThat(RecordFormat.read(records.get(0), "dead").metadata()).isEqualTo(metadata);
        assertThat(RecordFormat.read(records.get(1), "dead").seq()).isEqualTo(1);
        assertThat(RecordFormat.read(records.get(1), "dead").metadata()).isEmpty();
    }

    @Test
    void recoversWhatADeadProcessLeftBehind(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("dead.ring");
        UsageRing ring = UsageRing.create(file, 64 << 10, "dead");
        UsageWriter writer = new UsageRecorder(ring, true).writer();
        writer.record(Samples.served("dead", writer.nextSeq()));
        ring.acknowledge(entry(ring).next(), 1);
        writer.record(Samples.served("dead", writer.nextSeq()));
        UsageWriter.Flight finished = writer.start(Samples.marker("dead", writer.nextSeq()));
        writer.finish(finished, Samples.served("dead", finished.marker().seq()));
        writer.start(Samples.marker("dead", writer.nextSeq()));
        UsageWriter.Flight between = writer.start(Samples.marker("dead", writer.nextSeq()));
        writer.record(Samples.served("dead", between.marker().seq())); // and not yet landed
        ring.close(); // as the kernel does for a killed process: what was written stays

        List<LeftBehind> rest = LeftBehind.in(directory);

        assertThat(rest).hasSize(1);
        assertThat(rest.getFirst().instance()).isEqualTo("dead");
        assertThat(read(rest.getFirst())).containsExactly("2 ok", "3 ok", "5 ok", "4 aborted");
        rest.getFirst().delete();
        assertThat(Files.exists(file)).isFalse();
    }

    /** What is beside it is lost then, and nothing else. */
    @Test
    void keepsWhatIsKnownOfARequestThatIsAnsweredAndNotRecordedYet(@TempDir Path directory) throws IOException {
        UsageRing ring = UsageRing.create(directory.resolve("dead.ring"), 64 << 10, "dead");
        UsageWriter writer = new UsageRecorder(ring, true).writer();
        UsageWriter.Flight flight = writer.start(Samples.marker("dead", writer.nextSeq()));
        UsageWriter.Flight waits =
                writer.answered(flight, Samples.served("dead", flight.marker().seq()));
        UsageWriter.Flight other = writer.start(Samples.marker("dead", writer.nextSeq()));
        UsageWriter.Flight ended =
                writer.answered(other, Samples.served("dead", other.marker().seq()));
        writer.finish(ended, Samples.served("dead", other.marker().seq()));
        ring.close();

        assertThat(waits.marker()).isEqualTo(flight.marker());
        assertThat(read(LeftBehind.in(directory).getFirst())).containsExactly("2 ok", "1 ok");
    }

    @Test
    void findsFinishedRecordsBehindAHalfWrittenOne(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("dead.ring");
        UsageRing ring = UsageRing.create(file, 64 << 10, "dead");
        UsageWriter writer = new UsageRecorder(ring, true).writer();
        writer.append(Samples.served("dead", 1));
        long second = ring.waitingBytes();
        writer.append(Samples.served("dead", 2));
        writer.append(Samples.served("dead", 3));
        ring.close();
        overwrite(file, RECORDS + second, new byte[8]); // its tag was never written

        assertThat(read(LeftBehind.in(directory).getFirst())).containsExactly("1 ok", "3 ok");
    }

    @Test
    void takesNothingFromSlotsAndRecordsFullOfGarbage(@TempDir Path directory) throws IOException {
        Random random = new Random(1);
        Path file = directory.resolve("dead.ring");
        UsageRing ring = UsageRing.create(file, 64 << 10, "dead");
        UsageWriter writer = new UsageRecorder(ring, true).writer();
        writer.append(Samples.served("dead", 1));
        writer.start(Samples.marker("dead", 2));
        int damaged = writer.start(Samples.marker("dead", 3)).slot();
        long used = ring.waitingBytes();
        ring.close();
        byte[] garbage = new byte[400 * RingMemory.SLOT_BYTES];
        random.nextBytes(garbage);
        for (int slot = 0; slot < 400; slot++) { // lengths that could be
            garbage[slot * RingMemory.SLOT_BYTES + 1] = (byte) random.nextInt(4);
            garbage[slot * RingMemory.SLOT_BYTES + 2] = 0;
            garbage[slot * RingMemory.SLOT_BYTES + 3] = 0;
        }
        overwrite(file, RingMemory.HEADER_BYTES + 2 * RingMemory.SLOT_BYTES, garbage);
        long itsId = RingMemory.HEADER_BYTES + (long) damaged * RingMemory.SLOT_BYTES + 30;
        overwrite(file, itsId, (byte) 'x'); // still a record, but another one
        byte[] ringGarbage = new byte[60_000];
        random.nextBytes(ringGarbage);
        ByteBuffer tags = ByteBuffer.wrap(ringGarbage).order(ByteOrder.nativeOrder());
        for (int at = 0; at + 16 < ringGarbage.length; at += 256) { // tags that are right, lengths that could be
            tags.putLong(at, used + at + 1);
            tags.putInt(at + 8, random.nextInt(70_000));
        }
        overwrite(file, RECORDS + used, ringGarbage);

        assertThat(read(LeftBehind.in(directory).getFirst())).containsExactly("1 ok", "2 aborted");
    }

    @Test
    void movesAsideWhatIsNoRingOfThisVersion(@TempDir Path directory) throws IOException {
        Path other = directory.resolve("other.ring");
        UsageRing.create(other, 64 << 10, "other").close();
        overwrite(other, 0, "not ours".getBytes(StandardCharsets.US_ASCII));
        for (int size : new int[] {12, RingMemory.HEADER_BYTES * 3}) {
            Path cut = directory.resolve("cut-" + size + ".ring");
            UsageRing.create(cut, 64 << 10, "cut").close();
            try (FileChannel channel = FileChannel.open(cut, StandardOpenOption.WRITE)) {
                channel.truncate(size);
            }
        }
        Path good = directory.resolve("zzz.ring");
        UsageRing ring = UsageRing.create(good, 64 << 10, "zzz");
        new UsageRecorder(ring, true).writer().append(Samples.served("zzz", 1));
        ring.close();

        List<LeftBehind> rest = LeftBehind.in(directory);

        assertThat(rest).extracting(LeftBehind::instance).containsExactly("zzz");
        try (var files = Files.list(directory)) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "other.ring.unreadable", "cut-12.ring.unreadable", "cut-12288.ring.unreadable", "zzz.ring");
        }
    }

    @Test
    void leavesARingAloneThatIsInUse(@TempDir Path directory) throws IOException {
        try (UsageRing ring = UsageRing.create(directory.resolve("live.ring"), 64 << 10, "live")) {
            assertThat(LeftBehind.in(directory)).isEmpty();
            assertThat(ring.instance()).isEqualTo("live");
        }
    }

    @Test
    void sumsUpWhatTheFullRingCannotTake() throws IOException {
        try (UsageRing ring = UsageRing.create(null, 2048, "i")) {
            UsageRecorder recorder = new UsageRecorder(ring, true);
            UsageWriter writer = recorder.writer();
            for (int n = 0; n < 50; n++) {
                writer.record(Samples.served("i", writer.nextSeq()));
            }
            List<UsageRecord> sums = recorder.overflow().drain();
            long onRing = ring.waitingRecords();

            assertThat(onRing).isPositive();
            assertThat(sums).hasSize(1);
            assertThat(sums.getFirst().records() + onRing).isEqualTo(50);
            assertThat(sums.getFirst().costNanos())
                    .isEqualTo(5L * sums.getFirst().records());
            assertThat(recorder.dropped()).isZero();
            assertThat(recorder.accepted()).isEqualTo(50);
        }
    }
}
