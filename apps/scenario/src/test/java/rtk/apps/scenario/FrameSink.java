package rtk.apps.scenario;

import java.util.List;
import rtk.board.sim.Ns;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;
import rtk.resmgr.Posix;
import rtk.resmgr.dev.CanRecord;

/// Reads frames from can0 and tells the trace what they count.
public final class FrameSink implements Program {
    @Override
    public int main(KernelCalls k, List<String> args) {
        var posix = new Posix(k);
        int rx = posix.openWhenThere("/dev/can0/rx0", Posix.O_RDONLY, Ns.s(1));
        byte[] record = new byte[CanRecord.BYTES];
        for (;;) {
            posix.read(rx, record);
            k.trace("received", CanRecord.in(record, 0).data());
        }
    }
}
