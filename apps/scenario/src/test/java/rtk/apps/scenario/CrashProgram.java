package rtk.apps.scenario;

import java.util.List;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;

/// Works for a millisecond and throws.
public final class CrashProgram implements Program {
    @Override
    public int main(KernelCalls k, List<String> args) {
        k.compute(1_000_000);
        throw new IllegalStateException("out of " + String.join(" ", args));
    }
}
