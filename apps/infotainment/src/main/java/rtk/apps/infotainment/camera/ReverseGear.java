package rtk.apps.infotainment.camera;

import java.util.List;
import rtk.apps.infotainment.GatewayClient;
import rtk.apps.infotainment.Options;
import rtk.board.sim.Ns;
import rtk.kernel.api.KernelCalls;

/// Whether the lever is in R, by the gateway, asked 50 times a second.
final class ReverseGear {
    /// What the programs that ask for it take.
    static final String OPTION = "--lever";
    private static final long PERIOD_NS = Ns.ms(20);
    /// In thousandths: 1 is R.
    private static final long REVERSE = 1_000;

    private final KernelCalls k;
    private final GatewayClient vehicle;

    ReverseGear(KernelCalls k, Options options) {
        this.k = k;
        vehicle = new GatewayClient(k, List.of(options.value(OPTION, "ShiftLeverPosition")));
    }

    /// Blocks: SEND, REPLY. Without a gateway it is what it was.
    boolean isEngaged() {
        vehicle.refresh();
        return vehicle.isKnown(0) && vehicle.milli(0) == REVERSE;
    }

    /// Waits until it is, or is not, engaged. Blocks: SEND, REPLY, NANOSLEEP.
    void await(boolean engaged) {
        long nextNs = k.nowNs();
        while (isEngaged() != engaged) k.sleepUntil(nextNs += PERIOD_NS);
    }
}
