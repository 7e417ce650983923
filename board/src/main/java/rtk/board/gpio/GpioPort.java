package rtk.board.gpio;

import rtk.board.Board;
import rtk.board.hw.BusFault;
import rtk.board.hw.Device;
import rtk.board.hw.IrqLine;
import rtk.board.sim.World;
import rtk.trace.EventKind;

/// Eight pins for general use, each input or output, inputs able to interrupt by edge or level: an Arm PL061 (ARM DDI 0190B,
/// section 3).
///
/// | offset | register | access | reset | bits |
/// |---:|---|---|---:|---|
/// | 0x000 | GPIODATA | both | 0x00 | pins; up to 0x3fc, bits 9:2 of the address say which are read or written |
/// | 0x400 | GPIODIR | both | 0x00 | 1 output |
/// | 0x404 | GPIOIS | both | 0x00 | 1 level, 0 edge |
/// | 0x408 | GPIOIBE | both | 0x00 | 1 both edges |
/// | 0x40c | GPIOIEV | both | 0x00 | 1 rising edge or high level |
/// | 0x410 | GPIOIE | both | 0x00 | 1 may interrupt |
/// | 0x414 | GPIORIS | read | 0x00 | 1 the edge has come, or the level is there |
/// | 0x418 | GPIOMIS | read | 0x00 | the same, if it may interrupt |
/// | 0x41c | GPIOIC | write | – | 1 takes an edge back |
/// | 0x420 | GPIOAFSEL | both | 0x00 | 1 another part has the pin; kept, without effect |
///
/// A pin that nobody drives is low. Not modelled: pull-ups, drive strength, the time that an edge takes, identification registers.
public final class GpioPort implements Device {
    public static final int PINS = 8;
    public static final int DATA = 0x000;
    public static final int DIR = 0x400;
    public static final int IS = 0x404;
    public static final int IBE = 0x408;
    public static final int IEV = 0x40c;
    public static final int IE = 0x410;
    public static final int RIS = 0x414;
    public static final int MIS = 0x418;
    public static final int IC = 0x41c;
    public static final int AFSEL = 0x420;

    private static final int DATA_END = 0x400;
    private static final int ALL = (1 << PINS) - 1;

    private final World world;
    private final String name;
    private final int number;
    private final IrqLine line;
    private final PinListener[] listeners = new PinListener[PINS];

    private int output; // as written
    private int outside; // as driven from without
    private int direction;
    private int byLevel;
    private int bothEdges;
    private int high;
    private int mayInterrupt;
    private int alternate;
    private int edges; // that have come
    private int shown; // levels of the pins as last seen

    /// Hears the level of an output.
    @FunctionalInterface
    public interface PinListener {
        void changed(boolean level);
    }

    /// Puts a port on `board`, with a line of its own.
    public GpioPort(Board board, String name) {
        world = board.world();
        this.name = name;
        number = board.announce(name, "gpio", 0);
        line = board.newLine(name, number);
        board.add(this, "gpio", line);
        for (int pin = 0; pin < PINS; pin++) listeners[pin] = level -> {};
    }

    @Override
    public String name() { return name; }

    @Override
    public int number() { return number; }

    @Override
    public int size() { return 0x1000; }

    /// Hangs something on `pin` that hears each change of its level.
    public void connect(int pin, PinListener listener) { listeners[checked(pin)] = listener; }

    /// Drives `pin` from without; without effect while it is an output.
    public void drive(int pin, boolean level) {
        int bit = 1 << checked(pin);
        outside = level ? outside | bit : outside & ~bit;
        update();
    }

    /// Level of `pin`.
    public boolean level(int pin) { return (pins() >> checked(pin) & 1) != 0; }

    private static int checked(int pin) {
        if (pin < 0 || pin >= PINS) throw new IllegalArgumentException("pin " + pin + ", not 0 to 7");
        return pin;
    }

    private int pins() { return (output & direction) | (outside & ~direction); }

    private int raw() { return (edges & ~byLevel) | (byLevel & ~(pins() ^ high)); }

    @Override
    public int read(int offset) {
        if (offset >= DATA && offset < DATA_END && offset % 4 == 0) return pins() & offset >> 2;
        return switch (offset) {
            case DIR -> direction;
            case IS -> byLevel;
            case IBE -> bothEdges;
            case IEV -> high;
            case IE -> mayInterrupt;
            case RIS -> raw() & ALL;
            case MIS -> raw() & mayInterrupt;
            case IC -> 0; // write only
            case AFSEL -> alternate;
            default -> throw new BusFault(name, offset);
        };
    }

    @Override
    public void write(int offset, int value) {
        int octet = value & ALL;
        if (offset >= DATA && offset < DATA_END && offset % 4 == 0) {
            int selected = offset >> 2;
            output = (output & ~selected) | (octet & selected);
        } else {
            switch (offset) {
                case DIR -> direction = octet;
                case IS -> byLevel = octet;
                case IBE -> bothEdges = octet;
                case IEV -> high = octet;
                case IE -> mayInterrupt = octet;
                case IC -> edges &= ~octet;
                case AFSEL -> alternate = octet;
                case RIS, MIS -> {} // read only
                default -> throw new BusFault(name, offset);
            }
        }
        update();
    }

    /// The one place where registers and pins turn into edges, levels that others hear, and the level of the line.
    private void update() {
        int now = pins();
        int changed = now ^ shown;
        shown = now;
        int wanted = bothEdges | ~(now ^ high);
        edges |= changed & wanted & ~direction & ALL;
        line.set((raw() & mayInterrupt) != 0);
        for (int pin = 0; pin < PINS; pin++) {
            if ((changed >> pin & 1) == 0) continue;
            boolean level = (now >> pin & 1) != 0;
            world.emit(EventKind.DEVICE_NOTE, number, world.text("pin" + pin), level ? 1 : 0);
            listeners[pin].changed(level);
        }
    }
}
