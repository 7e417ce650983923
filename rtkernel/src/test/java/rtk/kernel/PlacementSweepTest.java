package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rtk.board.Board;
import rtk.board.sim.Ns;
import rtk.board.sim.SimRandom;
import rtk.board.sim.World;
import rtk.kernel.Partitioning.Budget;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.RunMasks;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.ThreadAttr;
import rtk.trace.EventKind;
import rtk.trace.ThreadState;
import rtk.trace.TraceSink;
import rtk.trace.file.TraceFileWriter;

/// Random worlds with 1 to 32 cores, run masks and priorities that change, semaphores and sleeps; held to rules P1 and P2 whenever
/// time goes on.
class PlacementSweepTest {
    private static final int CORES_MAX = 32;
    private static final long RUN_NS = Ns.ms(4);
    private static final long PARTITIONS_RUN_NS = Ns.ms(20);
    private static final KernelConfig CRITICAL = KernelConfig.DEFAULT
            .partitions(Partitioning.DEFAULT.windowMs(8).budgets(new Budget("a", 20, 0, Ns.ms(1)), Budget.of("b", 10)));

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 6, 8, 16, 32})
    @Rule({"P1", "P2"})
    void p1NobodyWaitsForACoreThatRunsALowerThread(int cores) {
        for (long seed = 1; seed <= 3; seed++) {
            var rules = new Rules();
            run(seed, cores, KernelConfig.DEFAULT, rules);

            assertEquals(List.of(), rules.broken, "seed " + seed);
            assertTrue(rules.switches > 50 && (cores == 1 || rules.migrations > 10), rules.switches + " " + rules.migrations);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    @Rule("A5")
    void a5NobodyWithBudgetWaitsForACoreThatRunsAThreadWithout(int cores) {
        Partitioning plan = Partitioning.DEFAULT.windowMs(8).budgets(Budget.of("a", 20), Budget.of("b", 10));
        for (long seed = 1; seed <= 2; seed++) {
            var rules = new Rules();
            run(seed, cores, KernelConfig.DEFAULT.partitions(plan), rules);

            assertEquals(List.of(), rules.broken, "seed " + seed);
            assertTrue(rules.budgetChanges > 0, "seed " + seed);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 7, 32})
    void theRunIsTheSameHoweverThreadsAreCarried(int cores) {
        for (KernelConfig config : List.of(KernelConfig.DEFAULT, KernelConfig.DEFAULT.version(KernelVersion.SDP_8), CRITICAL)) {
            assertEquals(digest(cores, config.coroutines(CoroutineKind.CONTINUATION)),
                    digest(cores, config.coroutines(CoroutineKind.VIRTUAL_THREAD)));
        }
    }

    private static String digest(int cores, KernelConfig config) {
        var trace = new TraceFileWriter((WritableByteChannel) null, "{}");
        run(9, cores, config, trace);
        return trace.digest();
    }

    private static void run(long seed, int cores, KernelConfig config, TraceSink sink) {
        var world = new World(seed, sink);
        try (var kernel = new Kernel(new Board(world, "b", cores), config)) {
            SimRandom random = world.random("shape");
            kernel.spawn("p", (k, args) -> {
                int sem = k.semCreate("s", 0);
                int threads = cores + below(random, 2 * cores + 4);
                for (int i = 0; i < threads; i++) {
                    SimRandom own = world.random("thread " + i);
                    SchedPolicy policy = below(random, 2) == 0 ? SchedPolicy.RR : SchedPolicy.FIFO;
                    var attr = new ThreadAttr("t" + i, 1 + below(random, 9), policy);
                    if (config.partitions() != null) attr = attr.partition(below(random, 3));
                    k.threadCreate(attr, () -> live(k, own, sem, config));
                }
                for (;;) {
                    k.sleep(Ns.us(40));
                    k.semPost(sem);
                }
            }, List.of(), new ThreadAttr("main", 20, SchedPolicy.FIFO));
            kernel.run(config.partitions() == null ? RUN_NS : PARTITIONS_RUN_NS);
            assertEquals(List.of(), kernel.failures());
        }
    }

    private static int below(SimRandom random, int bound) { return (int) random.between(0, bound - 1); }

    private static void live(KernelCalls k, SimRandom random, int sem, KernelConfig config) {
        if (config.partitions() != null && config.partitions().equals(CRITICAL.partitions()) && k.gettid() % 3 == 0)
            k.partitionMarkCritical(0, true);
        for (;;) {
            switch (below(random, 9)) {
                case 0 -> k.sleep(random.between(1, Ns.us(100)));
                case 1 -> k.setSchedPrio(0, 1 + below(random, 9));
                case 2, 8 -> k.semPost(sem);
                case 3 -> k.semWait(sem);
                case 4 -> k.setRunMasks(1 + below(random, k.gettid()), new RunMasks(mask(k, random, config.version()), 0));
                case 5 -> k.schedYield();
                default -> k.compute(random.between(1, Ns.us(60)));
            }
        }
    }

    private static int mask(KernelCalls k, SimRandom random, KernelVersion version) {
        int one = 1 << below(random, k.cpuCount());
        return version == KernelVersion.SDP_8 || below(random, 2) == 0 ? one : one | (int) random.between(0, 0x7fff_ffff);
    }

    /// Who runs where, by the trace alone.
    private static final class Rules implements TraceSink {
        private final List<long[]> threads = new ArrayList<>();
        private final long[] running = new long[CORES_MAX];
        private int cores;
        private long lastNs;
        private final List<String> broken = new ArrayList<>();
        private int switches;
        private int migrations;
        private int budgetChanges;
        private final TreeSet<Long> withBudget = new TreeSet<>();

        private static final int PRIORITY = 0;
        private static final int MASK = 1;
        private static final int STATE = 2;
        private static final int PARTITION = 3;
        private static final int ENTITLED = 1_000;

        @Override
        public void text(int id, String text) {
            // Names nobody here.
        }

        @Override
        public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
            if (timeNs > lastNs) look();
            lastNs = timeNs;
            switch (kind) {
                case CORE -> cores++;
                case THREAD_CREATED -> threads.add(new long[]{d, -1, ThreadState.DEAD.ordinal(), -1});
                case THREAD_PRIORITY -> thread(a)[PRIORITY] = c;
                case THREAD_BOUND -> thread(a)[MASK] = b;
                case THREAD_MIGRATED -> migrations++;
                case PARTITION_CREATED -> withBudget.add(a);
                case PARTITION_JOINED -> thread(a)[PARTITION] = b;
                case PARTITION_BUDGET -> budget(a, b == 1);
                case THREAD_STATE -> state(a, ThreadState.ofNumber(b), (int) c);
                default -> {
                    // Moves nobody.
                }
            }
        }

        private long[] thread(long number) { return threads.get((int) number - 1); }

        private void state(long number, ThreadState state, int core) {
            if (thread(number)[STATE] == ThreadState.RUNNING.ordinal()) running[core] = 0;
            thread(number)[STATE] = state.ordinal();
            if (state != ThreadState.RUNNING) return;
            if (running[core] != 0) broken.add(lastNs + ": two threads on core " + core);
            running[core] = number;
            switches++;
        }

        private void budget(long partition, boolean left) {
            budgetChanges++;
            if (left) withBudget.add(partition);
            else withBudget.remove(partition);
        }

        private long urgency(long[] thread) {
            return thread[PRIORITY] + (withBudget.contains(thread[PARTITION]) ? ENTITLED : 0);
        }

        private void look() {
            for (int number = 1; number <= threads.size(); number++) {
                for (int core = 0; core < cores; core++) lookAt(thread(number), number, core);
            }
        }

        private void lookAt(long[] thread, int number, int core) {
            boolean may = (thread[MASK] >> core & 1) != 0;
            if (running[core] == number && !may) broken.add(lastNs + ": thread " + number + " may not run on core " + core);
            long runs = running[core] == 0 ? -1 : urgency(thread(running[core]));
            if (thread[STATE] == ThreadState.READY.ordinal() && may && urgency(thread) > runs) {
                broken.add(lastNs + ": thread " + number + " (" + urgency(thread) + ") waits, core " + core + " runs " + runs);
            }
        }
    }
}
