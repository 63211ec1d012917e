package dev.sluice.gateway.usage;

import dev.sluice.contract.usage.RecordFormat;
import dev.sluice.contract.usage.UsageRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What lies on the ring of a gateway whose NATS is not there: every record that it has stored, in order. */
public final class StoredRecords {
    private StoredRecords() {}

    public static List<UsageRecord> of(UsageRing ring) {
        try {
            List<UsageRecord> all = new ArrayList<>();
            ring.rewind();
            for (UsageRing.Entry entry = ring.next(); entry != null; entry = ring.next()) {
                all.add(RecordFormat.read(entry.bytes(), ring.instance()));
            }
            return all;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
