package rtk.resmgr.dev;

import java.util.List;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;
import rtk.resmgr.Attr;
import rtk.resmgr.ResourceManager;

/// The program `dev-null`: the devices that are not there, `/dev/null`, `/dev/zero`, `/dev/full` and `/dev/random`. Shows how little a
/// resource manager needs. No devctl.
public final class NullManager implements Program {
    @Override
    public int main(KernelCalls k, List<String> args) {
        var manager = new ResourceManager(k);
        manager.attach(new Attr("/dev/null", true, true), new NullDevice());
        manager.attach(new Attr("/dev/zero", true, true), new ZeroDevice());
        manager.attach(new Attr("/dev/full", true, true), new FullDevice());
        manager.attach(new Attr("/dev/random", true, true), new RandomDevice(k.entropy("random/" + k.getpid())));
        manager.run();
        return 0;
    }
}
