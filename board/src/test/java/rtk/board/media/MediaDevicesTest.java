package rtk.board.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.board.Board;
import rtk.board.hw.BusFault;
import rtk.board.hw.Device;
import rtk.board.hw.Oscillator;
import rtk.board.sim.Ns;
import rtk.board.sim.World;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;

class MediaDevicesTest {
    private final List<Long> raisedNs = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> texts = new ArrayList<>(List.of(""));
    private final World world = new World(1, new TraceSink() {
        @Override
        public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
            if (kind == EventKind.IRQ_ASSERTED) raisedNs.add(timeNs);
            if (kind == EventKind.DEVICE_NOTE) notes.add(timeNs + " " + texts.get((int) b) + " " + c);
        }

        @Override
        public void text(int id, String text) {
            while (texts.size() <= id) texts.add("");
            texts.set(id, text);
        }
    });
    private final Board board = new Board(world, "b", 1);

    private SoundOutput sound(long driftPpb) {
        return new SoundOutput(board, "sound0", new Oscillator(SoundOutput.MASTER_CLOCK_HZ, driftPpb));
    }

    private void until(long ns) { world.engine().runUntil(ns); }

    /// 256 frames at 48 kHz are 5,333,333.3 ns; each end at its own edge, rounded up.
    @Test
    void periodsOfSoundEndAtTheExactEdges() {
        var sound = sound(0);
        sound.write(SoundOutput.CONTROL, SoundOutput.RUN | SoundOutput.INTERRUPT);
        for (int period = 1; period <= 4; period++) {
            until(Ns.edge(256L * period, 48_000));
            assertEquals(1, sound.read(SoundOutput.STATUS));
            sound.write(SoundOutput.STATUS, 1);
        }

        assertEquals(List.of(5_333_334L, 10_666_667L, 16_000_000L, 21_333_334L), raisedNs);
    }

    /// An hour is 675,000 periods of a true clock; one that is 50 ppm fast plays 33.75 more.
    @Test
    void aFastSoundClockPlaysMorePeriodsAndNoneIsLostToRounding() {
        var sound = sound(50_000);
        sound.write(SoundOutput.PERIOD, 256 * 1_000);
        assertEquals(0xffff, sound.read(SoundOutput.PERIOD));
        sound.write(SoundOutput.PERIOD, 25_600);
        sound.write(SoundOutput.CONTROL, SoundOutput.RUN);
        until(Ns.s(3_600));

        // 6,750.3 periods of 25,600 frames have ended: so many were silent, and one more has begun.
        assertEquals(6_751, sound.read(SoundOutput.SILENT));
    }

    @Test
    void aPeriodThatIsNotReadyInTimeIsSilentAndTheNextReadyOneFollowsIt() {
        var sound = sound(0);
        sound.write(SoundOutput.FILLED, 0);
        sound.write(SoundOutput.FILLED, 0);
        sound.write(SoundOutput.FILLED, 0); // there is room for two
        sound.write(SoundOutput.CONTROL, SoundOutput.RUN);
        until(Ns.ms(12));

        assertEquals(2, sound.read(SoundOutput.FILLED));
        assertEquals(2, sound.read(SoundOutput.PLAYED));
        assertEquals(List.of("10666667 underrun 1"), notes);
        sound.write(SoundOutput.FILLED, 0);
        until(Ns.ms(22));
        assertEquals(3, sound.read(SoundOutput.PLAYED));
        assertEquals(List.of("10666667 underrun 1", "21333334 underrun 2"), notes);
    }

    /// 60 Hz: 16,666,666.7 ns.
    @Test
    void aPictureIsSeenFromTheNextVerticalSyncOn() {
        var display = new Display(board, "display0", new Oscillator(Display.PIXEL_CLOCK_HZ, 0));
        int next2 = Display.NEXT + 2 * Display.LAYER_STRIDE;
        int shown2 = Display.SHOWN + 2 * Display.LAYER_STRIDE;
        display.write(Display.CONTROL, Display.ON | Display.INTERRUPT);
        until(Ns.ms(3));
        display.write(next2, 7);
        display.write(next2, 8);
        assertEquals(0, display.read(shown2));
        until(Ns.ms(60));

        assertEquals(8, display.read(shown2));
        assertEquals(3, display.read(Display.FRAMES));
        assertEquals(List.of("16666667 layer2 8"), notes);
        assertEquals(List.of(16_666_667L), raisedNs);
        display.write(Display.STATUS, 1);
        until(Ns.ms(70));
        assertEquals(List.of(16_666_667L, 66_666_667L), raisedNs);
    }

    /// Power at 10 ms, ready at 160 ms, then a frame each 33,333,333.3 ns.
    @Test
    void aCameraNeedsItsTimeAndThenFillsTheBuffersItHas() {
        var camera = new Camera(board, "camera0", new Oscillator(Camera.PIXEL_CLOCK_HZ, 0));
        until(Ns.ms(10));
        camera.write(Camera.CONTROL, Camera.POWER | Camera.CAPTURE | Camera.INTERRUPT);
        camera.write(Camera.BUFFER, 1);
        camera.write(Camera.BUFFER, 2);
        until(Ns.ms(160) - 1);
        assertEquals(0, camera.read(Camera.STATUS));
        until(Ns.ms(160));
        assertEquals(Camera.SENDS, camera.read(Camera.STATUS));
        until(Ns.ms(194));
        assertEquals(Camera.SENDS | Camera.FRAME, camera.read(Camera.STATUS));
        assertEquals(1, camera.read(Camera.BUFFER));
        camera.write(Camera.STATUS, Camera.FRAME);
        until(Ns.ms(262));

        assertEquals(2, camera.read(Camera.FRAMES));
        assertEquals(List.of(193_333_334L, 226_666_667L), raisedNs);
        assertEquals(List.of("226666667 dropped 1", "260000000 dropped 2"), notes);
        camera.write(Camera.CONTROL, 0);
        assertEquals(0, camera.read(Camera.BUFFER));
        until(Ns.ms(1_000));
        assertEquals(2, camera.read(Camera.FRAMES));
    }

    @Test
    void registersHaveTheirResetValuesAndNoneIsBetweenThem() {
        var sound = sound(0);
        var display = new Display(board, "display0", new Oscillator(Display.PIXEL_CLOCK_HZ, 0));
        var camera = new Camera(board, "camera0", new Oscillator(Camera.PIXEL_CLOCK_HZ, 0));

        assertEquals(List.of(0, 0, 256, 2, 0, 0, 0), values(sound, 0, 4, 8, 12, 16, 20, 24));
        assertEquals(List.of(0, 0, 0, 0, 0, 0, 0), values(display, 0, 4, 8, 0x100, 0x104, 0x130, 0x134));
        assertEquals(List.of(0, 0, 0, 0, 0), values(camera, 0, 4, 8, 12, 16));
        for (Device device : List.of(sound, display, camera)) {
            assertThrows(BusFault.class, () -> device.read(0x108), device::name);
            assertThrows(BusFault.class, () -> device.write(0x140, 0), device::name);
        }
    }

    private static List<Integer> values(Device device, int... offsets) {
        var values = new ArrayList<Integer>();
        for (int offset : offsets) values.add(device.read(offset));
        return values;
    }
}
