package rtk.apps.infotainment.audio;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import rtk.apps.infotainment.Options;
import rtk.apps.infotainment.Startup;
import rtk.board.sim.Ns;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;
import rtk.kernel.api.ThreadAttr;
import rtk.resmgr.Posix;

/// The sound of the phone: rings while a call comes in, and brings the other side's voice while it is on.
///
/// In a car it is the part of the hands-free set between modem and loudspeakers. What is heard is a tone. Left out: the microphone, echo
/// cancellation, the conversion between the modem's clock and the output's.
///
/// It learns of calls by the object that the phone publishes. It traces `call-sound` with 0 for silence, 1 for ringing, 2 for a voice, when
/// that changes. Two threads: `state` waits for news; the first brings the sound, period by period.
///
/// | argument | meaning |
/// |---|---|
/// | `--call PATH` | the object; `/pps/phone/call` unless given |
public final class CallSound implements Program {
    private static final int SILENT = 0;
    private static final int RINGS = 1;
    private static final int SPEAKS = 2;
    private static final int IMAGE_KIB = 800;
    private static final int TONE_HZ = 425;
    private static final int LOUDNESS = 7_000;
    /// One second in five.
    private static final long RING_NS = Ns.s(1);
    private static final long RING_PERIOD_NS = Ns.s(5);
    private static final long RETRY_NS = Ns.ms(100);
    private static final long OBJECT_WAIT_NS = Ns.s(10);
    private static final int OBJECT_MAX = 512;

    private KernelCalls k;
    /// By the thread `state`.
    private volatile int sound = SILENT;
    private volatile long sinceNs;

    @Override
    public int main(KernelCalls kernel, List<String> args) {
        k = kernel;
        String path = new Options(k.processName(), args, List.of("--call")).value("--call", "/pps/phone/call");
        Startup.load(k, IMAGE_KIB);
        k.threadCreate(ThreadAttr.named("state"), () -> follow(path));
        var voice = new LiveSound(k, SoundClass.PHONE, new Tone(TONE_HZ, LOUDNESS));
        for (;;) {
            boolean rings = sound == RINGS && (k.nowNs() - sinceNs) % RING_PERIOD_NS < RING_NS;
            voice.next(rings || sound == SPEAKS, SoundClass.PHONE);
        }
    }

    /// Without the object, or who serves it, there is no call.
    private void follow(String path) {
        var posix = new Posix(k);
        var object = new byte[OBJECT_MAX];
        for (;;) {
            try {
                int fd = posix.openWhenThere(path + "?wait", Posix.O_RDONLY, OBJECT_WAIT_NS);
                for (;;) become(soundOf(new String(object, 0, posix.read(fd, object), UTF_8)));
            } catch (ErrnoException e) {
                if (e.errno() != Errno.ESRCH && e.errno() != Errno.EBADF && e.errno() != Errno.ETIMEDOUT) throw e;
            }
            become(SILENT);
            k.sleep(RETRY_NS);
        }
    }

    private void become(int newSound) {
        if (newSound == sound) return;
        sinceNs = k.nowNs();
        sound = newSound;
        k.trace("call-sound", newSound);
    }

    private static int soundOf(String object) {
        if (object.contains("state::incoming\n")) return RINGS;
        return object.contains("state::active\n") ? SPEAKS : SILENT;
    }
}
