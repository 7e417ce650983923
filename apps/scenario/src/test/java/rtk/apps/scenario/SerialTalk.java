package rtk.apps.scenario;

import java.util.List;
import rtk.board.sim.Ns;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;
import rtk.resmgr.Posix;

/// Says "hi" on a serial line; with a second argument, tells the trace what it hears there.
public final class SerialTalk implements Program {
    @Override
    public int main(KernelCalls k, List<String> args) {
        var posix = new Posix(k);
        int fd = posix.openWhenThere(args.get(0), Posix.O_RDWR, Ns.s(1));
        if (args.size() == 1) {
            k.sleepUntil(Ns.ms(10));
            posix.write(fd, new byte[]{'h', 'i'}, 2);
            return 0;
        }
        byte[] one = new byte[1];
        for (;;) {
            if (posix.read(fd, one) == 1) k.trace("heard", one[0]);
        }
    }
}
