package rtk.trace.analysis;

import java.util.Arrays;

/// Measures how long data takes through a chain of stages that do not wait for each other: each reads the latest value of the one before,
/// computes, and writes its own. Some data is used more than once, some is overwritten unread.
///
/// - *Reaction time*: from an event outside that comes just after a read of the first stage, to the first output that reflects it. The
///   *reduced* one begins with the read that sees the event.
/// - *Data age*: from a read of the first stage to the instant at which the output based on it is replaced by another one. The *reduced* one
///   ends with the last output based on it.
///
/// At one instant writes count before reads, so what is written at *t* is read at *t*: tell writes first. Definitions: M. Günzel, H.
/// Teper, K.-H. Chen, G. von der Brüggen, J.-J. Chen, "On the Equivalence of Maximum Reaction Time and Maximum Data Age for Cause-Effect
/// Chains", ECRTS 2023, after AUTOSAR Timing Extensions ("reaction", "age" constraints).
public final class ChainMeter {
    private static final long NOTHING = -1;

    private final int stages;
    /// By stage, the read of the first stage that the data comes from: what the stage holds, and what it has written.
    private final long[] held;
    private final long[] written;
    private long lastReadNs = NOTHING;
    /// The read before the one at `lastReadNs`, by which reactions are measured; of the reads not yet reflected, the first.
    private long[] pendingReads = new long[16];
    private int pending;
    private long readBeforePending = NOTHING;
    private long lastOutputNs = NOTHING;

    private final Samples reaction = new Samples();
    private final Samples reducedReaction = new Samples();
    private final Samples age = new Samples();
    private final Samples reducedAge = new Samples();
    private long overwritten;
    private long repeated;

    /// @param stages at least 1
    public ChainMeter(int stages) {
        if (stages < 1) throw new IllegalArgumentException("a chain of " + stages + " stages");
        this.stages = stages;
        held = new long[stages];
        written = new long[stages];
        Arrays.fill(held, NOTHING);
        Arrays.fill(written, NOTHING);
    }

    /// Stage `stage` (from 0) reads its input.
    public void read(int stage, long ns) {
        if (stage > 0) {
            held[stage] = written[stage - 1];
            return;
        }
        if (pending == 0) readBeforePending = lastReadNs;
        if (pending == pendingReads.length) pendingReads = Arrays.copyOf(pendingReads, pending * 2);
        pendingReads[pending++] = ns;
        held[0] = ns;
        lastReadNs = ns;
    }

    /// Stage `stage` writes its output; of the last stage, to the outside.
    public void write(int stage, long ns) {
        long source = held[stage];
        long before = written[stage];
        written[stage] = source;
        if (stage < stages - 1 || source == NOTHING) return;
        if (before != NOTHING) {
            age.record(ns - before, ns);
            // Of the outputs based on one read the last counts: it is known when another comes.
            if (before == source) repeated++;
            else reducedAge.record(lastOutputNs - before, ns);
        }
        lastOutputNs = ns;
        reflect(source, ns);
    }

    /// The output at `ns` reflects all reads up to `source`.
    private void reflect(long source, long ns) {
        int reflected = 0;
        while (reflected < pending && pendingReads[reflected] <= source) {
            long readNs = pendingReads[reflected];
            if (readBeforePending != NOTHING) reaction.record(ns - readBeforePending, ns);
            reducedReaction.record(ns - readNs, ns);
            readBeforePending = readNs;
            if (readNs < source) overwritten++;
            reflected++;
        }
        System.arraycopy(pendingReads, reflected, pendingReads, 0, pending - reflected);
        pending -= reflected;
    }

    public LatencyResult reaction() { return reaction.result("reaction"); }

    public LatencyResult reducedReaction() { return reducedReaction.result("reduced reaction"); }

    public LatencyResult age() { return age.result("age"); }

    public LatencyResult reducedAge() { return reducedAge.result("reduced age"); }

    /// Reads of the first stage whose data reached no output before newer data did.
    public long overwritten() { return overwritten; }

    /// Outputs that were based on the same read as the one before.
    public long repeated() { return repeated; }
}
