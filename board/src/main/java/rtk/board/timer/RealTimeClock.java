package rtk.board.timer;

import rtk.board.Board;
import rtk.board.hw.BusFault;
import rtk.board.hw.Device;
import rtk.board.hw.IrqLine;
import rtk.board.hw.Oscillator;
import rtk.board.sim.Rank;
import rtk.board.sim.SimEvent;
import rtk.board.sim.World;

/// A clock of seconds that runs on a battery, with an alarm: an Arm PL031 (ARM DDI 0224C, section 3).
///
/// | offset | register | access | reset | bits |
/// |---:|---|---|---:|---|
/// | 0x00 | RTCDR | read | 0x00000000 | seconds now |
/// | 0x04 | RTCMR | both | 0x00000000 | seconds of the alarm |
/// | 0x08 | RTCLR | both | 0x00000000 | writing sets the seconds |
/// | 0x0c | RTCCR | both | 0x00000000 | 0 runs; it cannot be stopped again |
/// | 0x10 | RTCIMSC | both | 0x00000000 | 0 the alarm may interrupt |
/// | 0x14 | RTCRIS | read | 0x00000000 | 0 the alarm has come |
/// | 0x18 | RTCMIS | read | 0x00000000 | the same, if it may interrupt |
/// | 0x1c | RTCICR | write | – | bit 0 takes the alarm back |
///
/// Seconds change at each 32,768th edge of a 32,768 Hz crystal from the start or the setting on, with the crystal's drift. Not modelled: integration test and identification registers.
public final class RealTimeClock implements Device {
    public static final int DR = 0x00;
    public static final int MR = 0x04;
    public static final int LR = 0x08;
    public static final int CR = 0x0c;
    public static final int IMSC = 0x10;
    public static final int RIS = 0x14;
    public static final int MIS = 0x18;
    public static final int ICR = 0x1c;
    /// Rate of the crystal.
    public static final long CRYSTAL_HZ = 32_768;

    private final World world;
    private final String name;
    private final int number;
    private final IrqLine line;
    private final Oscillator crystal;

    /// What the register shows is this plus the seconds since edge `startEdge`.
    private int seconds;
    private long startEdge;
    private int load;
    private int match;
    private boolean running;
    private boolean mayInterrupt;
    private boolean alarm;

    private final SimEvent matching = new SimEvent(Rank.DEVICE) {
        @Override
        protected void happen() {
            alarm = true;
            update();
        }

        @Override
        public String toString() { return "alarm of " + name; }
    };

    /// Puts a clock on `board`, with a line of its own.
    ///
    /// @param startSeconds what it shows until it is set, unsigned 32 bits
    public RealTimeClock(Board board, String name, long driftPpb, int startSeconds) {
        world = board.world();
        this.name = name;
        crystal = new Oscillator(CRYSTAL_HZ, driftPpb);
        seconds = startSeconds;
        number = board.announce(name, "rtc", 0);
        line = board.newLine(name, number);
        board.add(this, "rtc", line);
    }

    /// Its crystal, for whoever warms it.
    public Oscillator crystal() { return crystal; }

    @Override
    public String name() { return name; }

    @Override
    public int number() { return number; }

    @Override
    public int size() { return 0x1000; }

    private long passedSeconds() { return running ? (crystal.edgesUntil(world.nowNs()) - startEdge) / CRYSTAL_HZ : 0; }

    private int now() { return seconds + (int) passedSeconds(); }

    @Override
    public int read(int offset) {
        return switch (offset) {
            case DR -> now();
            case MR -> match;
            case LR -> load;
            case CR -> running ? 1 : 0;
            case IMSC -> mayInterrupt ? 1 : 0;
            case RIS -> alarm ? 1 : 0;
            case MIS -> alarm && mayInterrupt ? 1 : 0;
            case ICR -> 0; // write only
            default -> throw new BusFault(name, offset);
        };
    }

    @Override
    public void write(int offset, int value) {
        switch (offset) {
            case MR -> match = value;
            case LR -> {
                load = value;
                set(value);
            }
            case CR -> {
                if (!running && (value & 1) != 0) {
                    running = true;
                    startEdge = crystal.edgesUntil(world.nowNs());
                }
            }
            case IMSC -> mayInterrupt = (value & 1) != 0;
            case ICR -> {
                if ((value & 1) != 0) alarm = false;
            }
            case DR, RIS, MIS -> {} // read only
            default -> throw new BusFault(name, offset);
        }
        update();
    }

    /// The clock shows `newSeconds` from now on: what a write to RTCLR does, and a fault that makes it jump.
    public void set(int newSeconds) {
        seconds = newSeconds;
        startEdge = crystal.edgesUntil(world.nowNs());
        update();
    }

    /// The one place where registers turn into the level of the line and the next event.
    private void update() {
        long aheadSeconds = Integer.toUnsignedLong(match - now());
        if (running && aheadSeconds > 0) {
            world.engine().at(matching, crystal.edgeNs(startEdge + (passedSeconds() + aheadSeconds) * CRYSTAL_HZ));
        } else {
            world.engine().cancel(matching);
        }
        line.set(alarm && mayInterrupt);
    }
}
