package rtk.kernel;

import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import rtk.board.Board;
import rtk.board.sim.Ns;
import rtk.board.sim.World;
import rtk.kernel.KernelProgram.Actor;
import rtk.kernel.KernelProgram.Op;
import rtk.kernel.KernelProgram.Step;
import rtk.kernel.api.ChannelFlag;
import rtk.kernel.api.CostItem;
import rtk.kernel.api.CostProfile;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.MutexProtocol;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.SigEvent;
import rtk.kernel.api.Signal;
import rtk.kernel.api.SignalAction;
import rtk.kernel.api.ThreadAttr;
import rtk.trace.TraceSink;

/// One run of a [KernelProgram] under the eyes of a [Referee].
final class ProgramRun {
    private static final int PULSE_STEP = 1000;

    private static final long END_NS = Ns.ms(20);
    private static final long TICK_NS = Ns.us(50);
    private static final CostProfile COSTS = costs();
    private static final int SETUP_PRIORITY = 62;
    private static final int REPEATING_US_MIN = 300;

    private final KernelProgram program;
    private final Referee referee;
    private final Kernel kernel;
    private final int[] pids = new int[10];
    private final int[] tids;

    private ProgramRun(KernelProgram program, CoroutineKind kind, UnaryOperator<TraceSink> before) {
        this.program = program;
        referee = new Referee(program.free());
        tids = new int[program.actors().size()];
        var board = new Board(new World(program.seed(), before.apply(referee)), "random", program.cores());
        kernel = new Kernel(board, KernelConfig.DEFAULT.version(program.version()).coroutines(kind).tickNs(TICK_NS)
                .costs(program.free() ? CostProfile.ZERO : COSTS));
        referee.watch(kernel);
    }

    /// The priority of a pulse is not in the trace; our pulses carry it in their value.
    private static int pulseValue(int priority, int kind) { return priority * PULSE_STEP + kind; }

    static int pulsePriority(long value) { return (int) value / PULSE_STEP; }

    private static CostProfile costs() {
        var ns = new EnumMap<CostItem, Long>(CostItem.class);
        for (CostItem item : CostItem.values()) ns.put(item, 100L + 37L * item.ordinal());
        return new CostProfile("random", "none", ns, Map.of());
    }

    /// @return what was wrong, or null
    static Referee.Violation of(KernelProgram program, CoroutineKind kind) { return of(program, kind, UnaryOperator.identity()); }

    /// @param before the sink that gets the trace in place of the referee's, which it is given
    static Referee.Violation of(KernelProgram program, CoroutineKind kind, UnaryOperator<TraceSink> before) {
        var run = new ProgramRun(program, kind, before);
        try {
            for (int process = 0; process < run.pids.length; process++) {
                int number = process;
                boolean used = program.actors().stream().anyMatch(actor -> actor.process() == number);
                if (used && !program.isSpawned(process)) run.start(process, null);
            }
            run.kernel.run(END_NS);
            run.findsDeadlocks();
            for (ProcessFailure failure : run.kernel.failures()) run.referee.wrong("failure", failure.toString());
        } catch (RuntimeException | AssertionError | StackOverflowError crash) {
            run.referee.wrong("crash", crash + " at " + crash.getStackTrace()[0]);
        }
        Referee.Violation violation = run.referee.violation();
        if (violation == null) run.kernel.close();
        else if (!run.kernel.failures().isEmpty()) violation = violation.after(run.kernel.failures().getFirst());
        return violation;
    }

    /// Threads that wait for each other for ever, and only those, are in a circle that the kernel has found.
    private void findsDeadlocks() {
        List<Tcb> stuck = StuckThreads.of(kernel);
        if (stuck.isEmpty() != kernel.deadlocks().isEmpty())
            referee.wrong("deadlock", stuck + " wait for ever; found: " + kernel.deadlocks());
    }

    /// @param parent who spawns it, null for the world
    private void start(int process, KernelCalls parent) {
        String name = "process" + process;
        var attr = new ThreadAttr(name, SETUP_PRIORITY, SchedPolicy.FIFO);
        pids[process] = parent == null
                ? kernel.spawn(name, (k, args) -> new Body(k, process).main(), List.of(), attr)
                : parent.spawn(name, (k, args) -> new Body(k, process).main(), List.of(), attr);
    }

    /// The code of one process.
    private final class Body {
        private final KernelCalls k;
        private final int process;
        private final ArrayDeque<Integer> owed = new ArrayDeque<>();
        private int handled;
        private final int[] coids = new int[100];

        Body(KernelCalls k, int process) {
            this.k = k;
            this.process = process;
        }

