package rtk.apps.verify.bound;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Response times of tasks whose releases are at fixed offsets from one another: those of one period, by one clock. A bound that
/// looks at offsets is at most that of [FixedPriority], which lets all be released together.
///
/// ## The analysis
/// Tasks of a period are a *transaction*. In the worst case the busy period begins with the release, after its largest jitter, of one of the
/// tasks of each transaction that are at least as urgent; which one is not known. For the transaction of the task asked about all are tried,
/// for each other one the most of all choices is taken at each length of the window:
///
///     φ(j, k) = T − (φ_k + J_k − φ_j) mod T                          when j comes after k's critical release, 1 to T
///     W_k(t)  = Σ_j (⌊(J_j + φ(j, k)) / T⌋ + ⌈(t − φ(j, k)) / T⌉) C_j
///     w(p)    = B + (p − p0 + 1) C + W_k(w) without itself + Σ max_k W_k(w) of the others,  p0 = 1 − ⌊(J + φ(own, k)) / T⌋
///     R       = max over k, p of  w(p) − φ(own, k) − (p − 1) T
///
/// Equal priorities count as more urgent.
///
/// Sources: Tindell, "Adding time-offsets to schedulability analysis", YCS 221, University of York, 1994; Palencia, González Harbour,
/// "Schedulability analysis for tasks with static and dynamic offsets", RTSS 1998, equations (17) to (32).
public final class Transactions {
    private static final long LIMIT_NS = 1L << 61;

    private final List<Load> loads;
    private final List<Long> offsets;
    private final List<Load> others;

    /// @param loads those of equal periods are one transaction
    /// @param offsets of each load
    /// @param others load above all that has no offsets, such as interrupts
    public Transactions(List<Load> loads, List<Long> offsets, List<Load> others) {
        this.loads = List.copyOf(loads);
        this.offsets = List.copyOf(offsets);
        this.others = List.copyOf(others);
    }

    /// The bound of a load from its nominal release; [Response#NONE] if there is none.
    public long boundNs(int index) {
        Load own = loads.get(index);
        var urgent = new TreeMap<Long, List<Integer>>();
        var all = new ArrayList<>(others);
        for (int i = 0; i < loads.size(); i++) {
            if (loads.get(i).priority() < own.priority()) continue;
            urgent.computeIfAbsent(loads.get(i).periodNs(), period -> new ArrayList<>()).add(i);
            all.add(loads.get(i));
        }
        if (Utilisation.comparedToOne(all) >= 0) return Response.NONE;
        long worst = 0;
        for (int critical : urgent.get(own.periodNs())) {
            long bound = boundNs(index, critical, urgent);
            if (bound == Response.NONE) return Response.NONE;
            worst = Math.max(worst, bound);
        }
        return worst;
    }

    private long boundNs(int index, int critical, TreeMap<Long, List<Integer>> urgent) {
        Load own = loads.get(index);
        long phase = phase(index, critical);
        long first = 1 - (own.jitterNs() + phase) / own.periodNs();
        long worst = 0;
        long w = 0;
        for (long p = first; p - first <= FixedPriority.STEPS_MAX; p++) {
            w = done(index, critical, own.blockingNs() + (p - first + 1) * own.wcetNs(), w, urgent);
            if (w == Response.NONE) return Response.NONE;
            long nominal = phase + (p - 1) * own.periodNs();
            worst = Math.max(worst, w - nominal);
            if (p >= 1 && w <= nominal + own.periodNs()) return worst;
        }
        return Response.NONE;
    }

    private long done(int index, int critical, long workNs, long fromNs, TreeMap<Long, List<Integer>> urgent) {
        long w = Math.max(workNs, fromNs);
        for (int step = 0; step < FixedPriority.STEPS_MAX; step++) {
            long sum = workNs;
            for (Load other : others) sum += other.releasesWithin(w) * other.wcetNs();
            for (List<Integer> transaction : urgent.values()) {
                boolean mine = loads.get(transaction.getFirst()).periodNs() == loads.get(index).periodNs();
                sum += mine ? work(transaction, critical, index, w) : mostWork(transaction, w);
            }
            if (sum <= w) return w;
            if (sum > LIMIT_NS) return Response.NONE;
            w = sum;
        }
        return Response.NONE;
    }

    private long mostWork(List<Integer> transaction, long w) {
        long most = 0;
        for (int critical : transaction) most = Math.max(most, work(transaction, critical, -1, w));
        return most;
    }

    /// What a transaction asks for in a window that begins with the critical release of one of its tasks.
    private long work(List<Integer> transaction, int critical, int except, long w) {
        long sum = 0;
        for (int i : transaction) {
            if (i == except) continue;
            Load load = loads.get(i);
            long phase = phase(i, critical);
            long pending = (load.jitterNs() + phase) / load.periodNs();
            sum += (pending + Math.max(0, Math.ceilDiv(w - phase, load.periodNs()))) * load.wcetNs();
        }
        return sum;
    }

    /// When the load is released next after the critical release, 1 to its period.
    private long phase(int index, int critical) {
        long period = loads.get(index).periodNs();
        return period - Math.floorMod(offsets.get(critical) + loads.get(critical).jitterNs() - offsets.get(index), period);
    }
}
