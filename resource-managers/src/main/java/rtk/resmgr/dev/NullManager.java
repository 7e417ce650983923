package rtk.resmgr.dev;

import java.util.List;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;
import rtk.resmgr.Attr;
import rtk.resmgr.ResourceManager;

/// The program `dev-null`: serves `/dev/null` and `/dev/zero`, and shows how little a resource manager needs.
public final class NullManager implements Program {
    @Override
    public int main(KernelCalls k, List<String> args) {
        var manager = new ResourceManager(k);
        manager.attach(new Attr("/dev/null", true, true), new NullDevice());
        manager.attach(new Attr("/dev/zero", true, true), new ZeroDevice());
        manager.run();
        return 0;
    }
}
