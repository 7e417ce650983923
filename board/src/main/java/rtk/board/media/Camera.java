package rtk.board.media;

import java.util.ArrayDeque;
import rtk.board.Board;
import rtk.board.hw.BusFault;
import rtk.board.hw.Device;
import rtk.board.hw.IrqLine;
import rtk.board.hw.Oscillator;
import rtk.board.sim.Ns;
import rtk.board.sim.Rank;
import rtk.board.sim.SimEvent;
import rtk.board.sim.World;
import rtk.trace.EventKind;

/// A camera and its receiver (CSI-2): a sensor that needs a while after power-on, and a DMA that puts frames into buffers it was given.
///
/// | offset | register | access | reset | bits |
/// |---:|---|---|---:|---|
/// | 0x00 | Control | both | 0x00 | 0 power of the sensor, 1 capture, 2 interrupt |
/// | 0x04 | Status | both | 0x00 | 0 a frame has ended, writing 1 clears it; 1 the sensor sends frames, read only |
/// | 0x08 | Frames | read | 0x00 | frames captured so far |
/// | 0x0c | Buffer | both | 0x00 | writing gives a buffer, by a number other than 0, up to [#BUFFERS_MAX] at a time; reads the buffer with the latest frame, 0 if none |
/// | 0x10 | Dropped | read | 0x00 | frames for which there was no buffer |
///
/// Frames go on by the sensor's own clock from [#START_NS] after power-on: 1920 × 1080 at 30 Hz (SMPTE 274M), [#CLOCKS_PER_FRAME] pixel
/// clocks of 74.25 MHz. A frame is captured if capture is on and a buffer given when it begins; it ends, with an interrupt, when the next
/// begins. Without power buffers are forgotten.
///
/// Not modelled: the sensor's control bus (its cost is in [#START_NS]), exposure, pixels, lanes. The registers are our own.
public final class Camera implements Device {
    public static final int CONTROL = 0x00;
    public static final int STATUS = 0x04;
    public static final int FRAMES = 0x08;
    public static final int BUFFER = 0x0c;
    public static final int DROPPED = 0x10;
    /// Bits of Control.
    public static final int POWER = 1;
    public static final int CAPTURE = 2;
    public static final int INTERRUPT = 4;
    /// Bits of Status.
    public static final int FRAME = 1;
    public static final int SENDS = 2;
    public static final int BUFFERS_MAX = 8;
    /// Assumed: supplies and reset 20 ms, some 250 registers over I2C at 400 kHz 20 ms, clocks and the exposure's first guess the rest.
    public static final long START_NS = Ns.ms(150);
    /// 2200 × 1125, blanking included.
    public static final int CLOCKS_PER_FRAME = 2_475_000;
    public static final long PIXEL_CLOCK_HZ = 74_250_000;

    private static final int CONTROL_BITS = POWER | CAPTURE | INTERRUPT;

    private final World world;
    private final String name;
    private final int number;
    private final IrqLine line;
    private final Cycle frame;
    private final int droppedText;
    private final SimEvent start = new SimEvent(Rank.DEVICE) {
        @Override
        protected void happen() { sendFrames(); }

        @Override
        public String toString() { return name + " sends its first frame"; }
    };

    private int control;
    private boolean sends;
    private boolean ended;
    private int frames;
    private int latest;
    private int dropped;
    /// Given and empty, the oldest first.
    private final ArrayDeque<Integer> buffers = new ArrayDeque<>();
    /// That the frame under way goes into, 0 for none.
    private int filling;

    /// Puts a camera on `board`, with a line of its own.
    ///
    /// @param pixel clock, [#CLOCKS_PER_FRAME] to a frame
    public Camera(Board board, String name, Oscillator pixel) {
        world = board.world();
        this.name = name;
        number = board.announce(name, "camera", 0);
        line = board.newLine(name, number);
        frame = new Cycle(world, pixel, name + " ends a frame", this::end);
        droppedText = world.text("dropped");
        board.add(this, "camera", line);
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
            case STATUS -> (ended ? FRAME : 0) | (sends ? SENDS : 0);
            case FRAMES -> frames;
            case BUFFER -> latest;
            case DROPPED -> dropped;
            default -> throw new BusFault(name, offset);
        };
    }

    @Override
    public void write(int offset, int value) {
        switch (offset) {
            case CONTROL -> control(value & CONTROL_BITS);
            case STATUS -> ended &= (value & FRAME) == 0;
            case BUFFER -> {
                if (value != 0 && isPowered() && buffers.size() < BUFFERS_MAX) buffers.add(value);
            }
            case FRAMES, DROPPED -> {} // read only
            default -> throw new BusFault(name, offset);
        }
        update();
    }

    private boolean isPowered() { return (control & POWER) != 0; }

    private void control(int newControl) {
        boolean was = isPowered();
        control = newControl;
        if (was == isPowered()) return;
        if (isPowered()) {
            world.engine().after(start, START_NS);
            return;
        }
        world.engine().cancel(start);
        frame.stop();
        sends = false;
        filling = 0;
        latest = 0;
        buffers.clear();
    }

    private void sendFrames() {
        sends = true;
        frame.start(CLOCKS_PER_FRAME, world.nowNs());
        begin();
    }

    private void begin() {
        filling = 0;
        if ((control & CAPTURE) == 0) return;
        if (buffers.isEmpty()) world.emit(EventKind.DEVICE_NOTE, number, droppedText, ++dropped);
        else filling = buffers.remove();
    }

    private void end() {
        if (filling != 0) {
            frames++;
            latest = filling;
            ended = true;
        }
        begin();
        update();
    }

    private void update() { line.set(ended && (control & INTERRUPT) != 0); }
}
