package rtk.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import rtk.board.sim.SimRandom;
import rtk.kernel.api.SchedPolicy;

/// A program for the kernel's random tests: threads in processes, and what each does, step after step.
///
/// Every process has the same things: channels 1 (plain), 2 (FIXED_PRIORITY) and 3 (UNBLOCK); mutexes 1 to 3 (inherit), 4 (none) and 5
/// (protect, [#CEILING]); condvar 1; semaphores 1 (value 0) and 2 (value 1). Any list of steps is a program: a step that makes no
/// sense where it stands fails with an errno, so steps can be left out at will.
///
/// @param free kernel work costs nothing
/// @param steps of all threads; those of one thread happen in the order of this list
record KernelProgram(long seed, KernelVersion version, int cores, boolean free, List<Actor> actors, List<Step> steps) {
    static final int CHANNELS = 3;
    static final int MUTEXES = 5;
    static final int CEILING = 22;
    private static final List<Integer> PRIORITIES = List.of(5, 8, 10, 10, 10, 12, 15, 20, 20, 25);

    /// A thread.
    ///
    /// @param process from 0
    record Actor(String name, int process, int priority, SchedPolicy policy) {}

    /// What a thread does next.
    record Step(int actor, Op op, int a, int b) {}

    /// The calls, and how they are printed: `%1$d` is `a`, `%2$d` is `b`.
    enum Op {
        COMPUTE("compute(us(%1$d))"),
        SLEEP("sleep(us(%1$d))"),
        YIELD("schedYield()"),
        /// To channel `a % 10` of process `a / 10`.
        SEND("msgSend(channel %1$d, %2$d bytes)"),
        RECEIVE("msgReceive(%1$d)"),
        /// To the oldest message that its process owes a reply.
        REPLY("msgReply(%1$d)"),
        ERROR("msgError(EIO)"),
        /// To channel `a % 10` of process `a / 10`, at priority `b`.
        PULSE("msgSendPulse(channel %1$d, priority %2$d)"),
        LOCK("mutexLock(%1$d)"),
        TRYLOCK("mutexTrylock(%1$d)"),
        UNLOCK("mutexUnlock(%1$d)"),
        WAIT("condvarWait(1, %1$d)"),
        SIGNAL("condvarSignal(1)"),
        BROADCAST("condvarBroadcast(1)"),
        SEM_WAIT("semWait(%1$d)"),
        SEM_POST("semPost(%1$d)"),
        /// For the next blocking call.
        TIMEOUT("timerTimeout(us(%1$d))"),
        /// Every `a` us, at most 5 times, a pulse of priority `b` to channel 1.
        TIMER("timer(us(%1$d), pulse of priority %2$d)"),
        SET_PRIO("setSchedPrio(thread %1$d, %2$d)"),
        SET_PARAM("setSchedParam(thread %1$d, %2$d)"),
        JOIN("threadJoin(thread %1$d)"),
        DESTROY("channelDestroy(%1$d)"),
        END("return"),
        SPAWN("spawn(process %1$d)"),
        KILL("kill(process %1$d, SIGKILL)"),
        /// Its handler does nothing, but ends waits.
        SIGNAL_PROCESS("kill(process %1$d, SIGUSR1)"),
        SIGNAL_THREAD("threadKill(thread %1$d, SIGUSR1)"),
        STOP("kill(process %1$d, SIGSTOP)"),
        CONTINUE("kill(process %1$d, SIGCONT)");

        private final String format;

        Op(String format) { this.format = format; }
    }

