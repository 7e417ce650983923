package rtk.kernel.programs;

import java.util.ArrayList;
import java.util.List;
import rtk.board.sim.Ns;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;
import rtk.kernel.api.SignalHow;
import rtk.kernel.api.SignalSet;

/// Programs with mistakes, outside the kernel's package as programs are.
public final class BadPrograms {
    private BadPrograms() {}

    public static int throwing(KernelCalls k, List<String> args) {
        k.compute(Ns.ms(1));
        try {
            return Integer.parseInt(args.getFirst());
        } catch (NumberFormatException notNumber) {
            throw new IllegalStateException("bad argument", notNumber);
        }
    }

    public static int nullPointer(KernelCalls k, List<String> args) {
        k.compute(Ns.ms(1));
        return deref(k);
    }

    private static int deref(KernelCalls k) { return k.pointer(0).getInt(4); }

    // It is memory that is wanted, not the list.
    @SuppressWarnings("ModifiedButNotUsed")
    public static int exhaustingMemory(KernelCalls k, List<String> args) {
        List<long[]> all = new ArrayList<>();
        for (;;) all.add(new long[Integer.MAX_VALUE - 8]);
    }

    public static int recursing(KernelCalls k, List<String> args) {
        k.compute(Ns.ms(1));
        return 1 + deeper(0);
    }

    private static int deeper(int depth) { return depth < 0 ? 0 : 1 + deeper(depth + 1); }

    public static int recursingWithCalls(KernelCalls k, List<String> args) {
        k.signalProcmask(SignalHow.SIG_BLOCK, SignalSet.NONE);
        return args.isEmpty() ? 0 : 1 + recursingWithCalls(k, args);
    }

    /// Lets no time pass after its first millisecond, until the test has had enough.
    public static final class Spinner implements Program {
        private final boolean calls;
        private volatile boolean enough;

        /// @param calls whether it makes kernel calls
        public Spinner(boolean calls) { this.calls = calls; }

        @Override
        public int main(KernelCalls k, List<String> args) {
            k.compute(Ns.ms(1));
            while (!enough) {
                if (calls) k.schedYield();
                else Thread.onSpinWait();
            }
            return 0;
        }

        public void end() { enough = true; }
    }
}