        int main() {
            k.signalAction(Signal.SIGUSR1, SignalAction.handler(info -> handled++));
            k.channelCreate();
            k.channelCreate(ChannelFlag.FIXED_PRIORITY);
            k.channelCreate(ChannelFlag.UNBLOCK);
            for (int i = 0; i < 3; i++) k.mutexCreate("inherit", MutexProtocol.INHERIT, 0);
            k.mutexCreate("none", MutexProtocol.NONE, 0);
            k.mutexCreate("protect " + KernelProgram.CEILING, MutexProtocol.PROTECT, KernelProgram.CEILING);
            k.condvarCreate("condvar");
            k.semCreate("sem 0", 0);
            k.semCreate("sem 1", 1);
            for (int actor = 0; actor < tids.length; actor++) {
                Actor declared = program.actors().get(actor);
                List<Step> steps = program.stepsOf(actor);
                if (declared.process() != process || steps.isEmpty()) continue;
                boolean roundRobin = declared.policy() != SchedPolicy.FIFO;
                tids[actor] = k.threadCreate(new ThreadAttr(declared.name(), declared.priority(), declared.policy()),
                        () -> perform(steps, roundRobin));
            }
            for (int tid : tids) {
                if (tid > 1) attempt(() -> k.threadJoin(tid));
            }
            return 0;
        }

        private void perform(List<Step> steps, boolean roundRobin) {
            int number = kernel.active.current.number;
            if (roundRobin) referee.roundRobin(number);
            long computedNs = 0;
            for (Step step : steps) {
                if (step.op() == Op.END) return;
                if (step.op() == Op.COMPUTE) {
                    k.compute(Ns.us(step.a()));
                    computedNs += Ns.us(step.a());
                    referee.checkCpuTime(number, computedNs);
                } else {
                    attempt(() -> perform(step));
                }
            }
        }

        private Errno attempt(Runnable call) {
            try {
                call.run();
                return Errno.EOK;
            } catch (ErrnoException failed) {
                return failed.errno();
            }
        }

        private void perform(Step step) {
            int a = step.a();
            int b = step.b();
            switch (step.op()) {
                case COMPUTE, END -> throw new AssertionError(step);
                case SLEEP -> sleep(Ns.us(a));
                case YIELD -> k.schedYield();
                case SEND -> k.msgSend(coid(a), new byte[b], new byte[8]);
                case RECEIVE -> {
                    int rcvid = k.msgReceive(a, new byte[32], null);
                    if (rcvid != 0) owed.addLast(rcvid);
                }
                case REPLY -> {
                    if (!owed.isEmpty()) k.msgReply(owed.removeFirst(), a);
                }
                case ERROR -> {
                    if (!owed.isEmpty()) k.msgError(owed.removeFirst(), Errno.EIO);
                }
                case PULSE -> k.msgSendPulse(coid(a), b, 1, pulseValue(b, 0));
                case LOCK -> k.mutexLock(a);
                case TRYLOCK -> k.mutexTrylock(a);
                case UNLOCK -> k.mutexUnlock(a);
                case WAIT -> k.condvarWait(1, a);
                case SIGNAL -> k.condvarSignal(1);
                case BROADCAST -> k.condvarBroadcast(1);
                case SEM_WAIT -> k.semWait(a);
                case SEM_POST -> k.semPost(a);
                case TIMEOUT -> k.timerTimeout(Ns.us(a));
                case TIMER -> {
                    int timer = k.timerCreate(new SigEvent.Pulse(coid(10 * process + 1), b, 2, pulseValue(b, 1)));
                    k.timerSettime(timer, Ns.us(a), a < REPEATING_US_MIN ? 0 : Ns.us(a), false);
                }
                case SET_PRIO -> k.setSchedPrio(tid(a), b);
                case SET_PARAM -> k.setSchedParam(tid(a), b, program.actors().get(tid(a) == 0 ? step.actor() : a).policy());
                case JOIN -> k.threadJoin(tid(a));
                case DESTROY -> k.channelDestroy(a);
                case SPAWN -> {
                    if (pids[a] == 0) start(a, k);
                }
                case KILL -> {
                    if (pids[a] != 0) k.kill(pids[a], Signal.SIGKILL);
                }
                case SIGNAL_PROCESS -> {
                    if (pids[a] != 0) k.kill(pids[a], Signal.SIGUSR1);
                }
                case SIGNAL_THREAD -> k.threadKill(tid(a) == 0 ? k.gettid() : tid(a), Signal.SIGUSR1);
                case STOP -> {
                    if (pids[a] != 0) k.kill(pids[a], Signal.SIGSTOP);
                }
                case CONTINUE -> {
                    if (pids[a] != 0) k.kill(pids[a], Signal.SIGCONT);
                }
            }
        }

        private void sleep(long ns) {
            long dueNs = k.nowNs() + ns;
            k.sleep(ns);
            if (k.nowNs() < dueNs) referee.wrong("timer", "a sleep ended " + (dueNs - k.nowNs()) + " ns early");
        }

        /// Threads of other processes are no business of ours: then itself.
        private int tid(int actor) { return program.actors().get(actor).process() == process ? tids[actor] : 0; }

        private int coid(int channel) {
            if (coids[channel] == 0) coids[channel] = 1 + k.connectAttach(pids[channel / 10], channel % 10, 0);
            return coids[channel] - 1;
        }
    }
}
