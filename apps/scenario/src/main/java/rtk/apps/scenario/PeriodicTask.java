package rtk.apps.scenario;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import rtk.apps.scenario.Releases.Release;
import rtk.apps.scenario.TaskSpec.OnMiss;
import rtk.board.sim.Ns;
import rtk.board.sim.Rank;
import rtk.board.sim.SimEvent;
import rtk.board.sim.SimRandom;
import rtk.board.sim.World;
import rtk.kernel.api.KernelCalls;
import rtk.trace.EventKind;

/// A task at work: the thread that runs its jobs, and two observers beside it that announce releases and judge deadlines at their
/// exact instants, whoever runs then.
///
/// A job is complete when it has had its processor time; mutexes that it holds until its very end are unlocked right after that.
final class PeriodicTask {
    /// A mutex to lock or unlock when the job has run for `atNs`.
    private record Step(long atNs, boolean lock, int mutex) {}

    private final TaskSpec spec;
    private final World world;
    private final KernelCalls k;
    private final List<Step> steps = new ArrayList<>();
    private final Releases jobs;
    private final Releases announcedJobs;
    private final Releases judgedJobs;
    private final SimRandom execution;
    private final Turns.Turn turn;

    private int thread;
    private Release announced;
    private Release judged;
    /// The last job that is completed or abandoned.
    private long endedJob;
    /// When the last late job was done.
    private long lateUntilNs;
    private final TreeSet<Long> abandonedBeforeDeadline = new TreeSet<>();
    private final TreeSet<Long> missedAlready = new TreeSet<>();

    private final SimEvent release = new SimEvent(Rank.DEVICE) {
        @Override
        protected void happen() { announceDue(); }

        @Override
        public String toString() { return "release of " + spec.name(); }
    };
    private final SimEvent deadline = new SimEvent(Rank.OBSERVER) {
        @Override
        protected void happen() { judge(); }

        @Override
        public String toString() { return "deadline of " + spec.name(); }
    };

    /// @param mutexes handles by name
    /// @param turn among tasks of its priority
    PeriodicTask(TaskSpec spec, World world, KernelCalls k, Map<String, Integer> mutexes, Turns.Turn turn) {
        this.turn = turn;
        this.spec = spec;
        this.world = world;
        this.k = k;
        String stream = "task/" + spec.name();
        jobs = new Releases(spec, world.random(stream + "/jitter"));
        announcedJobs = new Releases(spec, world.random(stream + "/jitter"));
        judgedJobs = new Releases(spec, world.random(stream + "/jitter"));
        execution = world.random(stream + "/execution");
        var open = new ArrayDeque<TaskSpec.Lock>();
        for (TaskSpec.Lock lock : spec.locks()) {
            while (!open.isEmpty() && open.peek().endNs() <= lock.afterNs()) unlockStep(open.pop(), mutexes);
            steps.add(new Step(lock.afterNs(), true, mutexes.get(lock.mutex())));
            open.push(lock);
        }
        while (!open.isEmpty()) unlockStep(open.pop(), mutexes);
    }

    private void unlockStep(TaskSpec.Lock lock, Map<String, Integer> mutexes) {
        steps.add(new Step(lock.endNs(), false, mutexes.get(lock.mutex())));
    }

    // Observers.

    /// Announces the first release, if it is due, and sets the observers. Called by the maker of the thread and by the thread, whichever
    /// comes first.
    void begin(int threadNumber) {
        if (thread != 0) return;
        thread = threadNumber;
        announced = announcedJobs.next();
        turn.next(announced.releaseNs());
        judged = judgedJobs.next();
        setJudge();
        announceDue();
    }

    private void announceDue() {
        while (announced.releaseNs() <= world.nowNs()) {
            world.emit(EventKind.JOB_RELEASED, thread, announced.job(), announced.nominalNs(), announced.deadlineNs());
            announced = announcedJobs.next();
        }
        if (announced.releaseNs() < Ns.NEVER) world.engine().at(release, announced.releaseNs());
    }

    private void judge() {
        long job = judged.job();
        boolean completed = job <= endedJob && !abandonedBeforeDeadline.remove(job);
        if (!missedAlready.remove(job) && !completed) world.emit(EventKind.JOB_MISSED, thread, job);
        judged = judgedJobs.next();
        setJudge();
    }

    private void setJudge() {
        if (judged.deadlineNs() < Ns.NEVER) world.engine().at(deadline, Math.max(judged.deadlineNs(), world.nowNs()));
    }

    // The thread.

    /// Runs jobs for ever.
    void run(int threadNumber) {
        begin(threadNumber);
        for (;;) {
            Release job = jobs.next();
            long executionNs = executionNs(job.job());
            if (spec.onMiss() == OnMiss.SKIP && job.releaseNs() < lateUntilNs) {
                abandon(job, 0);
                continue;
            }
            turn.next(job.releaseNs());
            k.sleepUntil(job.releaseNs());
            turn.await(k);
            announceDue();
            if (spec.onMiss() == OnMiss.ABORT && world.nowNs() >= job.deadlineNs()) {
                abandon(job, 0);
                continue;
            }
            world.emit(EventKind.JOB_STARTED, thread, job.job());
            execute(job, executionNs);
        }
    }

    private long executionNs(long job) {
        List<Long> given = spec.executions();
        if (!given.isEmpty()) return given.get((int) Math.min(job, given.size()) - 1);
        return spec.bcetNs() == spec.wcetNs() ? spec.wcetNs() : execution.between(spec.bcetNs(), spec.wcetNs());
    }

    private void execute(Release job, long executionNs) {
        var held = new ArrayDeque<Integer>();
        long untilNs = spec.onMiss() == OnMiss.ABORT ? job.deadlineNs() : Ns.NEVER;
        long doneNs = 0;
        for (Step step : steps) {
            if (step.atNs() >= executionNs) break;
            doneNs += k.compute(step.atNs() - doneNs, untilNs);
            if (doneNs < step.atNs()) break;
            if (step.lock()) {
                turn.waits(true);
                k.mutexLock(step.mutex());
                turn.waits(false);
                held.push(step.mutex());
            } else {
                held.pop();
                k.mutexUnlock(step.mutex());
            }
        }
        // After a break for the deadline this returns at once.
        doneNs += k.compute(executionNs - doneNs, untilNs, () -> complete(job, executionNs));
        if (doneNs < executionNs) abandon(job, doneNs);
        while (!held.isEmpty()) k.mutexUnlock(held.pop());
    }

    private void complete(Release job, long executedNs) {
        endedJob = job.job();
        if (world.nowNs() > job.deadlineNs()) lateUntilNs = world.nowNs();
        world.emit(EventKind.JOB_COMPLETED, thread, job.job(), executedNs);
    }

    private void abandon(Release job, long executedNs) {
        endedJob = job.job();
        if (world.nowNs() < job.deadlineNs()) {
            abandonedBeforeDeadline.add(job.job());
        } else if (judged.job() <= job.job()) {
            world.emit(EventKind.JOB_MISSED, thread, job.job());
            missedAlready.add(job.job());
        }
        world.emit(EventKind.JOB_ABANDONED, thread, job.job(), executedNs);
    }
}
