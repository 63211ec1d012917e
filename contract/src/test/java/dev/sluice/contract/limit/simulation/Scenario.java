package dev.sluice.contract.limit.simulation;

/** What is offered, and what goes wrong. */
enum Scenario {
    EVEN("even load", 4, 600),
    SIXTEEN("16 gateways", 16, 600),
    SKEWED("half of it on one", 4, 600),
    LOSSY("a tenth of the messages lost", 4, 600),
    BUS_DOWN("bus down 90 s", 4, 600),
    BUS_DOWN_LOAD_MOVES("bus down, load moves", 4, 600),
    ONE_CUT_OFF("one cut off 120 s", 4, 600),
    ONE_DEAD("one dies", 4, 600),
    SMALL("limit 60", 4, 60);

    final String label;
    final int gateways;
    final int limit;

    Scenario(String label, int gateways, int limit) {
        this.label = label;
        this.gateways = gateways;
        this.limit = limit;
    }

    double loss() {
        return this == LOSSY ? 0.1 : 0;
    }

    /** Whose the next request is. */
    int pick(World world) {
        boolean down = world.now() > 100_000 && world.now() < 190_000;
        boolean moved = this == BUS_DOWN_LOAD_MOVES && down;
        if ((this == SKEWED || moved) && world.random.nextBoolean()) {
            return 0;
        }
        return world.random.nextInt(gateways);
    }

    void arrange(World world, Wire wire, java.util.List<Node> nodes) {
        switch (this) {
            case BUS_DOWN, BUS_DOWN_LOAD_MOVES -> {
                world.after(100_000, () -> {
                    for (int i = 0; i < gateways; i++) {
                        wire.cutOff.add(i);
                    }
                });
                world.after(190_000, wire.cutOff::clear);
            }
            case ONE_CUT_OFF -> {
                world.after(100_000, () -> wire.cutOff.add(1));
                world.after(220_000, wire.cutOff::clear);
            }
            case ONE_DEAD -> world.after(100_000, nodes.get(1)::kill);
            default -> {}
        }
    }
}
