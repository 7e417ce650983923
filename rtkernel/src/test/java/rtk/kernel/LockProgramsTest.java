package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rtk.board.Board;
import rtk.board.sim.Ns;
import rtk.board.sim.World;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.MutexAttr;
import rtk.kernel.api.MutexProtocol;
import rtk.kernel.api.MutexType;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.Signal;
import rtk.kernel.api.ThreadAttr;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;

/// Programs that lock, wait, send and die at random, by a seed; after each kernel call the priorities of all threads are what they have
/// to be, and who waits for a mutex waits for one that has an owner.
class LockProgramsTest {
    private static final int PROGRAMS = 80;
    private static final int THREADS_MAX = 7;
    private static final int MUTEXES = 5;
    private static final int SHARED = 2;
    private static final int STEPS = 25;

    static IntStream seeds() { return IntStream.range(0, PROGRAMS); }

    @ParameterizedTest
    @MethodSource("seeds")
    void prioritiesAreWhatTheyHaveToBeAfterEveryKernelCall(int seed) {
        var watch = new Watch();
        run(seed, 1 + seed % 3, watch);

        assertTrue(watch.checks > 20, "checked " + watch.checks + " times");
    }

    /// The programs are worth something only if what is hard happens in them.
    @Test
    void theProgramsDoWhatIsHard() {
        var watch = new Watch();
        for (int seed = 0; seed < 40; seed++) run(seed, 1 + seed % 3, watch);

        for (EventKind kind : List.of(EventKind.MUTEX_DEADLOCK, EventKind.MUTEX_ORPHANED, EventKind.CONDVAR_SIGNALLED,
                EventKind.MSG_REPLY, EventKind.THREAD_PRIORITY)) {
            assertTrue(watch.counts.getOrDefault(kind, 0) > 20, kind + ": " + watch.counts);
        }
    }

    private static void run(int seed, int cores, Watch watch) {
        var random = new SplittableRandom(seed);
        var board = new Board(new World(1, watch), "test", cores);
        KernelVersion version = random.nextBoolean() ? KernelVersion.SDP_7 : KernelVersion.SDP_8;
        try (var kernel = new Kernel(board, KernelConfig.DEFAULT.version(version))) {
            watch.kernel = kernel;
            kernel.spawn("locks", (k, args) -> {
                new Locks(k, random, true).start(3 + random.nextInt(THREADS_MAX - 2));
                k.sleep(Ns.us(100 + random.nextInt(500)));
                quietly(() -> k.kill(2, Signal.SIGKILL));
                k.sleep(Ns.ms(190));
                return 0;
            }, List.of(), new ThreadAttr("main", 60, SchedPolicy.FIFO));
            kernel.spawn("guest", (k, args) -> {
                k.sleep(Ns.us(10));
                new Locks(k, random, false).start(2);
                k.sleep(Ns.ms(190));
                return 0;
            }, List.of(), new ThreadAttr("guest", 59, SchedPolicy.FIFO));
            kernel.run(Ns.ms(200));

            assertEquals(List.of(), kernel.failures());
            EffectivePriority.check(kernel);
        }
    }

    private static void quietly(Runnable step) {
        try {
            step.run();
        } catch (ErrnoException refused) {
            // As is to be expected from a random program.
        }
    }

    /// A process: one server, a few mutexes, a condvar, and threads that use them. The first makes the mutexes, some of them shared; the
    /// guest opens those, and is killed in the midst of it.
    private static final class Locks {
        private final KernelCalls k;
        private final SplittableRandom random;
        private final int[] mutexes = new int[MUTEXES];
        private final int condvar;
        private final int coid;
        private int threads;

        Locks(KernelCalls k, SplittableRandom random, boolean makes) {
            this.k = k;
            this.random = random;
            for (int i = 0; i < MUTEXES; i++) {
                String name = "m" + i;
                boolean shared = i < SHARED;
                mutexes[i] = shared && !makes ? k.mutexOpen(name) : k.mutexCreate(name, shared ? attr().asShared() : attr());
            }
            condvar = k.condvarCreate("c");
            int chid = k.channelCreate();
            coid = k.connectAttach(0, chid, KernelCalls.SIDE_CHANNEL);
            k.threadCreate(new ThreadAttr("server", 10, SchedPolicy.FIFO), () -> {
                for (;;) {
                    int rcvid = k.msgReceive(chid, new byte[16], null);
                    quietly(this::step);
                    quietly(() -> k.msgReply(rcvid, 0));
                }
            });
        }

        private MutexAttr attr() {
            int kind = random.nextInt(8);
            MutexAttr attr = kind == 0
                    ? MutexAttr.protect(20 + random.nextInt(30))
                    : MutexAttr.of(kind == 1 ? MutexProtocol.NONE : MutexProtocol.INHERIT);
            attr = attr.type(MutexType.values()[random.nextInt(3)]);
            return random.nextInt(3) == 0 ? attr.asRobust() : attr;
        }

        void start(int count) {
            threads = count;
            for (int i = 0; i < threads; i++) {
                long startNs = Ns.us(random.nextInt(300));
                k.threadCreate(new ThreadAttr("t" + i, 1 + random.nextInt(40), SchedPolicy.FIFO), () -> {
                    k.sleep(startNs);
                    for (int step = 0; step < STEPS; step++) quietly(this::step);
                });
            }
        }

        private void step() {
            int mutex = mutexes[random.nextInt(MUTEXES)];
            switch (random.nextInt(16)) {
                case 0, 1, 2 -> k.mutexLock(mutex);
                case 3, 4 -> k.mutexTimedlock(mutex, k.nowNs() + Ns.us(random.nextInt(200)));
                case 5 -> k.mutexTrylock(mutex);
                case 6, 7, 8 -> k.mutexUnlock(mutex);
                case 9 -> k.condvarTimedwait(condvar, mutex, k.nowNs() + Ns.us(random.nextInt(300)));
                case 10 -> k.condvarBroadcast(condvar);
                case 11 -> k.setSchedPrio(random.nextInt(threads + 3), 1 + random.nextInt(40));
                case 12 -> {
                    k.timerTimeout(Ns.us(500));
                    k.msgSend(coid, new byte[4], new byte[4]);
                }
                case 13 -> k.sleep(Ns.us(random.nextInt(100)));
                case 14 -> k.mutexConsistent(mutex);
                default -> k.compute(Ns.us(random.nextInt(50)));
            }
        }
    }

    /// Looks at the kernel whenever nothing is half done.
    private static final class Watch implements TraceSink {
        final TreeMap<EventKind, Integer> counts = new TreeMap<>();
        Kernel kernel;
        int checks;

        @Override
        public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
            counts.merge(kind, 1, Integer::sum);
            if (kind != EventKind.CALL_ENTER && kind != EventKind.CALL_EXIT) return;
            checks++;
            EffectivePriority.check(kernel);
            for (Tcb thread : kernel.threads.all()) {
                if (thread.waitsFor instanceof Mutex mutex)
                    assertTrue(mutex.owner() != null, () -> thread + " waits for a free mutex");
            }
        }

        @Override
        public void text(int id, String text) {
            // Names are of no interest.
        }
    }
}
