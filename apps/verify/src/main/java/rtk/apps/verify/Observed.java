package rtk.apps.verify;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import rtk.apps.verify.bound.Load;
import rtk.trace.EventKind;
import rtk.trace.ThreadState;
import rtk.trace.TraceSink;

/// What programs and interrupts were seen to ask of a core in a run: a trace sink for the run or its trace.
///
/// Programs do not declare their demand. A bound on top of what was observed holds as far as the run shows all that they do, and says so.
/// For each thread: when it became ready after a wait, and how long it ran until the next wait; for each interrupt line: when it was taken, and
/// how long it took. That becomes load with the period and jitter that cover it in every window of the run: once by jobs, each as long as the
/// longest, which says how late one of them can be; once by work alone, which says how much it can disturb others.
///
/// Of one core. Not thread-safe.
public final class Observed implements TraceSink {
    /// Instants kept of each thread or line; what has more is not observed ([#isComplete]).
    public static final int INSTANTS_MAX = 1 << 20;

    /// A thread that was seen.
    ///
    /// @param base priority it was made with
    /// @param highest effective priority it was seen to have
    /// @param jobs from a wait to the next
    /// @param work in portions of the longest of these, as they came
    public record Demand(String process, String thread, int tid, int base, int highest, Load jobs, Load work) {}

    /// The process of the scenario's tasks.
    private static final String TASKS = "tasks";

    private static final class Source {
        private String process = "";
        private String thread = "";
        private int tid;
        private int base;
        private int highest;
        private long[] instants = new long[16];
        private long[] spans = new long[16];
        private int count;
        private boolean waits = true;
        private long ranNs;
        private boolean overflowed;

        void came(long ns) {
            if (count == INSTANTS_MAX) {
                overflowed = true;
                return;
            }
            if (count == instants.length) {
                instants = Arrays.copyOf(instants, 2 * count);
                spans = Arrays.copyOf(spans, 2 * count);
            }
            instants[count++] = ns;
            ranNs = 0;
        }

        /// What ran since it came.
        void ran() { if (count > 0) spans[count - 1] = ranNs; }

        private long longestNs() {
            long longest = 0;
            for (int k = 0; k < count; k++) longest = Math.max(longest, spans[k]);
            return longest;
        }

        /// By number: the k-th comes at most the jitter before k periods.
        Load jobs(int priority, long durationNs, long extraNs) {
            long periodNs = Math.max(1, durationNs / count);
            long least = Long.MAX_VALUE;
            long jitterNs = 0;
            for (int k = 0; k < count; k++) {
                long ahead = k * periodNs - instants[k];
                least = Math.min(least, ahead);
                jitterNs = Math.max(jitterNs, ahead - least);
            }
            return new Load(priority, longestNs() + extraNs, periodNs, jitterNs, 0, 0);
        }

        /// By work: at its mean rate, and ahead of it by at most the jitter. With portions of c and a window of w, ⌊(w + J) / T⌋ + 1 portions
        /// cover the work W in it if W ≤ (w + J) c / T.
        Load work(int priority, long durationNs, long extraNs) {
            long portionNs = Math.max(1, longestNs() + extraNs);
            long allNs = 0;
            for (int k = 0; k < count; k++) allNs += spans[k] + extraNs;
            long periodNs = Math.max(1, scaled(portionNs, durationNs, Math.max(1, allNs)));
            long least = Long.MAX_VALUE;
            long jitterNs = 0;
            long sumNs = 0;
            for (int k = 0; k < count; k++) {
                least = Math.min(least, scaled(sumNs, periodNs, portionNs) - instants[k]);
                sumNs += spans[k] + extraNs;
                jitterNs = Math.max(jitterNs, scaled(sumNs, periodNs, portionNs) + 1 - instants[k] - least);
            }
            return new Load(priority, portionNs, periodNs, jitterNs, 0, 0);
        }

