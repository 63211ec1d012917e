package dev.sluice.gateway.provider;

import dev.sluice.gateway.inference.chat.StreamEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * Brings the pieces of tool calls together. Some providers send those of parallel calls mixed, or a text between two pieces of
 * one call; where each call is a block of its own, a piece that comes late would be lost. What must wait does so until the
 * call before it is complete, which its arguments tell, or the answer is. Not thread-safe.
 */
final class CallsInOrder {
    private static final int NONE = -1;

    private final Deque<StreamEvent> waiting = new ArrayDeque<>();
    private final Set<Integer> ended = new HashSet<>();
    private int current = NONE;
    private JsonEnd arguments = new JsonEnd();

    /** Whether events pass as they come. */
    boolean isIdle() {
        return current == NONE && waiting.isEmpty();
    }

    List<StreamEvent> order(List<StreamEvent> events) {
        if (isIdle() && events.stream().noneMatch(StreamEvent.ToolCallStart.class::isInstance)) {
            return events;
        }
        List<StreamEvent> out = new ArrayList<>(events.size());
        for (StreamEvent event : events) {
            take(event, out);
        }
        return out;
    }

    private void take(StreamEvent event, List<StreamEvent> out) {
        switch (event) {
            case StreamEvent.Start _, StreamEvent.Usage _, StreamEvent.Failure _ -> out.add(event);
            case StreamEvent.Finish _, StreamEvent.Answer _ -> {
                release(out, true);
                current = NONE;
                ended.clear();
                out.add(event);
            }
            case StreamEvent.ToolArgumentsDelta delta when delta.index() == current -> arguments(delta, out);
            case StreamEvent.ToolCallStart start when current == NONE && waiting.isEmpty() -> begin(start, out);
            case StreamEvent.ToolArgumentsDelta delta when ended.contains(delta.index()) -> out.add(delta);
            default -> {
                if (isIdle()) {
                    out.add(event);
                } else {
                    waiting.add(event);
                }
            }
        }
    }

    private void begin(StreamEvent.ToolCallStart start, List<StreamEvent> out) {
        current = start.index();
        arguments = new JsonEnd();
        out.add(start);
    }

    private void arguments(StreamEvent.ToolArgumentsDelta delta, List<StreamEvent> out) {
        out.add(delta);
        if (arguments.read(delta.json())) {
            ended.add(current);
            current = NONE;
            release(out, false);
        }
    }

    /** @param all whether nothing more comes for any call */
    private void release(List<StreamEvent> out, boolean all) {
        if (all && current != NONE) {
            own(current, out);
            ended.add(current);
            current = NONE;
        }
        while (current == NONE && !waiting.isEmpty()) {
            StreamEvent event = waiting.poll();
            if (event instanceof StreamEvent.ToolCallStart start) {
                begin(start, out);
                boolean complete = own(start.index(), out);
                if (complete || all) {
                    ended.add(start.index());
                    current = NONE;
                }
            } else {
                out.add(event);
            }
        }
    }

    /** Those pieces of a call that wait; whether they complete it. */
    private boolean own(int call, List<StreamEvent> out) {
        boolean complete = false;
        for (Iterator<StreamEvent> rest = waiting.iterator(); rest.hasNext(); ) {
            if (rest.next() instanceof StreamEvent.ToolArgumentsDelta delta && delta.index() == call) {
                rest.remove();
                out.add(delta);
                complete |= arguments.read(delta.json());
            }
        }
        return complete;
    }
}
