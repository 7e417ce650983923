package rtk.board.media;

import rtk.board.Board;
import rtk.board.hw.BusFault;
import rtk.board.hw.Device;
import rtk.board.hw.IrqLine;
import rtk.board.hw.Oscillator;
import rtk.board.sim.World;
import rtk.trace.EventKind;

/// A sound output: an I2S transmitter that plays a ring of periods by DMA, without a pause. A period that is not ready when its turn comes
/// is heard as silence: an underrun.
///
/// | offset | register | access | reset | bits |
/// |---:|---|---|---:|---|
/// | 0x00 | Control | both | 0x00 | 0 run, 1 interrupt |
/// | 0x04 | Status | both | 0x00 | 0 a period has ended; writing 1 clears it |
/// | 0x08 | Period | both | 0x100 | frames of a period, 16 to 65,535; fixed while it runs |
/// | 0x0c | Ring | both | 0x02 | periods that may be ready at a time, the one that plays included, 1 to 64; fixed while it runs |
/// | 0x10 | Filled | both | 0x00 | periods made ready so far; writing any value makes one more ready |
/// | 0x14 | Played | read | 0x00 | periods played to their end so far |
/// | 0x18 | Silent | read | 0x00 | underruns so far |
///
/// A frame is one sample of each channel and takes [#CLOCKS_PER_FRAME] of its master clock: 12.288 MHz for 48 kHz. The interrupt comes at
/// the end of each period, silent or not. A period made ready in a silent one is played from the next on. Counts wrap at 2³².
///
/// Not modelled: the samples, the transmitter's FIFO of some microseconds, volume, the codec behind it. The registers are our own; hardware
/// of this sort: the synchronous audio interface with DMA of an i.MX, an I2S controller with a DMA engine that checks ownership of its
/// descriptors.
public final class SoundOutput implements Device {
    public static final int CONTROL = 0x00;
    public static final int STATUS = 0x04;
    public static final int PERIOD = 0x08;
    public static final int RING = 0x0c;
    public static final int FILLED = 0x10;
    public static final int PLAYED = 0x14;
    public static final int SILENT = 0x18;
    /// Bits of Control.
    public static final int RUN = 1;
    public static final int INTERRUPT = 2;
    /// As usual for audio clocks, 256 times the rate of frames.
    public static final int CLOCKS_PER_FRAME = 256;
    /// 48 kHz.
    public static final long MASTER_CLOCK_HZ = 12_288_000;

    private static final int PERIOD_MIN = 16;
    private static final int PERIOD_MAX = 0xffff;
    private static final int RING_MAX = 64;

    private final World world;
    private final String name;
    private final int number;
    private final IrqLine line;
    private final Cycle period;
    private final int underrunText;

    private int control;
    private boolean ended;
    private int periodFrames = 256;
    private int ring = 2;
    private int filled;
    private int played;
    private int silent;
    /// Whether the period under way is a ready one.
    private boolean sounding;

    /// Puts an output on `board`, with a line of its own.
    ///
    /// @param master clock, [#CLOCKS_PER_FRAME] to a frame
    public SoundOutput(Board board, String name, Oscillator master) {
        world = board.world();
        this.name = name;
        number = board.announce(name, "sound", 0);
        line = board.newLine(name, number);
        period = new Cycle(world, master, name + " ends a period", this::end);
        underrunText = world.text("underrun");
        board.add(this, "sound", line);
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
            case CONTROL -> control;
            case STATUS -> ended ? 1 : 0;
            case PERIOD -> periodFrames;
            case RING -> ring;
            case FILLED -> filled;
            case PLAYED -> played;
            case SILENT -> silent;
            default -> throw new BusFault(name, offset);
        };
    }

    @Override
    public void write(int offset, int value) {
        switch (offset) {
            case CONTROL -> control(value & (RUN | INTERRUPT));
            case STATUS -> ended &= (value & 1) == 0;
            case PERIOD -> {
                if (!isRunning()) periodFrames = Math.clamp(Integer.toUnsignedLong(value), PERIOD_MIN, PERIOD_MAX);
            }
            case RING -> {
                if (!isRunning()) ring = Math.clamp(Integer.toUnsignedLong(value), 1, RING_MAX);
            }
            case FILLED -> {
                if (filled - played < ring) filled++;
            }
            case PLAYED, SILENT -> {} // read only
            default -> throw new BusFault(name, offset);
        }
        update();
    }

    private boolean isRunning() { return (control & RUN) != 0; }

    private void control(int newControl) {
        boolean ran = isRunning();
        control = newControl;
        if (ran == isRunning()) return;
        if (ran) {
            period.stop();
            return;
        }
        period.start((long) periodFrames * CLOCKS_PER_FRAME, world.nowNs());
        begin();
    }

    private void begin() {
        sounding = filled != played;
        if (!sounding) world.emit(EventKind.DEVICE_NOTE, number, underrunText, ++silent);
    }

    private void end() {
        if (sounding) played++;
        ended = true;
        begin();
        update();
    }

    private void update() { line.set(ended && (control & INTERRUPT) != 0); }
}
