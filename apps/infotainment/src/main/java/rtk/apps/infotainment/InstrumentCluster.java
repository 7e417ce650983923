package rtk.apps.infotainment;

import java.util.List;
import rtk.board.sim.Ns;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;
import rtk.kernel.api.Pulse;
import rtk.kernel.api.SigEvent;

/// The instrument cluster: asks the gateway for what its needles show and draws them, frame by frame.
///
/// In a car it is the display behind the wheel, 50 or 60 frames a second, drawn by a graphics processor from lists that this
/// program makes. Left out: the graphics processor, warning lamps and their safety path, menus.
///
/// It traces `needle-speed` (thousandths of km/h) and `needle-rpm` (thousandths) at the end of each frame, and `cluster-blind` with the
/// number of frames so far for which there was no gateway. A frame that is not done when the next one is due is late: `cluster-late` with
/// their number so far; the one due is drawn at once.
///
/// | argument | meaning |
/// |---|---|
/// | `--rate 50Hz` | frames a second |
/// | `--speed SIGNAL`, `--rpm SIGNAL` | what the needles show; `VehicleSpeed` and `EngineSpeed` unless given |
public final class InstrumentCluster implements Program {
    /// Background, scales and texts that have not changed: walking the scene graph and skipping most of it.
    private static final long SCENE_NS = Ns.us(900);
    /// One needle: rotating its outline and emitting the commands to draw it.
    private static final long NEEDLE_NS = Ns.us(350);
    /// Handing the finished list to the display driver.
    private static final long SUBMIT_NS = Ns.us(120);
    /// A needle goes a quarter of the way to its value in each frame, as a damped instrument does.
    private static final int DAMPING = 4;
    /// Code of the timer's pulse.
    private static final int FRAME_DUE = 1;
    private static final int SPEED = 0;
    private static final int RPM = 1;

    private long speedNeedle;
    private long rpmNeedle;
    private long blindCount;
    private long lateCount;

    @Override
    public int main(KernelCalls k, List<String> args) {
        var options = new Options(k.processName(), args, List.of("--rate", "--speed", "--rpm"));
        long periodNs = options.periodNs("--rate", "50Hz");
        var vehicle = new GatewayClient(k,
                List.of(options.value("--speed", "VehicleSpeed"), options.value("--rpm", "EngineSpeed")));
        int chid = k.channelCreate();
        int self = k.connectAttach(0, chid, KernelCalls.SIDE_CHANNEL);
        int timer = k.timerCreate(new SigEvent.Pulse(self, SigEvent.CALLER, FRAME_DUE, 0));
        long startNs = k.nowNs();
        k.timerSettime(timer, startNs + periodNs, periodNs, true);
        var pulse = new byte[Pulse.BYTES];
        for (long frame = 1;; frame++) {
            k.msgReceive(chid, pulse, null);
            draw(k, vehicle);
            if (k.nowNs() > startNs + (frame + 1) * periodNs) k.trace("cluster-late", ++lateCount);
        }
    }

    private void draw(KernelCalls k, GatewayClient vehicle) {
        if (!vehicle.refresh()) k.trace("cluster-blind", ++blindCount);
        k.compute(SCENE_NS);
        speedNeedle += (vehicle.milli(SPEED) - speedNeedle) / DAMPING;
        k.compute(NEEDLE_NS);
        rpmNeedle += (vehicle.milli(RPM) - rpmNeedle) / DAMPING;
        k.compute(NEEDLE_NS);
        k.compute(SUBMIT_NS);
        k.trace("needle-speed", speedNeedle);
        k.trace("needle-rpm", rpmNeedle);
    }
}
