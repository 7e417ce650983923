package rtk.apps.scenario;

import java.util.List;
import rtk.board.sim.Ns;
import rtk.board.sim.SimRandom;

/// The jobs of a task in order: when each is due nominally, and when it is really released. Two of these for one task say the same.
final class Releases {
    /// @param job number, from 1
    /// @param releaseNs nominal release and jitter, but never before the job ahead of it
    /// @param deadlineNs instant
    record Release(long job, long nominalNs, long releaseNs, long deadlineNs) {}

    private final TaskSpec task;
    private final SimRandom jitter;
    private Release last;

    /// @param jitter a stream of its own that starts as that of every other one for this task
    Releases(TaskSpec task, SimRandom jitter) {
        this.task = task;
        this.jitter = jitter;
    }

    /// The next job; its instants are [Ns#NEVER] if 64 bits do not hold them.
    Release next() {
        long nominalNs = last == null ? task.offsetNs() : sum(last.nominalNs(), task.periodNs());
        long delayNs = delayNs(last == null ? 0 : last.job());
        long releaseNs = sum(nominalNs, delayNs);
        if (last != null) releaseNs = Math.max(releaseNs, last.releaseNs());
        last = new Release(last == null ? 1 : last.job() + 1, nominalNs, releaseNs, sum(nominalNs, task.deadlineNs()));
        return last;
    }

    /// @param number of the job, from 0
    private long delayNs(long number) {
        List<Long> delays = task.delays();
        if (!delays.isEmpty()) return delays.get((int) Math.min(number, delays.size() - 1));
        return task.jitterNs() == 0 ? 0 : jitter.between(0, task.jitterNs());
    }

    private static long sum(long instantNs, long delayNs) {
        return instantNs > Ns.NEVER - delayNs ? Ns.NEVER : instantNs + delayNs;
    }
}
