package rtk.board.hw;

import rtk.board.sim.Engine;
import rtk.board.sim.Ns;
import rtk.board.sim.Rank;
import rtk.board.sim.SimEvent;
import rtk.board.sim.World;

/// The timer of a core: a free-running 64-bit counter of nanoseconds with one compare value, after the Arm generic timer
/// (Arm Architecture Reference Manual, "The Generic Timer"): the line is up while the counter has reached the compare value.
///
/// A system register block, not a device on the bus: the kernel reads and writes it directly and free of cost.
///
/// Boards whose periodic interrupt comes from a slower clock say so: then only whole counts of that clock make a period
/// ([#periodNs]), as on a PC, where 1 ms is 1193 counts of 1,193,182 Hz, or 999,847 ns.
///
/// A board's clock may drift: the counter then counts its own nanoseconds ([#setDrift]).
///
/// Not modelled: the control register's mask bit, a counter rate other than 1 GHz, virtual and secure timers.
public final class CoreTimer {
    /// Its line at the interrupt controller, a private one as in the GIC (PPI 30).
    public static final int IRQ = 30;

    private static final long SECOND_NS = Ns.s(1);

    private final Engine engine;
    private final IrqLine line;
    private final long rateHz;
    private final Oscillator counter = new Oscillator(SECOND_NS, 0);
    /// It has not always counted as simulated time does.
    private boolean drifts;
    private long compareNs = Ns.NEVER;
    private final SimEvent match = new SimEvent(Rank.DEVICE) {
        @Override
        protected void happen() { update(); }

        @Override
        public String toString() { return "core timer match at " + compareNs + " ns"; }
    };

    /// The timer of core 0.
    public CoreTimer(World world, InterruptController controller) { this(world, controller, 0); }

    public CoreTimer(World world, InterruptController controller, int core) { this(world, controller, core, SECOND_NS); }

    /// @param rateHz of the clock that periodic interrupts are divided from, at most 1 GHz
    public CoreTimer(World world, InterruptController controller, int core, long rateHz) {
        this(world, controller, core, rateHz, "timer" + core);
    }

    /// @param name in the trace
    public CoreTimer(World world, InterruptController controller, int core, long rateHz, String name) {
        if (rateHz < 1 || rateHz > SECOND_NS) throw new IllegalArgumentException("a timer of " + rateHz + " Hz, not 1 to 10^9");
        this.rateHz = rateHz;
        engine = world.engine();
        line = controller.line(core, IRQ, world.device(name, "timer", 0));
    }

    public long countNs() { return drifts ? counter.edgesUntil(engine.nowNs()) : engine.nowNs(); }

    /// The simulated instant at which the counter reaches `countNs`, not in the past.
    public long instantNs(long countNs) {
        return drifts && countNs != Ns.NEVER ? Math.max(engine.nowNs(), counter.edgeNs(countNs)) : countNs;
    }

    /// From now on the counter runs `ppb` parts per billion fast, or slow if negative.
    public void setDrift(long ppb) {
        if (ppb == counter.driftPpb()) return;
        drifts = true;
        counter.setDrift(ppb, engine.nowNs());
        update();
    }

    /// The longest period of at most `wantedNs` that is a whole number of counts of the divided clock, but one count at least, in
    /// whole ns.
    public long periodNs(long wantedNs) {
        long counts = wantedNs / SECOND_NS * rateHz + wantedNs % SECOND_NS * rateHz / SECOND_NS;
        if (counts == 0) counts = 1;
        return counts / rateHz * SECOND_NS + counts % rateHz * SECOND_NS / rateHz;
    }

    public long compareNs() { return compareNs; }

    /// @param newCompareNs [Ns#NEVER] to be quiet
    public void setCompare(long newCompareNs) {
        if (newCompareNs == compareNs) return;
        compareNs = newCompareNs;
        update();
    }

    /// The one place where the compare value turns into a line level and a future event.
    private void update() {
        boolean reached = countNs() >= compareNs;
        if (reached || compareNs == Ns.NEVER) engine.cancel(match);
        else engine.at(match, instantNs(compareNs));
        line.set(reached);
    }
}
