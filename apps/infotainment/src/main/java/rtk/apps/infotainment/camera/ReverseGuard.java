package rtk.apps.infotainment.camera;

import java.util.List;
import rtk.apps.infotainment.Options;
import rtk.board.sim.Ns;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;
import rtk.kernel.api.ThreadAttr;

/// Starts the rear-view camera's program when the lever goes to R, so that it takes no memory while the car drives forward; for head units
/// with little of it. The picture is then later by what the start takes.
///
/// In a car it is a small part of the launcher. Left out: deciding what has to make room.
///
/// A camera program that dies while the lever is in R is started again. It traces `camera-started` with the number of starts so far.
///
/// | argument | meaning |
/// |---|---|
/// | `--program NAME` | what to start, with `--stay no`; `rear-camera` unless given |
/// | `--lever SIGNAL` | position of the lever, 1 for R; `ShiftLeverPosition` unless given |
public final class ReverseGuard implements Program {
    /// Before another start of a program that has died.
    private static final long RESTART_NS = Ns.ms(20);

    @Override
    public int main(KernelCalls k, List<String> args) {
        var options = new Options(k.processName(), args, List.of("--program", ReverseGear.OPTION));
        String name = options.value("--program", "rear-camera");
        var gear = new ReverseGear(k, options);
        for (long starts = 1;; starts++) {
            gear.await(true);
            k.trace("camera-started", starts);
            int status = k.waitpid(k.spawn("camera", k.program(name), List.of("--stay", "no"), ThreadAttr.named("main")));
            if (status != 0) k.sleep(RESTART_NS);
        }
    }
}
