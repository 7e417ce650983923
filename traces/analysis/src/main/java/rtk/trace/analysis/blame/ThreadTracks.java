package rtk.trace.analysis.blame;

import java.util.Arrays;
import rtk.trace.ThreadState;

/// How all threads stand, by number.
final class ThreadTracks {
    private int count;
    private long[] words = new long[64];
    private long[] records = new long[64];
    private int[] cores = new int[64];
    private int[] processes = new int[64];
    private int[] tids = new int[64];
    private int[] bases = new int[64];
    private int[] calls = new int[64];
    private long[] waitsOn = new long[64];
    private long[] sinceNs = new long[64];
    private long[] sleepAsked = new long[64];
    private long[] wokenBy = new long[64];
    private int[] partitions = new int[64];
    private long[] tokens = new long[64];

    /// Number 0 is nobody.
    ThreadTracks() { reserve(0); }

    /// One more than the highest number.
    int count() { return count; }

    void create(int thread, int process, int tid, long priority) {
        reserve(thread);
        processes[thread] = process;
        tids[thread] = tid;
        bases[thread] = (int) priority;
        words[thread] = ThreadWord.of(ThreadState.DEAD, priority);
    }

    void reserve(int thread) {
        if (thread < count) return;
        if (thread >= words.length) grow(thread * 2);
        for (int number = count; number <= thread; number++) {
            words[number] = ThreadWord.of(ThreadState.DEAD, 0);
            records[number] = History.NONE;
            wokenBy[number] = History.NONE;
            tokens[number] = History.NONE;
            cores[number] = -1;
            calls[number] = -1;
            partitions[number] = -1;
        }
        count = thread + 1;
    }

    private void grow(int size) {
        words = Arrays.copyOf(words, size);
        records = Arrays.copyOf(records, size);
        cores = Arrays.copyOf(cores, size);
        processes = Arrays.copyOf(processes, size);
        tids = Arrays.copyOf(tids, size);
        bases = Arrays.copyOf(bases, size);
        calls = Arrays.copyOf(calls, size);
        waitsOn = Arrays.copyOf(waitsOn, size);
        sinceNs = Arrays.copyOf(sinceNs, size);
        sleepAsked = Arrays.copyOf(sleepAsked, size);
        wokenBy = Arrays.copyOf(wokenBy, size);
        partitions = Arrays.copyOf(partitions, size);
        tokens = Arrays.copyOf(tokens, size);
    }

    /// See [ThreadWord].
    long word(int thread) {
        reserve(thread);
        return words[thread];
    }

    void setWord(int thread, long word) { words[thread] = word; }

    /// The last record of the thread.
    long at(int thread) { return records[thread]; }

    void setAt(int thread, long record) { records[thread] = record; }

    void set(int thread, long word, long record, long on, long nowNs) {
        words[thread] = word;
        records[thread] = record;
        waitsOn[thread] = on;
        sinceNs[thread] = nowNs;
    }

    /// Where it ran last, -1 if it never did.
    int core(int thread) { return thread < count ? cores[thread] : -1; }

    void setCore(int thread, int core) { cores[thread] = core; }

    int process(int thread) { return thread < count ? processes[thread] : 0; }

    /// The priority that it was created with or that a program set last.
    int base(int thread) { return thread < count ? bases[thread] : 0; }

    /// @param tid of the thread that is meant, 0 for the caller
    void setBase(int caller, long tid, long priority) {
        for (int thread = 1; thread < count; thread++) {
            boolean meant = tid == 0 ? thread == caller : processes[thread] == processes[caller] && tids[thread] == tid;
            if (meant) bases[thread] = (int) priority;
        }
    }

    /// The kernel call that it is in, -1 for none.
    int call(int thread) { return calls[thread]; }

    void setCall(int thread, int call) {
        reserve(thread);
        calls[thread] = call;
    }

    long waitsOn(int thread) { return waitsOn[thread]; }

    /// Record of who woke it last.
    long wokenBy(int thread) {
        reserve(thread);
        return wokenBy[thread];
    }

    void wokenBy(int thread, long record) { wokenBy[thread] = record; }

    /// Keeps the record of an interrupt that waits for the thread, the latest one.
    void keepToken(int thread, long record) { tokens[thread] = record; }

    long takeToken(int thread) {
        reserve(thread);
        long token = tokens[thread];
        tokens[thread] = History.NONE;
        return token;
    }

    void sleepAsked(int thread, long ns) { sleepAsked[thread] = ns; }

    /// When a sleep that ends now was due. A program asks for an instant or for a delay, and the trace does not say which: the later of
    /// the two that is not in the future.
    long sleepDueNs(int thread, long nowNs) {
        long asInstant = sleepAsked[thread];
        long asDelay = asInstant + sinceNs[thread];
        if (asDelay <= nowNs && asDelay >= 0) return asDelay;
        return asInstant <= nowNs ? asInstant : nowNs;
    }

    /// @param critical it may run over budget
    void join(int thread, int partition, boolean critical) {
        reserve(thread);
        partitions[thread] = critical ? -1 : partition;
    }

    /// Does its time go to `partition`, and only while that has budget?
    boolean pays(int thread, int partition) { return partitions[thread] == partition; }
}
