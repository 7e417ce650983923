package rtk.resmgr.ham;

import java.util.List;
import java.util.TreeSet;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.board.sim.Ns;
import rtk.resmgr.NameService;
import rtk.resmgr.Posix;
import rtk.resmgr.launcher.CommandLine;

/// What happens to entities, and what is done then: finds the conditions that are true and works off their actions.
///
/// The conditions of one entity are worked off one after another, each action after the one before; those of different entities
/// side by side, since nothing here waits but by the clock: programs are not waited for, pulses and signals do not block, and a path is
/// looked for at the path manager only, which sends to nobody.
final class Recovery {
    /// One action; assumed.
    private static final long ACTION_NS = Ns.us(2);
    /// How often a path is looked for.
    private static final long LOOK_NS = Ns.ms(1);

    /// Writes down how far things are.
    interface Commit {
        void commit();
    }

    private enum Outcome {
        DONE, FAILED, WAITS
    }

    private final KernelCalls k;
    private final HamTree tree;
    private final HamMemory memory;
    private final Commit commit;
    private final Posix posix;
    private final HamLog log;

    Recovery(KernelCalls k, HamTree tree, HamMemory memory, HamLog log, Commit commit) {
        this.k = k;
        this.tree = tree;
        this.memory = memory;
        this.log = log;
        this.commit = commit;
        posix = new Posix(k);
    }

    private void note(String text) { log.add(Ns.text(k.nowNs()) + ": " + text); }

    // What happens.

    boolean isAlive(int pid) {
        try {
            return !k.processInfo(pid).zombie();
        } catch (ErrnoException e) {
            return false;
        }
    }

    void attached(Entity entity, int pid) {
        entity.pid = pid;
        note(entity.name + " attached, pid " + pid);
        if (entity.isPlaceholder) happened(entity, List.of(ConditionType.ATTACH), List.of());
    }

    /// The entity has no process any more.
    void left(Entity entity) {
        entity.pid = Entity.NOBODY;
        entity.heartbeat.stop();
    }

    /// A process that `entity` waits for may be there already.
    void findProcess(Entity entity) {
        for (var process : k.processes()) {
            boolean isIt = entity.pid == Entity.NOBODY && !process.zombie() && process.name().equals(entity.process);
            if (isIt) attached(entity, process.pid());
        }
    }

    /// A process has begun.
    void created() {
        for (Entity entity : List.copyOf(tree.entities)) findAgain(entity);
    }

    private void findAgain(Entity entity) {
        if (entity.pid == Entity.NOBODY && entity.process != null && entity.runs.isEmpty()) findProcess(entity);
    }

    /// A process is gone.
    ///
    /// @param abnormally it left a core file
    void died(int pid, boolean abnormally) {
        for (Entity entity : List.copyOf(tree.entities)) {
            if (entity.pid != pid) continue;
            left(entity);
            note(entity.name + " died, pid " + pid + (abnormally ? ", abnormally" : ""));
            k.trace("ham-died-" + entity.name, pid);
            happened(entity, abnormally
                    ? List.of(ConditionType.DEATH, ConditionType.ABNORMALDEATH)
                    : List.of(ConditionType.DEATH), List.of());
        }
    }

    /// Conditions of `entity` are true.
    ///
    /// @param values of STATE and RAISE, else none
    void happened(Entity entity, List<ConditionType> types, List<Integer> values) {
        for (Condition condition : entity.conditions) {
            if (!condition.when.matches(types, values) || condition.steps.isEmpty()) continue;
            if (entity.runs.size() < Entity.RUNS_MAX) {
                entity.runs.addLast(new Run(condition.name, condition.steps));
            } else {
                note(entity.name + "/" + condition.name + " dropped: too much to do");
                k.trace("ham-dropped-" + entity.name, entity.runs.size());
            }
        }
    }

    // What is done.

    /// Does all that can be done now: looks at heartbeats that are due, works off actions, and forgets entities that nobody needs.
    ///
    /// @return when there is something to do next; [Heartbeat#NEVER] if something has to happen first
    long work() {
        for (Entity entity : List.copyOf(tree.entities)) {
            while (entity.heartbeat.nextLookNs <= k.nowNs()) {
                happened(entity, entity.heartbeat.look(memory.beats(entity.heartbeat.slot)), List.of());
            }
            while (!entity.runs.isEmpty() && advance(entity, entity.runs.getFirst())) entity.runs.removeFirst();
            findAgain(entity);
        }
        tree.entities.removeIf(entity -> entity.pid == Entity.NOBODY && entity.runs.isEmpty() && !entity.isPlaceholder);
        long nextNs = Heartbeat.NEVER;
        for (Entity entity : tree.entities) {
            nextNs = Math.min(nextNs, entity.heartbeat.nextLookNs);
            if (!entity.runs.isEmpty()) nextNs = Math.min(nextNs, entity.runs.getFirst().dueNs);
        }
        return nextNs;
    }

