package rtk.board.timer;

import rtk.board.Board;
import rtk.board.hw.BusFault;
import rtk.board.hw.Device;
import rtk.board.hw.IrqLine;
import rtk.board.hw.Oscillator;
import rtk.board.sim.Rank;
import rtk.board.sim.SimEvent;
import rtk.board.sim.World;
import rtk.trace.EventKind;

/// A watchdog: it interrupts when nobody has answered it for a while, and resets when nobody has for another: an Arm SP805 (ARM DDI
/// 0270B, section 3).
///
/// | offset | register | access | reset | bits |
/// |---:|---|---|---:|---|
/// | 0x000 | WdogLoad | both | 0xffffffff | counts of a period; writing starts one |
/// | 0x004 | WdogValue | read | 0xffffffff | the count now |
/// | 0x008 | WdogControl | both | 0x00000000 | 0 counts and interrupts, 1 may reset |
/// | 0x00c | WdogIntClr | write | – | any value takes the interrupt back and starts a period |
/// | 0x010 | WdogRIS | read | 0x00000000 | 0 a period has ended unanswered |
/// | 0x014 | WdogMIS | read | 0x00000000 | the same, if it may interrupt |
/// | 0xc00 | WdogLock | both | 0x00000000 | 0x1acce551 opens, all else shuts the other registers; reads 1 when shut |
///
/// When a period ends while the interrupt of the one before is still there, the reset signal rises: whoever wired it ([#onReset]) hears it,
/// and the trace says so. Not modelled: integration test and identification registers.
public final class Watchdog implements Device {
    public static final int LOAD = 0x000;
    public static final int VALUE = 0x004;
    public static final int CONTROL = 0x008;
    public static final int INT_CLR = 0x00c;
    public static final int RIS = 0x010;
    public static final int MIS = 0x014;
    public static final int LOCK = 0xc00;
    /// What opens the lock.
    public static final int UNLOCK = 0x1acce551;
    /// Bits of WdogControl.
    public static final int INTERRUPT = 0x01;
    public static final int RESET = 0x02;

    private final World world;
    private final String name;
    private final int number;
    private final IrqLine line;
    private final Oscillator oscillator;
    private Runnable resetPin = () -> {};

    private int load = 0xffff_ffff;
    private int control;
    private boolean locked;
    private boolean ended;
    private long heldCount = 0xffff_ffffL;
    private long zeroEdge;
    private long resets;

    private final SimEvent bark = new SimEvent(Rank.DEVICE) {
        @Override
        protected void happen() { endPeriod(); }

        @Override
        public String toString() { return name + " has not been answered"; }
    };

    /// Puts a watchdog on `board`, with a line of its own.
    public Watchdog(Board board, String name, Oscillator oscillator) {
        world = board.world();
        this.name = name;
        this.oscillator = oscillator;
        number = board.announce(name, "watchdog", 0);
        line = board.newLine(name, number);
        board.add(this, "watchdog", line);
    }

    /// Wires the reset signal.
    public void onReset(Runnable newResetPin) { resetPin = newResetPin; }

    /// How often the reset signal has risen.
    public long resets() { return resets; }

    @Override
    public String name() { return name; }

    @Override
    public int number() { return number; }

    @Override
    public int size() { return 0x1000; }

    private boolean isCounting() { return (control & INTERRUPT) != 0; }

    private long edgesNow() { return oscillator.edgesUntil(world.nowNs()); }

    @Override
    public int read(int offset) {
        return switch (offset) {
            case LOAD -> load;
            case VALUE -> (int) (isCounting() ? Math.max(0, zeroEdge - edgesNow()) : heldCount);
            case CONTROL -> control;
            case INT_CLR -> 0; // write only
            case RIS -> ended ? 1 : 0;
            case MIS -> ended && isCounting() ? 1 : 0;
            case LOCK -> locked ? 1 : 0;
            default -> throw new BusFault(name, offset);
        };
    }

    @Override
    public void write(int offset, int value) {
        switch (offset) {
            case LOCK -> locked = value != UNLOCK;
            case LOAD, CONTROL, INT_CLR -> {
                if (!locked) set(offset, value);
            }
            case VALUE, RIS, MIS -> {} // read only
            default -> throw new BusFault(name, offset);
        }
    }

    private void set(int offset, int value) {
        if (offset == LOAD) load = value;
        if (offset == INT_CLR) ended = false;
        if (offset == CONTROL) {
            heldCount = Integer.toUnsignedLong(read(VALUE));
            boolean begins = !isCounting() && (value & INTERRUPT) != 0;
            control = value & (INTERRUPT | RESET);
            if (begins) zeroEdge = edgesNow() + heldCount;
        } else {
            heldCount = Integer.toUnsignedLong(load);
            zeroEdge = edgesNow() + heldCount;
        }
        update();
    }

    private void endPeriod() {
        if (ended && (control & RESET) != 0) {
            resets++;
            world.emit(EventKind.DEVICE_NOTE, number, world.text("watchdog reset"), resets);
            resetPin.run();
        }
        ended = true;
        zeroEdge += Math.max(1, Integer.toUnsignedLong(load));
        update();
    }

    /// The one place where registers turn into the level of the line and the next event.
    private void update() {
        if (isCounting()) world.engine().at(bark, Math.max(world.nowNs(), oscillator.edgeNs(zeroEdge)));
        else world.engine().cancel(bark);
        line.set(ended && isCounting());
    }
}
