package rtk.apps.scenario;

import java.util.List;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;

/// Works without end, a millisecond at a time.
public final class SpinlessProgram implements Program {
    @Override
    public int main(KernelCalls k, List<String> args) {
        for (;;) k.compute(1_000_000);
    }
}
