package rtk.board.hw;

import rtk.board.sim.Engine;
import rtk.board.sim.Rank;
import rtk.board.sim.SimEvent;
import rtk.board.sim.World;
import rtk.trace.EventKind;

/// A processor core: does declared work, one piece at a time, and takes interrupts at the exact nanosecond.
///
/// Work is a duration. It is begun, and either done (the sink hears [InterruptSink#workDone]) or stopped by an interrupt or
/// by the kernel, which then asks how much was left. Code that the kernel runs on the host's stack takes no time of its
/// own; while it runs the core is *attentive*: an interrupt waits for the kernel to ask ([#interruptDue]).
///
/// ```
///        begin                      offered, interrupts on
///  rest ───────► working ──────────────────────────────────► sink.interrupt
///   ▲               │ time is up
///   └───────────────┴──► sink.workDone
/// ```
///
/// A core is as fast as its work says, unless it shares its memory or is slowed down ([#setInterference], [#setSpeed]).
///
/// Not modelled: instructions, caches, pipelines.
public final class Core {
    /// Speed of a core with nothing wrong, in thousandths.
    public static final int FULL_SPEED = CorePace.FULL_SPEED;

    private final World world;
    private final Engine engine;
    private final InterruptController controller;
    private final int number;
    private final int traceNumber;
    private final boolean alone;
    private InterruptSink sink;
    private boolean interruptsOn;
    private boolean offered;
    private boolean resting = true;
    private boolean working;
    private long endNs;
    /// Of the work in progress: what was asked for and what it takes.
    private long workNs;
    private long takesNs;
    /// Null while work takes what it says.
    private CorePace pace;
    private long remainingNs;
    private final SimEvent done = new SimEvent(Rank.CORE) {
        @Override
        protected void happen() { workDone(); }

        @Override
        public String toString() { return "work done on core " + number; }
    };

    private final SimEvent taking = new SimEvent(Rank.DEVICE) {
        @Override
        protected void happen() { take(); }

        @Override
        public String toString() { return "interrupt at core " + number; }
    };

    /// @param number from 0, its number at `controller`
    /// @param traceNumber its number in the trace, unique over all boards of the world
    public Core(World world, InterruptController controller, int number, int traceNumber, String board) {
        this.world = world;
        engine = world.engine();
        this.controller = controller;
        this.number = number;
        this.traceNumber = traceNumber;
        alone = controller.coreCount() == 1;
        controller.connect(this);
        world.emit(EventKind.CORE, traceNumber, world.text(board));
    }

    public void connect(InterruptSink kernel) { sink = kernel; }

    public int number() { return number; }

    public int traceNumber() { return traceNumber; }

    public InterruptController controller() { return controller; }

    /// Work takes up to `permille` thousandths longer than it says, by chance; 0 to 10,000, before anything runs.
    public void setInterference(int permille) {
        if (permille < 0 || permille > 10_000) throw new IllegalArgumentException("interference of " + permille + " thousandths");
        pace = permille == 0 ? null : new CorePace(world, traceNumber, permille);
    }

    /// From now on the core runs at `permille` thousandths of its rate, 1 to 1,000; work in progress too.
    public void setSpeed(int permille) {
        if (permille < 1 || permille > CorePace.FULL_SPEED)
            throw new IllegalArgumentException("speed of " + permille + " thousandths");
        boolean busy = working;
        long leftNs = busy ? stop() : 0;
        if (pace == null) pace = new CorePace(world, traceNumber, 0);
        pace.setSpeed(permille);
        if (busy) begin(leftNs);
    }

    private long takesNs(long ns) { return pace == null ? ns : pace.takesNs(ns); }

    /// Begins work of `ns` nanoseconds, at least 0; the kernel returns to the engine after this.
    public void begin(long ns) {
        assert !working : "core " + number + " already works";
        working = true;
        resting = false;
        workNs = ns;
        takesNs = takesNs(ns);
        if (pace != null) pace.begun();
        endNs = Math.addExact(engine.nowNs(), takesNs);
        engine.at(done, endNs);
    }

    /// Work in line: passes `ns` at once if nothing whatever is due meanwhile.
    ///
    /// @return whether the time has passed; if not, [#begin] it
    public boolean pass(long ns) {
        boolean passed = engine.advanceTo(Math.addExact(engine.nowNs(), takesNs(ns)));
        if (passed && pace != null) pace.begun();
        return passed;
    }

    /// Stops the work in progress.
    ///
    /// @return how much of it was left, in ns
    public long stop() {
        assert working;
        working = false;
        engine.cancel(done);
        return CorePace.leftOf(workNs, takesNs, endNs - engine.nowNs());
    }

    public boolean isWorking() { return working; }

    /// The core has nothing to do and waits for an interrupt; the kernel returns to the engine after this.
    public void rest() {
        assert !working;
        resting = true;
    }

    /// The kernel's code runs: interrupts wait until it asks.
    public void attend() { resting = false; }

    public void setInterruptsOn(boolean on) { interruptsOn = on; }

    public boolean interruptsOn() { return interruptsOn; }

    /// Would the core take an interrupt now?
    public boolean interruptDue() { return interruptsOn && offered; }

    /// The controller has, or has no more, an interrupt for this core.
    void setOffered(boolean on) { offered = on; }

    /// Work left over when an interrupt stopped it, in ns; asked for by the sink inside [InterruptSink#interrupt].
    public long remainingNs() { return remainingNs; }

    /// On a board with several cores the one that causes an interrupt may be in the middle of something: the other core
    /// takes it when that is done, at the same instant.
    void interruptOffered() {
        if (!interruptsOn || !(working || resting)) return;
        if (alone) take();
        else if (!taking.isSet()) engine.at(taking, engine.nowNs());
    }

    private void take() {
        if (!interruptDue() || !(working || resting)) return;
        remainingNs = working ? stop() : 0;
        resting = false;
        interruptsOn = false;
        sink.interrupt();
    }

    private void workDone() {
        working = false;
        sink.workDone();
    }
}
