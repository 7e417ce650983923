package rtk.resmgr.shell;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.ProcessInfo;

/// Processor time that processes took between two looks.
final class ProcessorShares {
    /// @param ns that it took
    /// @param permille of one core
    record Share(ProcessInfo process, long ns, long permille) {}

    private final KernelCalls k;
    private final TreeMap<Integer, Long> before = new TreeMap<>();
    private final List<Share> shares = new ArrayList<>();
    private long beforeNs;

    /// Looks for the first time.
    ProcessorShares(KernelCalls k) {
        this.k = k;
        measure();
    }

    /// Looks again.
    void measure() {
        long nowNs = k.nowNs();
        long passedNs = Math.max(1, nowNs - beforeNs);
        beforeNs = nowNs;
        shares.clear();
        var now = new TreeMap<Integer, Long>();
        for (var process : k.processes()) {
            long ns = process.cpuTimeNs() - before.getOrDefault(process.pid(), 0L);
            shares.add(new Share(process, ns, ns * 1000 / passedNs));
            now.put(process.pid(), process.cpuTimeNs());
        }
        before.clear();
        before.putAll(now);
    }

    /// Equals by pid.
    List<Share> greatestFirst() {
        return shares.stream().sorted(Comparator.comparingLong((Share one) -> -one.ns).thenComparingInt(one -> one.process.pid()))
                .toList();
    }

    /// Of one core, of all together.
    long permille() { return shares.stream().mapToLong(Share::permille).sum(); }
}
