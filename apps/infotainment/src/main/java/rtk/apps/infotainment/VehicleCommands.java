package rtk.apps.infotainment;

import rtk.board.sim.Ns;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.resmgr.NameService;
import rtk.resmgr.dev.CanRecord;

/// Sends frames to the vehicle through the gateway.
///
/// A frame that is acknowledged was on the wire, and received by another node. If gateway or driver die meanwhile it is sent again, so that it
/// may be there twice: what must not be done twice has to carry a number.
public final class VehicleCommands {
    private static final long GATEWAY_WAIT_NS = Ns.s(1);
    private static final int NOT_CONNECTED = -1;

    private final KernelCalls k;
    private int coid = NOT_CONNECTED;

    public VehicleCommands(KernelCalls k) { this.k = k; }

    /// Returns when the frame is acknowledged. Blocks: SEND, REPLY, and NANOSLEEP while there is no gateway.
    ///
    /// @return how often it was asked for: 1 unless the gateway died
    /// @throws ErrnoException EINVAL no such frame
    public int send(CanRecord frame) {
        byte[] request = GatewayMessages.of(frame);
        for (int attempt = 1;; attempt++) {
            try {
                if (coid == NOT_CONNECTED) coid = NameService.openWhenThere(k, VehicleGateway.COMMANDS_NAME, GATEWAY_WAIT_NS);
                k.msgSend(coid, request, new byte[0]);
                return attempt;
            } catch (ErrnoException e) {
                if (e.errno() != Errno.ESRCH && e.errno() != Errno.EBADF && e.errno() != Errno.ETIMEDOUT) throw e;
            }
            if (coid != NOT_CONNECTED) NameService.close(k, coid);
            coid = NOT_CONNECTED;
        }
    }
}
