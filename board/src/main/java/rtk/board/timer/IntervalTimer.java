package rtk.board.timer;

import rtk.board.Board;
import rtk.board.hw.BusFault;
import rtk.board.hw.Device;
import rtk.board.hw.IrqLine;
import rtk.board.hw.Oscillator;
import rtk.board.sim.Rank;
import rtk.board.sim.SimEvent;
import rtk.board.sim.World;

/// A timer that counts down, once, again and again, or freely: one half of an Arm SP804 (ARM DDI 0271D, section 3).
///
/// | offset | register | access | reset | bits |
/// |---:|---|---|---:|---|
/// | 0x00 | Load | both | 0x00000000 | where counting starts; writing starts it anew |
/// | 0x04 | Value | read | 0xffffffff | the count now |
/// | 0x08 | Control | both | 0x00000020 | 0 one-shot, 1 32 bits wide (else 16), 3:2 prescale 1, 16, 256, 5 interrupt, 6 periodic, 7 on |
/// | 0x0c | IntClr | write | – | any value takes the interrupt back |
/// | 0x10 | RIS | read | 0x00000000 | 0 reached zero |
/// | 0x14 | MIS | read | 0x00000000 | 0 reached zero and may interrupt |
/// | 0x18 | BGLoad | both | 0x00000000 | Load of the next period; the count goes on |
///
/// The interrupt comes `Load` counts after the start, periodic ones each `Load` counts, at the exact edge. A free-running timer goes on at
/// its largest value. Load 0 interrupts at once and then, if periodic, at every count.
///
/// Not modelled: integration test and identification registers, the second timer of the pair (add another).
public final class IntervalTimer implements Device {
    public static final int LOAD = 0x00;
    public static final int VALUE = 0x04;
    public static final int CONTROL = 0x08;
    public static final int INT_CLR = 0x0c;
    public static final int RIS = 0x10;
    public static final int MIS = 0x14;
    public static final int BG_LOAD = 0x18;
    /// Bits of Control.
    public static final int ONE_SHOT = 0x01;
    public static final int WIDE = 0x02;
    public static final int INTERRUPT = 0x20;
    public static final int PERIODIC = 0x40;
    public static final int ON = 0x80;

    private static final int CONTROL_BITS = 0xef;
    private static final int CONTROL_RESET = 0x20;
    private static final int[] PRESCALE = {1, 16, 256, 256};

    private final World world;
    private final String name;
    private final int number;
    private final IrqLine line;
    private final Oscillator oscillator;

    private int load;
    private int control = CONTROL_RESET;
    private boolean reached;
    /// While stopped: what Value shows.
    private long heldCount = 0xffff_ffffL;
    private boolean counting;
    /// While counting: the prescaled edge at which the count is or was 0 next, and the prescaled edges of a period.
    private long zeroEdge;

    private final SimEvent zero = new SimEvent(Rank.DEVICE) {
        @Override
        protected void happen() { reachZero(); }

        @Override
        public String toString() { return name + " reaches zero"; }
    };

    /// Puts a timer on `board`, with a line of its own.
    public IntervalTimer(Board board, String name, Oscillator oscillator) {
        world = board.world();
        this.name = name;
        this.oscillator = oscillator;
        number = board.announce(name, "timer", 0);
        line = board.newLine(name, number);
        board.add(this, "timer", line);
    }

    @Override
    public String name() { return name; }

    @Override
    public int number() { return number; }

    @Override
    public int size() { return 0x1000; }

    @Override
    public int read(int offset) {
        return switch (offset) {
            case LOAD, BG_LOAD -> load;
            case VALUE -> (int) count();
            case CONTROL -> control;
            case RIS -> reached ? 1 : 0;
            case MIS -> reached && (control & INTERRUPT) != 0 ? 1 : 0;
            case INT_CLR -> 0; // write only
            default -> throw new BusFault(name, offset);
        };
    }

    @Override
    public void write(int offset, int value) {
        switch (offset) {
            case LOAD -> {
                load = value;
                heldCount = narrowed(value);
                if (counting) start();
            }
            case CONTROL -> control(value & CONTROL_BITS);
            case INT_CLR -> reached = false;
            case BG_LOAD -> load = value;
            case VALUE, RIS, MIS -> {} // read only
            default -> throw new BusFault(name, offset);
        }
        update();
    }

    private int prescale() { return PRESCALE[control >> 2 & 3]; }

    private long narrowed(int value) { return (control & WIDE) != 0 ? Integer.toUnsignedLong(value) : value & 0xffff; }

    private long largest() { return (control & WIDE) != 0 ? 0xffff_ffffL : 0xffff; }

    private long edgesNow() { return oscillator.edgesUntil(world.nowNs()) / prescale(); }

    private long count() { return counting ? Math.max(0, zeroEdge - edgesNow()) : heldCount; }

    private void control(int newControl) {
        heldCount = count();
        counting = false;
        boolean starts = (newControl & ON) != 0;
        control = newControl;
        heldCount = Math.min(heldCount, largest());
        if (starts) start();
    }

    private void start() {
        counting = true;
        zeroEdge = edgesNow() + heldCount;
    }

    private void reachZero() {
        reached = true;
        heldCount = 0;
        if ((control & ONE_SHOT) != 0) counting = false;
        else zeroEdge += (control & PERIODIC) != 0 ? Math.max(1, narrowed(load)) : largest() + 1;
        update();
    }

    /// The one place where registers turn into the level of the line and the next event.
    private void update() {
        if (counting) world.engine().at(zero, Math.max(world.nowNs(), oscillator.edgeNs(zeroEdge * prescale())));
        else world.engine().cancel(zero);
        line.set(reached && (control & INTERRUPT) != 0);
    }
}
