package rtk.apps.infotainment.camera;

import java.util.List;
import rtk.apps.infotainment.Options;
import rtk.apps.infotainment.Startup;
import rtk.apps.infotainment.hmi.Layer;
import rtk.board.media.Camera;
import rtk.board.sim.Ns;
import rtk.kernel.api.ChannelFlag;
import rtk.kernel.api.DeviceMemory;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;
import rtk.kernel.api.Pulse;
import rtk.kernel.api.SigEvent;
import rtk.resmgr.dev.SystemPage;

/// The rear-view camera: when the lever goes to R it switches the camera on, draws the lines of the car's path over each frame and shows
/// it in front of all else; when the lever leaves R it gives the screen back.
///
/// In a car it is a service that must be there two seconds after the reverse gear, also while the rest still starts
/// (49 CFR 571.111, S5.5.3: within 2.0 seconds of the start of a backing event). Left out: calibration, the turn of the lines with the
/// steering wheel, other cameras, the check that the picture is not frozen inside the camera.
///
/// A camera that sends nothing for [#SILENCE_NS] is switched off and on again; meanwhile no old picture is shown. It traces
/// `camera-frame` with the number of frames so far for each that is handed to the screen, `camera-silent` with how often it fell silent, and
/// `camera-off` when it is put away. That a frame is seen, the screen traces: `camera-shown`.
///
/// | argument | meaning |
/// |---|---|
/// | `--camera DEVICE` | `camera0` unless given |
/// | `--lever SIGNAL` | position of the lever, 1 for R; `ShiftLeverPosition` unless given |
/// | `--stay yes\|no` | `no`: the program ends when the lever leaves R, for [ReverseGuard] starts it anew |
public final class RearViewCamera implements Program {
    /// Of the screen: in front.
    public static final int LAYER = 3;
    /// So long a running camera may send nothing: three frames, and the time it needs to start.
    public static final long SILENCE_NS = Camera.START_NS + Ns.ms(100);

    private static final int IMAGE_KIB = 3_000;
    private static final int BUFFERS = 3;
    /// Lines over a frame: some 1,500 pixels of a prepared picture, at 1 GHz.
    private static final long LINES_NS = Ns.us(400);
    private static final int NO_BUFFER = 0;

    private KernelCalls k;
    private DeviceMemory camera;
    private int irq;
    private int chid;
    private ReverseGear gear;
    private Layer layer;
    private long frames;
    private long silences;

    @Override
    public int main(KernelCalls kernel, List<String> args) {
        k = kernel;
        var options = new Options(k.processName(), args, List.of("--camera", ReverseGear.OPTION, "--stay"));
        boolean stays = stays(options.value("--stay", "yes"));
        Startup.load(k, IMAGE_KIB);
        var device = SystemPage.find(k, "camera", List.of(options.value("--camera", "camera0")));
        camera = k.mapDevice(device.address());
        irq = device.irq();
        camera.write(Camera.CONTROL, 0);
        camera.write(Camera.STATUS, Camera.FRAME);
        chid = k.channelCreate(ChannelFlag.PRIVATE);
        int self = k.connectAttach(0, chid, KernelCalls.SIDE_CHANNEL);
        k.interruptAttachEvent(irq, new SigEvent.Pulse(self, k.priority(), 1, 0));
        gear = new ReverseGear(k, options);
        layer = new Layer(k, "camera", LAYER);
        do {
            gear.await(true);
            show();
        } while (stays);
        return 0;
    }

    private boolean stays(String text) {
        if (text.equals("yes") || text.equals("no")) return text.equals("yes");
        throw new IllegalArgumentException(k.processName() + ": --stay: found " + text + ", expected yes or no");
    }

    /// Until the lever leaves R.
    private void show() {
        switchOn();
        int seen = NO_BUFFER;
        while (gear.isEngaged()) {
            if (!awaitFrame()) {
                k.trace("camera-silent", ++silences);
                layer.post(NO_BUFFER);
                camera.write(Camera.CONTROL, 0);
                switchOn();
                seen = NO_BUFFER;
                continue;
            }
            int latest = camera.read(Camera.BUFFER);
            if (latest == NO_BUFFER) continue; // told of a frame from before it was switched off
            k.compute(LINES_NS);
            layer.post(latest);
            k.trace("camera-frame", ++frames);
            // The one before is seen no more from the next vertical sync on, long before the camera fills it.
            if (seen != NO_BUFFER) camera.write(Camera.BUFFER, seen);
            seen = latest;
        }
        layer.post(NO_BUFFER);
        camera.write(Camera.CONTROL, 0);
        k.trace("camera-off", frames);
    }

    private void switchOn() {
        camera.write(Camera.CONTROL, Camera.POWER | Camera.CAPTURE | Camera.INTERRUPT);
        for (int buffer = 1; buffer <= BUFFERS; buffer++) camera.write(Camera.BUFFER, buffer);
    }

    /// @return false if none came for [#SILENCE_NS]
    private boolean awaitFrame() {
        k.timerTimeout(SILENCE_NS);
        try {
            k.msgReceive(chid, new byte[Pulse.BYTES], null);
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ETIMEDOUT) throw e;
            return false;
        }
        camera.write(Camera.STATUS, Camera.FRAME);
        k.interruptUnmask(irq);
        return true;
    }
}
