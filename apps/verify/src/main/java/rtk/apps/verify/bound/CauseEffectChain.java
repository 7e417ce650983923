package rtk.apps.verify.bound;

import java.util.List;

/// How long an effect is behind its cause along a chain of periodic tasks that hand data on by registers: each reads the
/// newest value when it starts and writes at its end.
///
/// - **Reaction time**: from a change that the first task just failed to read to the first output that shows it.
/// - **Data age**: from the first task's reading to the instant at which an output that rests on it is replaced.
///
/// Under **LET** (read at the release, written at the end of the period, visible to a reader at that very instant) both are exact, found by
/// following the jobs of one hyperperiod (Günzel et al., "On the equivalence of maximum reaction time and maximum data age
/// for cause-effect chains", ECRTS 2023, definitions 6 and 9). Otherwise they are bounded by Σ (T + R) (Davare et al., "Period optimization for
/// hard real-time distributed automotive systems", DAC 2007, equation (4)).
public final class CauseEffectChain {
    /// Jobs of the first and last task that are followed at most.
    public static final int JOBS_MAX = 10_000_000;

    /// A task of a chain under LET: released at `phaseNs` + k `periodNs`.
    public record Let(long periodNs, long phaseNs) {
        public Let {
            if (periodNs < 1 || phaseNs < 0)
                throw new IllegalArgumentException("a period of " + periodNs + ", a phase of " + phaseNs);
        }

        private long releaseFrom(long ns) { return phaseNs + Math.max(0, Math.ceilDiv(ns - phaseNs, periodNs)) * periodNs; }

        /// Of the last job that has written by `ns`; negative numbers of jobs mean that there is none.
        private long lastWritten(long ns) { return phaseNs + (Math.floorDiv(ns - phaseNs, periodNs) - 1) * periodNs; }
    }

    /// @param reducedReactionNs without the first task's period before the reading
    /// @param reducedAgeNs up to the output, not to its replacement
    public record Delay(long reactionNs, long ageNs, long reducedReactionNs, long reducedAgeNs) {}

    /// A task of a chain with implicit communication.
    ///
    /// @param boundNs of its response, from its nominal release
    public record Stage(long periodNs, long boundNs) {}

    private CauseEffectChain() {}

    /// The exact delays of a chain under LET.
    ///
    /// @throws IllegalArgumentException if the hyperperiod is too long to follow
    public static Delay let(List<Let> chain) {
        long hyper = 1;
        long phase = 0;
        for (Let task : chain) {
            hyper = lcm(hyper, task.periodNs());
            phase = Math.max(phase, task.phaseNs());
        }
        Let first = chain.getFirst();
        Let last = chain.getLast();
        if (hyper / first.periodNs() > JOBS_MAX || hyper / last.periodNs() > JOBS_MAX) {
            throw new IllegalArgumentException("a hyperperiod of " + hyper + " is too long to follow");
        }
        long reaction = 0;
        for (long k = first.releaseFrom(phase); k < phase + first.periodNs() + hyper; k += first.periodNs()) {
            reaction = Math.max(reaction, shown(chain, k) - k);
        }
        // By then data has gone through from the first jobs on.
        long settled = phase;
        for (Let task : chain) settled += 2 * task.periodNs();
        long age = 0;
        for (long m = last.releaseFrom(settled); m < settled + last.periodNs() + hyper; m += last.periodNs()) {
            age = Math.max(age, m + last.periodNs() - read(chain, m));
        }
        return new Delay(first.periodNs() + reaction, age + last.periodNs(), reaction, age);
    }

    /// When the output appears that rests on what the first task read at `release`.
    private static long shown(List<Let> chain, long release) {
        long written = release + chain.getFirst().periodNs();
        for (int i = 1; i < chain.size(); i++) written = chain.get(i).releaseFrom(written) + chain.get(i).periodNs();
        return written;
    }

    /// When the first task read what the last one's job of this release rests on.
    private static long read(List<Let> chain, long release) {
        long at = release;
        for (int i = chain.size() - 2; i >= 0; i--) at = chain.get(i).lastWritten(at);
        return at;
    }

    private static long lcm(long a, long b) {
        long x = a;
        long y = b;
        while (y != 0) {
            long rest = x % y;
            x = y;
            y = rest;
        }
        return Math.multiplyExact(a / x, b);
    }

    /// No reaction takes longer: each task may just have missed its input, and then takes its whole response.
    public static long reactionBoundNs(List<Stage> chain) {
        long sum = 0;
        for (Stage stage : chain) sum = Math.addExact(sum, Math.addExact(stage.periodNs(), stage.boundNs()));
        return sum;
    }

    /// No output rests on an older reading when it appears: as for the reaction, but the last task begins at once with what it reads.
    public static long ageBoundNs(List<Stage> chain) { return reactionBoundNs(chain) - chain.getLast().periodNs(); }
}
