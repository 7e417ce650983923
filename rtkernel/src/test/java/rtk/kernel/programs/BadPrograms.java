package rtk.kernel.programs;

import java.util.ArrayList;
import java.util.List;
import rtk.board.sim.Ns;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.SignalHow;
import rtk.kernel.api.SignalSet;

/// Programs with mistakes, outside the kernel's package as programs are.
public final class BadPrograms {
    /// For those that spin: so that the test can end them.
    public static volatile boolean enough;

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
        return 1 + recursingWithCalls(k, args);
    }

    public static int spinning(KernelCalls k, List<String> args) {
        k.compute(Ns.ms(1));
        while (!enough) Thread.onSpinWait();
        return 0;
    }

    public static int yielding(KernelCalls k, List<String> args) {
        k.compute(Ns.ms(1));
        while (!enough) k.schedYield();
        return 0;
    }
}
