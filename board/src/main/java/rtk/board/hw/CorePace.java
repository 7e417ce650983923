package rtk.board.hw;

import rtk.board.sim.SimRandom;
import rtk.board.sim.World;
import rtk.trace.EventKind;

/// How long work really takes on a core that is not alone with its memory, or that has been slowed down.
///
/// *Interference*: each piece of work takes a random part more, evenly between nothing and a bound, from the random stream of the core: what
/// other masters of the bus cost. What it cost is in the trace as `memory-interference`. *Speed*: a fault, or a governor, makes
/// the core run at a part of its rate from some instant on.
///
/// Not modelled: caches, banks, who the other master is; interference depends on nothing but chance.
final class CorePace {
    static final int FULL_SPEED = 1000;
    private static final int PERMILLE = 1000;

    private final World world;
    private final int core;
    private final int interference;
    private final int label;
    private final SimRandom random;
    private int speed = FULL_SPEED;
    /// Of the piece of work about to begin: what it was asked to be, and what it will take; asked 0 for none.
    private long askedNs;
    private long takesNs;

    /// @param interference the most that a piece of work is stretched, in thousandths
    CorePace(World world, int core, int interference) {
        this.world = world;
        this.core = core;
        this.interference = interference;
        label = interference == 0 ? 0 : world.text("memory-interference");
        random = world.random("memory interference of core " + core);
    }

    void setSpeed(int permille) {
        speed = permille;
        askedNs = 0;
    }

    /// How long a piece of `ns` takes. The same until [#begun] is told that it began, so that asking does not change the run.
    long takesNs(long ns) {
        if (askedNs != ns) {
            askedNs = ns;
            long bound = ns * interference / PERMILLE;
            long slowedNs = speed == FULL_SPEED ? ns : (ns * PERMILLE + speed - 1) / speed;
            takesNs = slowedNs + (bound > 0 ? random.between(0, bound) : 0);
        }
        return takesNs;
    }

    /// The piece asked for last has begun.
    void begun() {
        long extraNs = takesNs - askedNs;
        if (interference > 0 && extraNs > 0) world.emit(EventKind.COST, core, label, extraNs, 0);
        askedNs = 0;
    }

    /// Work left when a piece of `workNs` that takes `allNs` is stopped `leftNs` before its end.
    static long leftOf(long workNs, long allNs, long leftNs) {
        return allNs == workNs ? leftNs : Math.min(workNs, Math.ceilDiv(Math.multiplyExact(leftNs, workNs), allNs));
    }
}