    /// The program of a seed: always the same.
    static KernelProgram random(long seed) {
        var random = new SimRandom(seed, "program");
        int processes = (int) random.between(1, 3);
        int cores = random.between(0, 3) > 0 ? 1 : (int) random.between(2, 4);
        boolean free = random.between(0, 3) > 0;
        KernelVersion version = random.between(0, 3) > 0 ? KernelVersion.SDP_7 : KernelVersion.SDP_8;
        List<Integer> mutexes = some(random, MUTEXES);
        List<Integer> channels = some(random, CHANNELS);
        int count = (int) random.between(3, 8);
        List<Actor> actors = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            SchedPolicy policy = random.between(0, 3) == 0 ? SchedPolicy.RR : SchedPolicy.FIFO;
            actors.add(new Actor(String.valueOf((char) ('a' + number)), (int) random.between(0, processes - 1),
                    priority(random), policy));
            new Author(random, processes, count, mutexes, channels, number, steps).write();
        }
        return new KernelProgram(seed, version, cores, free, actors, steps);
    }

    /// Those that the threads of a program quarrel about: the fewer, the more they meet.
    private static List<Integer> some(SimRandom random, int count) {
        List<Integer> numbers = new ArrayList<>();
        for (long left = random.between(1, count); left > 0; left--) numbers.add((int) random.between(1, count));
        return numbers;
    }

    private static int one(SimRandom random, List<Integer> of) { return of.get((int) random.between(0, of.size() - 1)); }

    private static int priority(SimRandom random) { return one(random, PRIORITIES); }

    boolean isSpawned(int process) {
        return steps.stream().anyMatch(step -> step.op == Op.SPAWN && step.a == process);
    }

    List<Step> stepsOf(int actor) { return steps.stream().filter(step -> step.actor == actor).toList(); }

    KernelProgram steps(List<Step> newSteps) { return new KernelProgram(seed, version, cores, free, actors, newSteps); }

    KernelProgram withoutCosts() { return new KernelProgram(seed, version, cores, true, actors, steps); }

    KernelProgram cores(int newCores) { return new KernelProgram(seed, version, newCores, free, actors, steps); }

    /// As one would write it down: threads with their calls; those without are left out.
    @Override
    public String toString() {
        var text = new StringBuilder(
                String.format(Locale.ROOT, "seed %d, %s, %d core(s), %s, %d steps%n", seed, version, cores,
                        free ? "no costs" : "costs",
                        steps.size()));
        for (int number = 0; number < actors.size(); number++) {
            List<Step> own = stepsOf(number);
            if (own.isEmpty()) continue;
            Actor actor = actors.get(number);
            text.append(String.format(Locale.ROOT, "thread %d: %s, process %d%s, priority %d, %s%n", number, actor.name,
                    actor.process,
                    isSpawned(actor.process) ? " (spawned)" : "", actor.priority, actor.policy));
            for (Step step : own) {
                text.append("    ").append(String.format(Locale.ROOT, step.op.format, step.a, step.b)).append(";\n");
            }
        }
        return text.toString();
    }

    /// Writes the steps of one thread, in phrases that make sense.
    private record Author(SimRandom random, int processes, int actors, List<Integer> mutexes, List<Integer> channels, int actor,
            List<Step> steps) {
        void write() {
            if (chance(50)) add(Op.SLEEP, us(), 0);
            long phrases = random.between(2, 7);
            for (int i = 0; i < phrases; i++) phrase();
        }

        private void phrase() {
            switch ((int) random.between(0, 20)) {
                case 0, 1, 2 -> critical(0);
                case 3, 4, 5 -> serve();
                case 6, 7, 8 -> request();
                case 9 -> add(Op.PULSE, channel(), priority(random));
                case 10 -> add(chance(50) ? Op.SET_PRIO : Op.SET_PARAM, anyActor(), priority(random));
                case 11 -> condition();
                case 12 -> {
                    if (chance(30)) timeout();
                    add(Op.SEM_WAIT, (int) random.between(1, 2), 0);
                }
                case 13 -> add(Op.SEM_POST, (int) random.between(1, 2), 0);
                case 14 -> add(Op.YIELD, 0, 0);
                case 15 -> add(Op.TIMER, us(), priority(random));
                case 16 -> add(Op.TRYLOCK, mutex(), 0);
                case 17, 20 -> rare();
                case 18 -> add(Op.SLEEP, us(), 0);
                default -> add(Op.COMPUTE, us(), 0);
            }
            if (chance(40)) add(Op.COMPUTE, us(), 0);
        }

        private void critical(int depth) {
            int mutex = mutex();
            if (chance(20)) timeout();
            add(Op.LOCK, mutex, 0);
            add(Op.COMPUTE, us(), 0);
            if (depth < 2 && chance(40)) critical(depth + 1);
            if (chance(10)) request();
            if (chance(90)) add(Op.UNLOCK, mutex, 0);
        }

        private void serve() {
            int channel = one(random, channels);
            long rounds = random.between(1, 3);
            for (int i = 0; i < rounds; i++) {
                if (chance(20)) timeout();
                add(Op.RECEIVE, channel, 0);
                if (chance(70)) add(Op.COMPUTE, us(), 0);
                if (chance(20)) critical(1);
                if (chance(90)) add(chance(90) ? Op.REPLY : Op.ERROR, i, 0);
            }
        }

        private void request() {
            if (chance(25)) timeout();
            add(Op.SEND, channel(), (int) random.between(0, 40));
        }

        private void condition() {
            int mutex = mutex();
            if (chance(40)) {
                add(chance(60) ? Op.SIGNAL : Op.BROADCAST, 0, 0);
                return;
            }
            add(Op.LOCK, mutex, 0);
            if (chance(30)) timeout();
            add(Op.WAIT, mutex, 0);
            add(Op.UNLOCK, mutex, 0);
        }

        private void rare() {
            switch ((int) random.between(0, 13)) {
                case 10, 11 -> add(Op.SIGNAL_PROCESS, anyProcess(), 0);
                case 12 -> add(Op.SIGNAL_THREAD, anyActor(), 0);
                case 13 -> add(chance(40) ? Op.STOP : Op.CONTINUE, anyProcess(), 0);
                case 0 -> add(Op.KILL, anyProcess(), 0);
                case 1 -> add(Op.DESTROY, (int) random.between(1, CHANNELS), 0);
                case 2 -> add(Op.END, 0, 0);
                case 3, 4 -> {
                    if (processes > 1) add(Op.SPAWN, (int) random.between(1, processes - 1), 0);
                }
                default -> {
                    if (chance(50)) timeout();
                    add(Op.JOIN, anyActor(), 0);
                }
            }
        }

        private void timeout() { add(Op.TIMEOUT, chance(20) ? 0 : us(), 0); }

        /// Round numbers, so that things fall together.
        private int us() { return 10 * (int) random.between(1, chance(70) ? 10 : 50); }

        private int mutex() { return one(random, mutexes); }

        private int anyActor() { return (int) random.between(0, actors - 1); }

        private int anyProcess() { return (int) random.between(0, processes - 1); }

        private int channel() { return 10 * anyProcess() + one(random, channels); }

        private boolean chance(int percent) { return random.between(0, 99) < percent; }

        private void add(Op op, int a, int b) { steps.add(new Step(actor, op, a, b)); }
    }
}
