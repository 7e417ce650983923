package rtk.apps.infotainment.hmi;

import java.nio.charset.StandardCharsets;
import java.util.List;
import rtk.apps.infotainment.Options;
import rtk.board.media.Display;
import rtk.board.sim.Ns;
import rtk.kernel.api.ChannelFlag;
import rtk.kernel.api.DeviceMemory;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.MsgInfo;
import rtk.kernel.api.Program;
import rtk.kernel.api.Pulse;
import rtk.kernel.api.SigEvent;
import rtk.resmgr.EventBytes;
import rtk.resmgr.NameService;
import rtk.resmgr.dev.SystemPage;

/// The screen: owns the display, gives its layers to other services, and tells them when a picture of theirs is seen.
///
/// In a car it is the compositor (QNX: Screen) with the display's driver. Left out: windows within a layer, blending without
/// hardware, input, rotation, the supervision of what safety asks to be seen.
///
/// It traces `NAME-shown` with the picture when a picture of the layer called NAME is seen: at the vertical sync, when the display's
/// interrupt has reached it.
///
/// | argument | meaning |
/// |---|---|
/// | `--display DEVICE` | `display0` unless given |
public final class Screen implements Program {
    /// Its name for [NameService].
    public static final String NAME = "screen";
    /// Checking a picture and writing the registers of its layer.
    private static final long POST_NS = Ns.us(20);
    /// Finding out what is seen since the vertical sync.
    private static final long SYNC_NS = Ns.us(8);

    private static final class Plane {
        private int scoid;
        private int rcvid;
        private SigEvent event;
        private String shown;
        private int picture;
        private boolean posted;
    }

    private final Plane[] planes = new Plane[Display.LAYERS];
    private KernelCalls k;
    private DeviceMemory display;

    @Override
    public int main(KernelCalls kernel, List<String> args) {
        k = kernel;
        var options = new Options(k.processName(), args, List.of("--display"));
        var device = SystemPage.find(k, "display", List.of(options.value("--display", "display0")));
        display = k.mapDevice(device.address());
        int chid = NameService.attach(k, NAME, ChannelFlag.DISCONNECT);
        int self = k.connectAttach(0, chid, KernelCalls.SIDE_CHANNEL);
        k.interruptAttachEvent(device.irq(), new SigEvent.Pulse(self, k.priority(), 1, 0));
        display.write(Display.CONTROL, Display.ON | Display.INTERRUPT);
        var request = new byte[ScreenMessages.BYTES_MAX];
        var info = new MsgInfo();
        for (;;) {
            int rcvid = k.msgReceive(chid, request, info);
            if (rcvid == 0) pulse(Pulse.in(request), device.irq());
            else serve(rcvid, request, info);
        }
    }

    private void pulse(Pulse pulse, int irq) {
        if (pulse.code() == Pulse.CODE_DISCONNECT) {
            for (int layer = 0; layer < planes.length; layer++) {
                if (planes[layer] == null || planes[layer].scoid != pulse.scoid()) continue;
                planes[layer] = null;
                display.write(next(layer), 0);
            }
            k.connectDetach(pulse.scoid());
        } else if (pulse.code() == 1) {
            display.write(Display.STATUS, 1);
            k.interruptUnmask(irq);
            sync();
        }
    }

    private void sync() {
        k.compute(SYNC_NS);
        for (int layer = 0; layer < planes.length; layer++) {
            var plane = planes[layer];
            if (plane == null || !plane.posted || display.read(shown(layer)) != plane.picture) continue;
            plane.posted = false;
            k.trace(plane.shown, plane.picture);
            tell(plane);
        }
    }

    private void tell(Plane plane) {
        try {
            k.msgDeliverEvent(plane.rcvid, plane.event);
        } catch (ErrnoException e) {
            // Its process is gone, and the pulse that says so on its way.
            assert e.errno() != Errno.EINVAL : e;
        }
    }

    private static int next(int layer) { return Display.NEXT + layer * Display.LAYER_STRIDE; }

    private static int shown(int layer) { return Display.SHOWN + layer * Display.LAYER_STRIDE; }

    private void serve(int rcvid, byte[] request, MsgInfo info) {
        try {
            int status = answer(rcvid, request, info);
            k.msgReply(rcvid, status);
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ESRCH) k.msgError(rcvid, e.errno());
        }
    }

    private int answer(int rcvid, byte[] request, MsgInfo info) {
        var fields = ScreenMessages.view(request);
        int layer = info.msgLength < ScreenMessages.POST_BYTES ? -1 : fields.getShort(2);
        if (layer < 0 || layer >= planes.length) throw new ErrnoException(Errno.EINVAL, NAME);
        return switch (fields.getShort(0)) {
            case ScreenMessages.OPEN -> open(rcvid, request, info, layer);
            case ScreenMessages.POST -> post(info.scoid, layer, fields.getInt(4));
            default -> throw new ErrnoException(Errno.ENOSYS, NAME);
        };
    }

    private int open(int rcvid, byte[] request, MsgInfo info, int layer) {
        int length = info.msgLength < ScreenMessages.NAME
                ? -1
                : ScreenMessages.view(request).getShort(ScreenMessages.NAME_LENGTH);
        var event = EventBytes.in(request, ScreenMessages.EVENT);
        if (event == null || length < 1 || ScreenMessages.NAME + length > info.msgLength) {
            throw new ErrnoException(Errno.EINVAL, NAME);
        }
        var plane = planes[layer];
        if (plane != null && plane.scoid != info.scoid) throw new ErrnoException(Errno.EBUSY, NAME);
        plane = new Plane();
        plane.scoid = info.scoid;
        plane.rcvid = rcvid;
        plane.event = event;
        plane.shown = new String(request, ScreenMessages.NAME, length, StandardCharsets.US_ASCII) + "-shown";
        planes[layer] = plane;
        return 0;
    }

    private int post(int scoid, int layer, int picture) {
        var plane = planes[layer];
        if (plane == null || plane.scoid != scoid) throw new ErrnoException(Errno.EINVAL, NAME);
        k.compute(POST_NS);
        display.write(next(layer), picture);
        plane.picture = picture;
        plane.posted = true;
        return display.read(Display.FRAMES) + 1;
    }
}
