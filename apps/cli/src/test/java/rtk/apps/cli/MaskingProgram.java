package rtk.apps.cli;

import java.util.List;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;

/// Works with interrupts off for 200 µs, every 7 ms.
public final class MaskingProgram implements Program {
    @Override
    public int main(KernelCalls k, List<String> args) {
        for (;;) {
            k.sleep(7_000_000);
            k.interruptDisable();
            k.compute(200_000);
            k.interruptEnable();
        }
    }
}
