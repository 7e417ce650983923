package rtk.board.hw;

import rtk.board.sim.Ns;
import rtk.board.sim.Rank;
import rtk.board.sim.SimEvent;
import rtk.board.sim.World;
import rtk.trace.EventKind;

/// What can go wrong between a device and the interrupt controller: interrupts lost, late, or there without a cause. Each is noted in the
/// trace when it strikes.
///
/// The device and its registers know nothing of it: a line that is up and whose rise was lost stays unseen until the driver makes it fall
/// and it rises again.
public final class LineFaults {
    private final World world;
    private final InterruptController controller;
    private final IrqLine line;
    private int toLose;
    private int toDelay;
    private long delayNs;
    private long stormPeriodNs;
    private long stormEndNs;
    private final SimEvent late = new SimEvent(Rank.DEVICE) {
        @Override
        protected void happen() { line.show(true); }

        @Override
        public String toString() { return "late interrupt " + line.irq(); }
    };
    private final SimEvent stormy = new SimEvent(Rank.DEVICE) {
        @Override
        protected void happen() { storm(); }

        @Override
        public String toString() { return "storm of interrupt " + line.irq(); }
    };

    LineFaults(World world, InterruptController controller, IrqLine line) {
        this.world = world;
        this.controller = controller;
        this.line = line;
    }

    /// The next `count` rises never reach the controller.
    public void lose(int count) { toLose = count; }

    /// The next `count` rises reach the controller `byNs` late, if the line is still up then.
    public void delay(int count, long byNs) {
        toDelay = count;
        delayNs = byNs;
    }

    /// One interrupt without a cause, now.
    public void spurious() {
        note("spurious interrupt");
        controller.raiseSpurious(line);
    }

    /// Interrupts without a cause, one each `periodNs` from now for `forNs`.
    public void storm(long periodNs, long forNs) {
        if (periodNs < 1) throw new IllegalArgumentException("a storm of an interrupt each " + periodNs + " ns");
        stormPeriodNs = periodNs;
        stormEndNs = Ns.after(world.nowNs(), forNs);
        storm();
    }

    private void storm() {
        spurious();
        if (stormEndNs - world.nowNs() > stormPeriodNs) world.engine().after(stormy, stormPeriodNs);
    }

    void changed(boolean level) {
        if (!level) {
            world.engine().cancel(late);
            line.show(false);
        } else if (toLose > 0) {
            toLose--;
            note("interrupt lost");
        } else if (toDelay > 0) {
            toDelay--;
            note("interrupt late");
            world.engine().after(late, delayNs);
        } else {
            line.show(true);
        }
    }

    private void note(String what) { world.emit(EventKind.DEVICE_NOTE, line.device(), world.text(what), line.irq()); }
}
