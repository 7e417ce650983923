package rtk.apps.scenario;

import java.util.List;
import rtk.board.sim.Ns;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;
import rtk.resmgr.Posix;
import rtk.resmgr.dev.CanRecord;

/// Sends a frame on can0 each 10 ms, counting in its data.
public final class FrameSource implements Program {
    @Override
    public int main(KernelCalls k, List<String> args) {
        var posix = new Posix(k);
        int tx = posix.openWhenThere("/dev/can0/tx0", Posix.O_WRONLY, Ns.s(1));
        byte[] record = new byte[CanRecord.BYTES];
        for (long count = 1;; count++) {
            k.sleepUntil(Ns.ms(10) * count);
            new CanRecord(0x123, 8, 0, count).into(record, 0);
            k.trace("sent", count);
            posix.write(tx, record, record.length);
        }
    }
}
