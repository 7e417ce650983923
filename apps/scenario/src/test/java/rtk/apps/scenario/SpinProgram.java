package rtk.apps.scenario;

import java.util.List;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;

/// Works for a millisecond, then lets no time pass until the test has had enough.
public final class SpinProgram implements Program {
    static volatile boolean enough;

    @Override
    public int main(KernelCalls k, List<String> args) {
        k.compute(1_000_000);
        while (!enough) Thread.onSpinWait();
        return 0;
    }
}
