package rtk.apps.infotainment.hmi;

import java.util.List;
import rtk.apps.infotainment.GatewayClient;
import rtk.apps.infotainment.Options;
import rtk.apps.infotainment.Startup;
import rtk.apps.infotainment.audio.SoundClass;
import rtk.apps.infotainment.audio.VolumeKnob;
import rtk.board.sim.Ns;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;
import rtk.kernel.api.ThreadAttr;

/// The user interface: draws map, lists and bars 60 times a second, and shows within moments that a finger was felt.
///
/// In a car it is the largest program of the head unit, its pictures drawn by a graphics processor from what it prepares. What a frame costs
/// depends on what is on it: a map that stands is cheap, one that moves is not, and every 25 m of road bring new tiles. Left out: the
/// graphics processor and its memory, text and layout, speech, themes, all of its pages but one.
///
/// A frame is due at the vertical sync after the one at which the last was seen; one that is late is seen one sync later, and the car's
/// map stutters. It traces `hmi-posted` with the number of each frame that is ready, `hmi-missed` with the vertical syncs so far that
/// had no new frame, `touch-felt` with the number of each touch when its thread hears of it, and `touch-seen` with that number when a
/// picture that reacts to it is seen.
///
/// Two threads: the first draws; `touch` waits for the touch controller's line. Each touch turns the volume of music up or down.
///
/// | argument | meaning |
/// |---|---|
/// | `--touch PATH` | pin with the touch controller's line; `/dev/gpio0/0` unless given, `none` for none |
/// | `--speed SIGNAL` | that moves the map; `VehicleSpeed` unless given |
public final class Hmi implements Program {
    /// Of the screen: above whatever is behind, below the camera.
    public static final int LAYER = 1;

    private static final int IMAGE_KIB = 10_000;
    /// Building the scene once: fonts, icons, the tree of what can be seen.
    private static final long FIRST_NS = Ns.ms(140);
    /// Walking that tree, at 1 GHz.
    private static final long SCENE_NS = Ns.us(700);
    private static final long MAP_STANDS_NS = Ns.us(400);
    private static final long MAP_MOVES_NS = Ns.us(3_000);
    /// Unpacking a row of tiles.
    private static final long TILES_NS = Ns.us(2_500);
    private static final long TILE_MM = 25_000;
    /// A list that slides after a touch, for 300 ms.
    private static final long LIST_NS = Ns.us(2_000);
    private static final int LIST_FRAMES = 18;
    private static final long FRAMES_PER_S = 60;
    /// Longer than any frame: then the screen is gone.
    private static final long PATIENCE_NS = Ns.ms(100);
    private static final int SPEED = 0;

    private KernelCalls k;
    private GatewayClient vehicle;
    private VolumeKnob volume;
    private long roadMm;
    private int listFrames;
    private int touchesSeen;
    private long missed;
    private int lastSync = Layer.NO_SCREEN;
    /// By the thread `touch`.
    private volatile int touches;

    @Override
    public int main(KernelCalls kernel, List<String> args) {
        k = kernel;
        var options = new Options(k.processName(), args, List.of("--touch", "--speed"));
        vehicle = new GatewayClient(k, List.of(options.value("--speed", "VehicleSpeed")));
        volume = new VolumeKnob(k);
        String path = options.value("--touch", "/dev/gpio0/0");
        Startup.load(k, IMAGE_KIB);
        k.compute(FIRST_NS);
        if (!path.equals("none")) {
            var touch = new TouchLine(k, path);
            k.threadCreate(ThreadAttr.named("touch"), () -> touch.run(number -> touches = number));
        }
        var layer = new Layer(k, "hmi", LAYER);
        for (int frame = 1;; frame++) {
            boolean reacts = draw();
            int sync = layer.post(frame);
            if (sync == Layer.NO_SCREEN) {
                lastSync = sync;
                k.sleep(Ns.s(1) / FRAMES_PER_S);
                continue;
            }
            k.trace("hmi-posted", frame);
            countMissed(sync);
            if (layer.awaitSeen(PATIENCE_NS) && reacts) k.trace("touch-seen", touchesSeen);
        }
    }

    private void countMissed(int sync) {
        if (lastSync != Layer.NO_SCREEN && sync > lastSync + 1) k.trace("hmi-missed", missed += sync - lastSync - 1);
        lastSync = sync;
    }

    /// @return whether the frame is the first that shows a touch
    private boolean draw() {
        boolean reacts = touches != touchesSeen;
        if (reacts) {
            touchesSeen = touches;
            listFrames = LIST_FRAMES;
            volume.set(SoundClass.MEDIA, touchesSeen % 2 == 0 ? 1_000 : 700);
        }
        k.compute(SCENE_NS);
        drawMap();
        if (listFrames > 0) {
            listFrames--;
            k.compute(LIST_NS);
        }
        return reacts;
    }

    private void drawMap() {
        vehicle.refresh();
        // Thousandths of km/h; 3600 s an hour.
        long mm = vehicle.milli(SPEED) * 1_000 / 3_600 / FRAMES_PER_S;
        k.compute(mm == 0 ? MAP_STANDS_NS : MAP_MOVES_NS);
        if (roadMm / TILE_MM != (roadMm + mm) / TILE_MM) k.compute(TILES_NS);
        roadMm += mm;
    }
}
