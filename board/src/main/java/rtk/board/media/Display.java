package rtk.board.media;

import rtk.board.Board;
import rtk.board.hw.BusFault;
import rtk.board.hw.Device;
import rtk.board.hw.IrqLine;
import rtk.board.hw.Oscillator;
import rtk.board.sim.World;
import rtk.trace.EventKind;

/// A display controller: shows the pictures of its layers, the higher number in front, and takes over new ones at the vertical sync only,
/// so that a picture is never seen half.
///
/// | offset | register | access | reset | bits |
/// |---:|---|---|---:|---|
/// | 0x00 | Control | both | 0x00 | 0 on, 1 interrupt |
/// | 0x04 | Status | both | 0x00 | 0 vertical sync; writing 1 clears it |
/// | 0x08 | Frames | read | 0x00 | vertical syncs since it was switched on last |
/// | 0x100 + 16n | Next | both | 0x00 | layer n: the picture to show from the next vertical sync on, 0 for none |
/// | 0x104 + 16n | Shown | read | 0x00 | layer n: the picture that is seen |
///
/// A picture is a number that the program chooses. Each one taken over is a note `layer0`, `layer1` … in the trace.
///
/// Its timing is that of 1280 × 720 at 60 Hz (CEA-861, 720p60): [#CLOCKS_PER_FRAME] pixel clocks, at 74.25 MHz exactly 60 frames a second.
/// Not modelled: pixels, blending, the way to the glass. The registers are our own; hardware of this sort: any controller with shadow
/// registers.
public final class Display implements Device {
    public static final int CONTROL = 0x00;
    public static final int STATUS = 0x04;
    public static final int FRAMES = 0x08;
    /// Of layer 0; that of layer `n` is [#LAYER_STRIDE] `n` further.
    public static final int NEXT = 0x100;
    public static final int SHOWN = 0x104;
    public static final int LAYER_STRIDE = 16;
    public static final int LAYERS = 4;
    /// Bits of Control.
    public static final int ON = 1;
    public static final int INTERRUPT = 2;
    /// 1650 × 750, blanking included.
    public static final int CLOCKS_PER_FRAME = 1_237_500;
    public static final long PIXEL_CLOCK_HZ = 74_250_000;

    private static final int LAYERS_END = NEXT + LAYERS * LAYER_STRIDE;

    private final World world;
    private final String name;
    private final int number;
    private final IrqLine line;
    private final Cycle frame;
    private final int[] layerTexts = new int[LAYERS];

    private int control;
    private boolean synced;
    private int frames;
    private final int[] next = new int[LAYERS];
    private final int[] shown = new int[LAYERS];
    private final boolean[] written = new boolean[LAYERS];

    /// Puts a display on `board`, with a line of its own.
    ///
    /// @param pixel clock, [#CLOCKS_PER_FRAME] to a frame
    public Display(Board board, String name, Oscillator pixel) {
        world = board.world();
        this.name = name;
        number = board.announce(name, "display", 0);
        line = board.newLine(name, number);
        frame = new Cycle(world, pixel, name + " vertical sync", this::sync);
        for (int layer = 0; layer < LAYERS; layer++) layerTexts[layer] = world.text("layer" + layer);
        board.add(this, "display", line);
    }

    @Override
    public String name() { return name; }

    @Override
    public int number() { return number; }

    @Override
    public int size() { return 0x1000; }

    @Override
    public int read(int offset) {
        if (offset >= NEXT && offset < LAYERS_END) {
            int layer = (offset - NEXT) / LAYER_STRIDE;
            return isShown(offset) ? shown[layer] : next[layer];
        }
        return switch (offset) {
            case CONTROL -> control;
            case STATUS -> synced ? 1 : 0;
            case FRAMES -> frames;
            default -> throw new BusFault(name, offset);
        };
    }

    @Override
    public void write(int offset, int value) {
        if (offset >= NEXT && offset < LAYERS_END) {
            if (isShown(offset)) return; // read only
            int layer = (offset - NEXT) / LAYER_STRIDE;
            next[layer] = value;
            written[layer] = true;
            return;
        }
        switch (offset) {
            case CONTROL -> control(value & (ON | INTERRUPT));
            case STATUS -> synced &= (value & 1) == 0;
            case FRAMES -> {} // read only
            default -> throw new BusFault(name, offset);
        }
        update();
    }

    /// Which of the two registers of a layer it is.
    private boolean isShown(int offset) {
        return switch (offset % LAYER_STRIDE) {
            case 0 -> false;
            case SHOWN - NEXT -> true;
            default -> throw new BusFault(name, offset);
        };
    }

    private void control(int newControl) {
        boolean wasOn = (control & ON) != 0;
        boolean isOn = (newControl & ON) != 0;
        control = newControl;
        if (wasOn == isOn) return;
        frames = 0;
        if (isOn) frame.start(CLOCKS_PER_FRAME, world.nowNs());
        else frame.stop();
    }

    private void sync() {
        frames++;
        for (int layer = 0; layer < LAYERS; layer++) {
            if (!written[layer]) continue;
            written[layer] = false;
            shown[layer] = next[layer];
            world.emit(EventKind.DEVICE_NOTE, number, layerTexts[layer], shown[layer]);
        }
        synced = true;
        update();
    }

    private void update() { line.set(synced && (control & INTERRUPT) != 0); }
}
