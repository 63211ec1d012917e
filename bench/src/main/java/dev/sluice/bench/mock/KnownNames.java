package dev.sluice.bench.mock;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Behaviours by the bytes of their names: a run has a few, so they are compared one after the other, without garbage. */
final class KnownNames {
    private record Known(byte[] name, Behaviour behaviour) {}

    private final List<Known> all = new ArrayList<>();

    /** A name that is no behaviour is answered with a 400. */
    Behaviour find(byte[] name, int length) {
        for (int i = 0; i < all.size(); i++) {
            byte[] known = all.get(i).name();
            if (known.length == length && Arrays.equals(known, 0, length, name, 0, length)) {
                return all.get(i).behaviour();
            }
        }
        byte[] copy = Arrays.copyOf(name, length);
        Behaviour behaviour = parse(new String(copy, StandardCharsets.UTF_8));
        all.add(new Known(copy, behaviour));
        return behaviour;
    }

    private static Behaviour parse(String name) {
        try {
            return Behaviour.parse(name);
        } catch (IllegalArgumentException e) {
            return new Behaviour(0, 0, 0, false, 400, -1);
        }
    }
}
