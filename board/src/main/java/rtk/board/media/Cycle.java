package rtk.board.media;

import rtk.board.hw.Oscillator;
import rtk.board.sim.Rank;
import rtk.board.sim.SimEvent;
import rtk.board.sim.World;

/// Something that takes the same number of edges of an oscillator again and again. The end of cycle `k` is computed from `k`, so that
/// nothing drifts.
final class Cycle {
    private final World world;
    private final Oscillator oscillator;
    private final String name;
    private final Runnable atEnd;
    private long edges;
    private long startEdge;
    private long count;
    private final SimEvent end = new SimEvent(Rank.DEVICE) {
        @Override
        protected void happen() {
            count++;
            schedule();
            atEnd.run();
        }

        @Override
        public String toString() { return name; }
    };

    /// @param name what ends, for diagnostics
    Cycle(World world, Oscillator oscillator, String name, Runnable atEnd) {
        this.world = world;
        this.oscillator = oscillator;
        this.name = name;
        this.atEnd = atEnd;
    }

    /// The first cycle starts at the last edge before `atNs`, or at it.
    ///
    /// @param edgesEach edges of a cycle, at least 1
    void start(long edgesEach, long atNs) {
        edges = edgesEach;
        startEdge = oscillator.edgesUntil(atNs);
        count = 0;
        schedule();
    }

    void stop() { world.engine().cancel(end); }

    private void schedule() { world.engine().at(end, oscillator.edgeNs(startEdge + (count + 1) * edges)); }
}
