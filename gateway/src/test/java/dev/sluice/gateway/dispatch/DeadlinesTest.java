package dev.sluice.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.ShedReason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
    private final Deadlines deadlines = new Deadlines();
    private final List<String> checked = new ArrayList<>();

    private final class Entry extends Deadlines.Watched {
        private final String name;
        private final List<Entry> removes = new ArrayList<>();
        private final List<Entry> adds = new ArrayList<>();

        Entry(String name) {
            this.name = name;
        }

        @Override
        void checkDeadline(long nowNanos) {
            checked.add(name);
            removes.forEach(deadlines::remove);
            adds.forEach(deadlines::add);
        }

        @Override
        void cutSlowReader(long nowNanos) {
            checked.add(name + " slow");
        }

        @Override
        void stop(GatewayError reason) {
            checked.add(name + " " + reason.errorClass());
            deadlines.remove(this);
            removes.forEach(deadlines::remove);
        }
    }

    private final Entry a = new Entry("a");
    private final Entry b = new Entry("b");
    private final Entry c = new Entry("c");

    @Test
    void stopsEachThatIsIn() {
        deadlines.add(a);
        deadlines.add(b);
        deadlines.add(c);
        c.removes.add(b);

        deadlines.stopAll(new GatewayError.Shed(ShedReason.STOPPING));

        assertThat(checked).containsExactly("c shed", "a shed");
        assertThat(deadlines.size()).isZero();
    }

    @Test
    void looksAtEachThatIsIn() {
        deadlines.add(a);
        deadlines.add(b);
        deadlines.add(c);
        deadlines.remove(b);
        deadlines.remove(b);

        deadlines.check();

        assertThat(checked).containsExactlyInAnyOrder("a", "c");
        assertThat(deadlines.size()).isEqualTo(2);
    }

    @Test
    void standsEntriesThatComeAndGoMeanwhile() {
        deadlines.add(a);
        deadlines.add(b);
        deadlines.add(c);
        c.removes.addAll(List.of(c, b)); // c is looked at first
        c.adds.add(new Entry("d"));

        deadlines.check();
        assertThat(checked).containsExactly("c", "a");

        checked.clear();
        deadlines.check();
        assertThat(checked).containsExactly("d", "a");
        assertThat(deadlines.size()).isEqualTo(2);
    }

    @Test
    void isEmptyWhenAllHaveGone() {
        deadlines.add(a);
        deadlines.add(b);
        deadlines.remove(a);
        deadlines.remove(b);

        deadlines.check();
        assertThat(checked).isEmpty();
        assertThat(deadlines.size()).isZero();
    }
}
