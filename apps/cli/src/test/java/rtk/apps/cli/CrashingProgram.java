package rtk.apps.cli;

import java.util.List;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;

/// Works for two milliseconds and throws.
public final class CrashingProgram implements Program {
    @Override
    public int main(KernelCalls k, List<String> args) {
        k.compute(2_000_000);
        throw new IllegalStateException("no more ideas");
    }
}
