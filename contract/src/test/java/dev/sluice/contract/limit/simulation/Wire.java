package dev.sluice.contract.limit.simulation;

import dev.sluice.contract.limit.gossip.LimitBus;
import dev.sluice.contract.limit.lease.LeaseStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A bus and a store with delays, losses, and gateways that are cut off from both. */
final class Wire {
    private static final long TIMEOUT_MILLIS = 2_000;

    private final World world;
    private final double loss;
    private final Map<Integer, Receiver> receivers = new HashMap<>();
    private final Map<Integer, List<byte[]>> kept = new HashMap<>();
    private final Map<String, LeaseStore.Versioned> documents = new HashMap<>();
    final Set<Integer> cutOff = new HashSet<>();

    /** Whoever hears messages. */
    interface Receiver {
        void received(byte[] message, boolean kept);
    }

    Wire(World world, double loss) {
        this.world = world;
        this.loss = loss;
    }

    private long delay() {
        return 2L + world.random.nextInt(40);
    }

    private boolean reaches(int gateway) {
        return !cutOff.contains(gateway) && world.random.nextDouble() >= loss;
    }

    void listen(int gateway, Receiver receiver) {
        kept.values().forEach(messages -> messages.forEach(message -> receiver.received(message, true)));
        receivers.put(gateway, receiver);
    }

    void leave(int gateway) {
        receivers.remove(gateway);
    }

    LimitBus bus(int gateway) {
        return new LimitBus() {
            @Override
            public void publishDelta(byte[] message) {
                send(gateway, message);
            }

            @Override
            public void publishFull(List<byte[]> messages) {
                if (!cutOff.contains(gateway)) {
                    kept.put(gateway, messages);
                    messages.forEach(message -> send(gateway, message));
                }
            }
        };
    }

    private void send(int from, byte[] message) {
        if (cutOff.contains(from)) {
            return;
        }
        new ArrayList<>(receivers.keySet()).forEach(to -> {
            if (reaches(to)) {
                world.after(delay(), () -> {
                    Receiver receiver = receivers.get(to);
                    if (receiver != null && !cutOff.contains(to)) {
                        receiver.received(message, false);
                    }
                });
            }
        });
    }

    LeaseStore store(int gateway) {
        return new LeaseStore() {
            @Override
            public CompletionStage<Versioned> get(String key) {
                return answer(gateway, () -> documents.getOrDefault(key, new Versioned(new byte[0], 0)));
            }

            @Override
            public CompletionStage<Long> put(String key, byte[] value, long expectedRevision) {
                return answer(gateway, () -> {
                    Versioned held = documents.getOrDefault(key, new Versioned(new byte[0], 0));
                    if (held.revision() != expectedRevision) {
                        return 0L;
                    }
                    documents.put(key, new Versioned(value, held.revision() + 1));
                    return held.revision() + 1;
                });
            }
        };
    }

    Map<String, LeaseStore.Versioned> documents() {
        return documents;
    }

    /** Done on the way there; the answer may be lost on the way back, so that nobody knows. */
    private <T> CompletionStage<T> answer(int gateway, java.util.function.Supplier<T> action) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        world.after(TIMEOUT_MILLIS, () -> answer.completeExceptionally(new IllegalStateException("nobody answers")));
        if (reaches(gateway)) {
            world.after(delay(), () -> {
                T value = action.get();
                if (reaches(gateway)) {
                    world.after(delay(), () -> answer.complete(value));
                }
            });
        }
        return answer;
    }
}