        /// a × b / c, rounded down.
        private static long scaled(long a, long b, long c) {
            long product = a * b;
            if (product >= 0 && Math.multiplyHigh(a, b) == 0) return product / c;
            return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)).divide(BigInteger.valueOf(c)).longValueExact();
        }
    }

    private final TreeMap<Integer, String> texts = new TreeMap<>();
    private final TreeMap<Integer, String> processes = new TreeMap<>();
    private final TreeMap<Integer, Source> threads = new TreeMap<>();
    private final TreeMap<Integer, Source> lines = new TreeMap<>();
    private final TreeMap<Integer, String> devices = new TreeMap<>();
    /// Line of each device, by its name.
    private final TreeMap<String, Integer> lineOf = new TreeMap<>();
    private final List<Integer> nested = new ArrayList<>();
    private Source current;
    private long nowNs;
    private long maskedSinceNs = -1;
    private long maskedNs;

    @Override
    public void text(int id, String text) { texts.put(id, text); }

    @Override
    public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        pass(timeNs);
        switch (kind) {
            case DEVICE -> devices.put((int) a, texts.get((int) b));
            case PROCESS_CREATED -> processes.put((int) a, texts.get((int) d));
            case THREAD_CREATED -> {
                var thread = new Source();
                thread.process = processes.getOrDefault((int) b, "");
                thread.thread = texts.getOrDefault((int) e, "");
                thread.tid = (int) c;
                thread.base = (int) d;
                thread.highest = (int) d;
                threads.put((int) a, thread);
            }
            case THREAD_PRIORITY -> threads.get((int) a).highest = Math.max(threads.get((int) a).highest, (int) c);
            case THREAD_STATE -> state(timeNs, threads.get((int) a), ThreadState.values()[(int) b]);
            case IRQ_ASSERTED -> lineOf.put(devices.getOrDefault((int) b, ""), (int) a);
            case IRQ_ENTER -> {
                nested.add((int) b);
                Source line = lines.computeIfAbsent((int) b, key -> new Source());
                line.came(timeNs);
            }
            case IRQ_EXIT -> lines.get(nested.removeLast()).ran();
            case CORE_MASKED -> maskedSinceNs = timeNs;
            case CORE_UNMASKED -> {
                if (maskedSinceNs >= 0) maskedNs = Math.max(maskedNs, timeNs - maskedSinceNs);
                maskedSinceNs = -1;
            }
            default -> {}
        }
    }

    /// Time goes to the innermost interrupt, or to the thread that runs.
    private void pass(long timeNs) {
        long ns = timeNs - nowNs;
        nowNs = timeNs;
        if (!nested.isEmpty()) lines.get(nested.getLast()).ranNs += ns;
        else if (current != null) current.ranNs += ns;
    }

    private void state(long timeNs, Source thread, ThreadState state) {
        boolean waits = state != ThreadState.READY && state != ThreadState.RUNNING;
        if (thread.waits && !waits) thread.came(timeNs);
        thread.ran();
        thread.waits = waits;
        if (state == ThreadState.RUNNING) current = thread;
        else if (current == thread) current = null;
    }

    /// Whether all instants were kept.
    public boolean isComplete() {
        return threads.values().stream().noneMatch(source -> source.overflowed)
                && lines.values().stream().noneMatch(source -> source.overflowed);
    }

    /// How long the run was, in ns.
    public long durationNs() { return nowNs; }

    /// The longest that a program kept interrupts off, in ns.
    public long maskedNs() { return maskedNs; }

    /// The threads that ran, those of `tasks` excepted, whose demand is declared.
    ///
    /// @param switchNs what it takes to come to a thread or to leave it
    public List<Demand> demands(long switchNs) {
        var demands = new ArrayList<Demand>();
        for (Source thread : threads.values()) {
            if (thread.count == 0 || thread.process.equals(TASKS)) continue;
            long extraNs = 2 * switchNs;
            demands.add(new Demand(thread.process, thread.thread, thread.tid, thread.base, thread.highest,
                    thread.jobs(thread.highest, nowNs, extraNs), thread.work(thread.highest, nowNs, extraNs)));
        }
        return demands;
    }

    /// The interrupt lines that interrupted, as load above all threads.
    public List<Load> interrupts() {
        var loads = new ArrayList<Load>();
        for (Source line : lines.values()) {
            if (line.count > 0) loads.add(line.work(Integer.MAX_VALUE, nowNs, 0));
        }
        return loads;
    }

    /// Whether the device of this name was seen to interrupt.
    public boolean hasInterrupted(String device) { return lineOf.containsKey(device) && lines.containsKey(lineOf.get(device)); }
}