    /// @return whether `run` is over
    private boolean advance(Entity entity, Run run) {
        while (!run.steps.isEmpty()) {
            Step step = run.steps.getFirst();
            var outcome = perform(entity, run, step.action());
            if (outcome == Outcome.WAITS) return false;
            run.untilNs = 0;
            run.steps.removeFirst();
            if (outcome == Outcome.FAILED) {
                note(entity.name + "/" + run.condition + "/" + step.name() + " failed: " + step.action());
                k.trace("ham-failed-" + entity.name, 1);
                for (Step fail : step.onFail().reversed()) run.steps.addFirst(fail);
            }
            commit.commit();
        }
        k.trace("ham-done-" + entity.name, entity.pid);
        return true;
    }

    private Outcome perform(Entity entity, Run run, Action action) {
        if (run.untilNs == 0) k.compute(ACTION_NS);
        try {
            switch (action) {
                case Action.Restart(CommandLine command) -> {
                    if (!entity.mayRestart(k.nowNs())) return Outcome.FAILED;
                    restarted(entity, start(run, command));
                }
                case Action.Execute(CommandLine command) -> start(run, command);
                case Action.NotifyPulse pulse ->
                    pulse(k.connectAttach(pulse.pid(), pulse.chid(), KernelCalls.SIDE_CHANNEL), pulse.code(),
                            pulse.value());
                case Action.NotifyName pulse -> pulse(NameService.open(k, pulse.name()), pulse.code(), pulse.value());
                case Action.NotifySignal signal -> {
                    return signal(signal) ? Outcome.DONE : Outcome.FAILED;
                }
                case Action.Delay(long ns) -> {
                    return waits(run, ns, Long.MAX_VALUE) ? Outcome.WAITS : Outcome.DONE;
                }
                case Action.WaitFor(String path, long timeoutNs) -> {
                    if (posix.isServed(path)) return Outcome.DONE;
                    return waits(run, timeoutNs, LOOK_NS) ? Outcome.WAITS : Outcome.FAILED;
                }
                case Action.Log(String text) -> {
                    note(entity.name + ": " + text);
                    k.trace("ham: " + text, entity.pid);
                }
                case Action.HeartbeatHealthy() -> {
                    var beat = entity.heartbeat;
                    if (entity.pid != Entity.NOBODY && beat.slot != Heartbeat.NO_SLOT)
                        beat.begin(memory.beats(beat.slot), k.nowNs());
                }
            }
            return Outcome.DONE;
        } catch (ErrnoException e) {
            run.mark = Run.NO_MARK;
            return Outcome.FAILED;
        }
    }

    /// @param stepNs look again after that long
    /// @return whether it is not over yet
    private boolean waits(Run run, long ns, long stepNs) {
        if (run.untilNs == 0) run.untilNs = Math.addExact(k.nowNs(), ns);
        run.dueNs = stepNs == Long.MAX_VALUE ? run.untilNs : Math.min(run.untilNs, k.nowNs() + stepNs);
        return k.nowNs() < run.untilNs;
    }

    /// Starts a program. That it is about to be started is written down first: who takes over in the middle can tell whether it was.
    private int start(Run run, CommandLine command) {
        if (run.mark != Run.NO_MARK) {
            int started = startedSince(run.mark, command.processName());
            if (started != Entity.NOBODY) return started;
        }
        run.mark = k.processes().getLast().pid();
        commit.commit();
        int pid = command.start(k);
        run.mark = Run.NO_MARK;
        return pid;
    }

    private int startedSince(int mark, String name) {
        for (var process : k.processes()) {
            if (process.pid() > mark && !process.zombie() && process.name().equals(name)) return process.pid();
        }
        return Entity.NOBODY;
    }

    private void restarted(Entity entity, int pid) {
        entity.pid = pid;
        note(entity.name + " restarted, pid " + pid);
        k.trace("ham-restarted-" + entity.name, pid);
        happened(entity, List.of(ConditionType.RESTART), List.of());
        entity.prune();
    }

    private void pulse(int coid, int code, int value) {
        try {
            k.msgSendPulse(coid, KernelCalls.CALLERS_PRIORITY, code, value);
        } finally {
            k.connectDetach(coid);
        }
    }

    private boolean signal(Action.NotifySignal signal) {
        var pids = new TreeSet<Integer>();
        for (var process : k.processes()) {
            boolean isIt = process.name().equals(signal.process()) || signal.process().equals(Integer.toString(process.pid()));
            if (isIt && !process.zombie()) pids.add(process.pid());
        }
        for (int pid : pids) k.sigqueue(pid, signal.signo(), signal.value());
        return !pids.isEmpty();
    }
}
