package rtk.apps.scenario;

import java.util.List;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;

/// Ends at once.
public final class IdleProgram implements Program {
    @Override
    public int main(KernelCalls k, List<String> args) { return 0; }
}
