package dev.sluice.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The thread runs when the test says so. */
class InboxTest {
    private final ArrayDeque<Runnable> thread = new ArrayDeque<>();
    private final List<Integer> taken = new ArrayList<>();

    private void run() {
        while (!thread.isEmpty()) {
            try {
                thread.remove().run();
            } catch (IllegalStateException e) {
                taken.add(-1);
            }
        }
    }

    private static byte[] message(int length) {
        return new byte[length];
    }

    @Test
    void dropsWhatIsTooMuchAndHasRoomAgainAfterwards() {
        Inbox inbox = new Inbox(thread::add, 1_000, (message, _) -> taken.add(message.length));

        assertThat(inbox.offer(message(400), false)).isTrue();
        assertThat(inbox.offer(message(401), false)).isTrue();
        assertThat(inbox.offer(message(402), false)).isFalse();
        run();
        assertThat(inbox.offer(message(403), false)).isTrue();
        run();
        assertThat(taken).containsExactly(400, 401, 403);
    }

    /** A tick that is due comes between. */
    @Test
    void takesManyInTurns() {
        Inbox inbox = new Inbox(thread::add, 1 << 20, (message, _) -> taken.add(message.length));
        for (int i = 0; i < 500; i++) {
            inbox.offer(message(i), false);
        }
        assertThat(thread).hasSize(1);
        thread.remove().run();
        assertThat(taken).hasSizeLessThan(300);
        run();
        assertThat(taken).hasSize(500).isSorted();
    }

    @Test
    void goesOnAfterAMessageThatFails() {
        Inbox inbox = new Inbox(thread::add, 1_000, (message, _) -> {
            if (message.length == 1) {
                throw new IllegalStateException("planted");
            }
            taken.add(message.length);
        });
        inbox.offer(message(1), false);
        inbox.offer(message(2), false);
        run();
        assertThat(taken).containsExactly(-1, 2);
    }
}
