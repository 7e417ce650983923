package rtk.apps.verify.bound;

/// What a task or interrupt asks of a processor, at most. Job *n* is released between its nominal instant and `jitterNs` later;
/// nominal instants are at least `periodNs` apart.
///
/// @param priority larger is more urgent; equal ones are served in order of release
/// @param wcetNs processor time of a job, 0 to [#TIME_MAX]
/// @param periodNs 1 to [#TIME_MAX]
/// @param jitterNs 0 to [#TIME_MAX]
/// @param blockingNs what less urgent load can keep a job waiting, once in a busy period
/// @param tailNs the end of each job in which nothing of the processor's load preempts it; 0 for fully preemptive, `wcetNs` for
///         non-preemptive load
public record Load(int priority, long wcetNs, long periodNs, long jitterNs, long blockingNs, long tailNs) {
    /// Some 36 years of nanoseconds: sums of a few of these fit 64 bits.
    public static final long TIME_MAX = 1L << 60;

    public Load {
        if (periodNs < 1 || periodNs > TIME_MAX) throw new IllegalArgumentException("a period is 1 to 2^60, not " + periodNs);
        if (wcetNs < 0 || wcetNs > TIME_MAX) throw new IllegalArgumentException("a wcet is 0 to 2^60, not " + wcetNs);
        if (jitterNs < 0 || jitterNs > TIME_MAX) throw new IllegalArgumentException("jitter is 0 to 2^60, not " + jitterNs);
        if (blockingNs < 0 || blockingNs > TIME_MAX)
            throw new IllegalArgumentException("blocking is 0 to 2^60, not " + blockingNs);
        if (tailNs < 0 || tailNs > wcetNs) throw new IllegalArgumentException("a tail is 0 to the wcet, not " + tailNs);
    }

    /// Preemptive, without jitter or blocking.
    public static Load of(int priority, long wcetNs, long periodNs) { return new Load(priority, wcetNs, periodNs, 0, 0, 0); }

    public Load jitterNs(long ns) { return new Load(priority, wcetNs, periodNs, ns, blockingNs, tailNs); }

    public Load blockingNs(long ns) { return new Load(priority, wcetNs, periodNs, jitterNs, ns, tailNs); }

    public Load tailNs(long ns) { return new Load(priority, wcetNs, periodNs, jitterNs, blockingNs, ns); }

    public Load wcetNs(long ns) { return new Load(priority, ns, periodNs, jitterNs, blockingNs, tailNs); }

    /// Most releases in a window `[t, t + windowNs)`: ⌈(window + J) / T⌉, none in an empty one.
    ///
    /// Source: Tindell, Burns, Wellings, "An extendible approach for analyzing fixed priority hard real-time tasks",
    /// Real-Time Systems 6, 1994, equation (6).
    public long releasesWithin(long windowNs) { return windowNs <= 0 ? 0 : (windowNs + jitterNs - 1) / periodNs + 1; }

    /// Most releases in a window `[t, t + windowNs]`, both ends included: ⌊(window + J) / T⌋ + 1.
    public long releasesUpTo(long windowNs) { return windowNs < 0 ? 0 : (windowNs + jitterNs) / periodNs + 1; }
}
