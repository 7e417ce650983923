package rtk.trace.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import rtk.trace.EventKind;
import rtk.trace.ThreadState;

/// Shares the time of the cores out: to threads while they are RUNNING, to interrupts between IRQ_ENTER and IRQ_EXIT,
/// the rest is idle.
final class ProcessorMeter {
    private static final int RUNNING = ThreadState.RUNNING.ordinal();

    private static final class CoreUse {
        long thread;
        int interrupts;
        long sinceNs;
        long threadNs;
        long interruptNs;
    }

    private final List<CoreUse> cores = new ArrayList<>();
    private long[] coreOfThread = new long[64];
    private long[] cpuNs = new long[64];

    void event(long timeNs, EventKind kind, long a, long b, long c) {
        switch (kind) {
            case CORE -> core(a);
            case IRQ_ENTER -> settle(core(a), timeNs).interrupts++;
            case IRQ_EXIT -> {
                CoreUse core = settle(core(a), timeNs);
                if (core.interrupts > 0) core.interrupts--;
            }
            case THREAD_STATE -> threadState(timeNs, (int) a, b == RUNNING, c);
            default -> {}
        }
    }

    /// Counts up to `nowNs`.
    void settleAll(long nowNs) { for (CoreUse core : cores) settle(core, nowNs); }

    long cpuNs(int thread) { return thread < cpuNs.length ? cpuNs[thread] : 0; }

    List<CoreResult> results(long nowNs) {
        List<CoreResult> results = new ArrayList<>();
        for (int number = 0; number < cores.size(); number++) {
            CoreUse core = settle(cores.get(number), nowNs);
            double load = nowNs <= 0 ? 0 : (double) (core.threadNs + core.interruptNs) / nowNs;
            results.add(new CoreResult(number, load, core.threadNs, core.interruptNs));
        }
        return results;
    }

    private void threadState(long timeNs, int thread, boolean running, long coreNumber) {
        if (thread >= cpuNs.length) {
            cpuNs = Arrays.copyOf(cpuNs, thread * 2);
            coreOfThread = Arrays.copyOf(coreOfThread, thread * 2);
        }
        CoreUse core = running ? core(coreNumber) : core(coreOfThread[thread]);
        if (running) {
            settle(core, timeNs).thread = thread;
            coreOfThread[thread] = coreNumber;
        } else if (core.thread == thread) {
            settle(core, timeNs).thread = 0;
        }
    }

    private CoreUse settle(CoreUse core, long nowNs) {
        long spentNs = nowNs - core.sinceNs;
        core.sinceNs = nowNs;
        if (core.interrupts > 0) {
            core.interruptNs += spentNs;
        } else if (core.thread > 0) {
            core.threadNs += spentNs;
            cpuNs[(int) core.thread] += spentNs;
        }
        return core;
    }

    private CoreUse core(long number) {
        while (cores.size() <= number) cores.add(new CoreUse());
        return cores.get((int) number);
    }
}
