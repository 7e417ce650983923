package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rtk.board.sim.Ns;
import rtk.kernel.api.CostItem;
import rtk.kernel.api.CostProfile;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.MutexProtocol;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.ThreadAttr;

/// The places of threads in the ready lists.
class ReadyRulesTest {
    private static TestWorld world(CoroutineKind kind) { return new TestWorld(KernelConfig.DEFAULT.coroutines(kind)); }

    @ParameterizedTest
    @EnumSource
    @Rule("Q1")
    void q1AHigherThreadPreemptsAtOnceAlsoAKernelCallThatCopies(CoroutineKind kind) {
        var costs = new EnumMap<CostItem, Long>(Map.of(CostItem.COPY_PER_KIB, Ns.ms(1)));
        try (var run = new TestWorld(KernelConfig.DEFAULT.coroutines(kind).costs(new CostProfile("t", "t", costs, Map.of())))) {
            run.at(0, "serv", 15, k -> {
                int chid = k.channelCreate();
                k.msgReply(k.msgReceive(chid, new byte[4096], null), 0);
            });
            run.at(0, "cli", 10, k -> k.msgSend(k.connectAttach(1, 1, 0), new byte[4096], new byte[0]));
            run.at(0, "high", 20, k -> {
                k.sleepUntil(Ns.ms(2));
                k.compute(Ns.ms(1));
            });
            run.runWell(20);

            assertEquals("""
                    serv   15 |rrrrr
                    cli    10 |##-##
                    high   20 |zz#
                    """, run.timeline(0, 8));
        }
    }

    @ParameterizedTest
    @EnumSource
    @Rule({"Q2", "14.1", "14.3"})
    void q2PreemptedThreadGoesOnBeforeItsPeers(CoroutineKind kind) {
        try (var run = world(kind)) {
            run.at(0, "a", 10, k -> k.compute(Ns.ms(4)));
            run.at(1, "peer", 10, k -> k.compute(Ns.ms(2)));
            run.at(2, "high", 20, k -> {
                k.compute(Ns.ms(2));
                k.sleep(Ns.ms(9));
            });
            run.runWell(20);

            assertEquals("""
                    a      10 |##--##
                    peer   10 | -----##
                    high   20 |  ##zzzzzzzzz
                    """, run.timeline(0, 13));
        }
    }

    @ParameterizedTest
    @EnumSource
    @Rule({"Q3", "14.5"})
    void q3WokenThreadGoesToTheTail(CoroutineKind kind) {
        try (var run = world(kind)) {
            run.at(0, "b", 10, k -> {
                k.sleepUntil(Ns.ms(2));
                k.compute(Ns.ms(2));
            });
            run.at(0, "a", 10, k -> k.compute(Ns.ms(4)));
            run.at(1, "c", 10, k -> k.compute(Ns.ms(1)));
            run.runWell(20);

            assertEquals("""
                    b      10 |zz---##
                    a      10 |####
                    c      10 | ---#
                    """, run.timeline(0, 8));
        }
    }

    @ParameterizedTest
    @EnumSource
    @Rule({"Q5", "14.2"})
    void q5YieldGoesToTheTailOfItsOwnList(CoroutineKind kind) {
        try (var run = world(kind)) {
            run.at(0, "a", 10, k -> {
                k.compute(Ns.ms(2));
                k.schedYield();
                k.compute(Ns.ms(1));
                k.schedYield();
                k.compute(Ns.ms(1));
            });
            run.at(1, "b", 10, k -> k.compute(Ns.ms(2)));
            run.at(0, "low", 5, k -> k.compute(Ns.ms(1)));
            run.runWell(10);

            assertEquals("""
                    a      10 |##--##
                    b      10 | -##
                    low     5 |------#
                    """, run.timeline(0, 8));
        }
    }

    @ParameterizedTest
    @EnumSource
    @Rule("Q6")
    void q6SetschedparamOfAReadyThreadPutsItAtTheTailWhateverTheNumber(CoroutineKind kind) {
        assertEquals("d b c a", order(kind, 12, (k, t) -> k.setSchedParam(t.a, 10, SchedPolicy.FIFO)));
        assertEquals("d a b c", order(kind, 12, (k, t) -> k.setSchedParam(t.a, 12, SchedPolicy.FIFO)));
        assertEquals("a b c d", order(kind, 12, (k, t) -> k.setSchedParam(t.d, 10, SchedPolicy.FIFO)));
    }

    @ParameterizedTest
    @EnumSource
    @Rule("Q6")
    void q6SetschedparamOfTheRunningThreadLetsItsPeersRun(CoroutineKind kind) {
        try (var run = world(kind)) {
            run.at(0, "a", 10, k -> {
                k.compute(Ns.ms(2));
                k.setSchedParam(0, 10, SchedPolicy.FIFO);
                k.compute(Ns.ms(2));
            });
            run.at(1, "b", 10, k -> k.compute(Ns.ms(2)));
            run.runWell(10);

            assertEquals("""
                    a      10 |##--##
                    b      10 | -##
                    """, run.timeline(0, 8));
        }
    }

    @ParameterizedTest
    @EnumSource
    @Rule({"Q7", "14.6"})
    void q7SetschedprioRaisesToTheTailLowersToTheHeadAndLeavesTheRestInPlace(CoroutineKind kind) {
        assertEquals("d a b c", order(kind, 12, (k, t) -> k.setSchedPrio(t.a, 12)));
        assertEquals("b c a d", order(kind, 8, (k, t) -> k.setSchedPrio(t.a, 8)));
        assertEquals("d a b c", order(kind, 12, (k, t) -> k.setSchedPrio(t.d, 10)));
        assertEquals("d a b c", order(kind, 12, (k, t) -> k.setSchedPrio(t.b, 10)));
    }

    @ParameterizedTest
    @EnumSource
    @Rule("Q8")
    void q8OwnerOfAnInheritMutexKeepsItsPlaceWhenItsOwnPriorityIsSet(CoroutineKind kind) {
        assertEquals("""
                a      10 |###
                b      10 | --#
                """, ownPrioritySetWhileHolding(kind, MutexProtocol.INHERIT));
        assertEquals("""
                a      10 |#-##
                b      10 | #
                """, ownPrioritySetWhileHolding(kind, MutexProtocol.NONE));
    }

    private static String ownPrioritySetWhileHolding(CoroutineKind kind, MutexProtocol protocol) {
        try (var run = world(kind)) {
            run.row("a", 10);
            run.row("b", 10);
            start(run, k -> {
                int mutex = k.mutexCreate("m", protocol, 0);
                int a = k.threadCreate(fifo("a", 10), () -> {
                    k.mutexLock(mutex);
                    k.compute(Ns.ms(2));
                    k.mutexUnlock(mutex);
                    k.compute(Ns.ms(1));
                });
                k.sleep(Ns.ms(1));
                k.threadCreate(fifo("b", 10), () -> k.compute(Ns.ms(1)));
                k.setSchedParam(a, 10, SchedPolicy.FIFO);
            });
            run.runWell(20);
            return run.timeline(0, 8);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Rule({"Q8", "Q9"})
    void q8OwnerOfAnInheritMutexIsNotMovedBehindItsPeersWhenItUnlocks(CoroutineKind kind) {
        try (var run = world(kind)) {
            run.row("a", 10);
            run.row("b", 10);
            run.row("h", 20);
            start(run, k -> {
                int mutex = k.mutexCreate("m", MutexProtocol.INHERIT, 0);
                k.threadCreate(fifo("a", 10), () -> {
                    k.mutexLock(mutex);
                    k.compute(Ns.ms(2));
                    k.mutexUnlock(mutex);
                    k.compute(Ns.ms(1));
                });
                k.threadCreate(fifo("b", 10), () -> k.compute(Ns.ms(1)));
                k.threadCreate(fifo("h", 20), () -> {
                    k.sleepUntil(Ns.ms(1));
                    k.mutexLock(mutex);
                    k.compute(Ns.ms(1));
                });
            });
            run.runWell(20);

            assertEquals("""
                    a      10 |##-#
                    b      10 |----#
                    h      20 |zm#
                    """, run.timeline(0, 8));
        }
    }

    /// `m` waits for what `a` has, and gives up at 2 ms.
    @ParameterizedTest
    @EnumSource
    @Rule("Q9")
    void q9BoostedReadyThreadEntersTheTailAndTheHeadWhenTheBoostIsTakenBack(CoroutineKind kind) {
        try (var run = world(kind)) {
            run.row("a", 10);
            run.row("b", 10);
            run.row("m", 12);
            run.row("d", 12);
            start(run, k -> {
                int mutex = k.mutexCreate("m", MutexProtocol.INHERIT, 0);
                k.threadCreate(fifo("a", 10), () -> {
                    k.mutexLock(mutex);
                    k.schedYield();
                    k.compute(Ns.ms(2));
                });
                k.threadCreate(fifo("b", 10), () -> k.compute(Ns.ms(3)));
                k.threadCreate(fifo("m", 12), () -> {
                    k.sleepUntil(Ns.ms(1));
                    assertThrows(ErrnoException.class, () -> k.mutexTimedlock(mutex, Ns.ms(2)));
                });
                k.threadCreate(fifo("d", 12), () -> {
                    k.sleepUntil(Ns.ms(1));
                    k.compute(Ns.ms(3));
                });
            });
            run.runWell(20);

            assertEquals("""
                    a      10 |----##
                    b      10 |#-----##
                    m      12 |zm--
                    d      12 |z###
                    """, run.timeline(0, 9));
        }
    }

    @ParameterizedTest
    @EnumSource
    @Rule("Q10")
    void q10NothingElseMovesAReadyThread(CoroutineKind kind) {
        assertEquals("d a b c", order(kind, 12, (k, t) -> {
            k.setThreadName(t.b, "other");
            k.schedGet(t.b);
            k.threadCpuTimeNs(t.b);
            k.threadCancel(t.b);
            k.setSchedPrio(t.d, 13);
            k.setSchedPrio(t.d, 12);
            k.kill(k.getpid(), 0);
        }));
    }

    @ParameterizedTest
    @EnumSource
    void vectorD12CountsWhoRunsAfterEachChangeOfTheMainThread(CoroutineKind kind) {
        Object queuePosition = Vectors.at(Vectors.read("D_locking_servers/D12_rtems_posix_queue_position_and_ceiling.json"),
                "cases", 0);
        List<Object> counted = new ArrayList<>();
        try (var run = world(kind)) {
            long[] counter = new long[1];
            run.at(0, "main", 10, k -> {
                k.threadCreate(fifo("count", 10), () -> {
                    for (;;) {
                        counter[0]++;
                        k.schedYield();
                    }
                });
                counted.add(counter[0]);
                k.setSchedParam(0, 11, SchedPolicy.FIFO);
                counted.add(counter[0]);
                k.setSchedParam(0, 10, SchedPolicy.FIFO);
                counted.add(counter[0]);
                k.setSchedPrio(0, 11);
                counted.add(counter[0]);
                k.setSchedPrio(0, 10);
                counted.add(counter[0]);
            });
            run.runWell(1);
        }

        assertEquals(Vectors.list(queuePosition, "expected", "counter_after"), counted);
    }

    private static ThreadAttr fifo(String name, int priority) { return new ThreadAttr(name, priority, SchedPolicy.FIFO); }

    /// The tids of four ready threads.
    private record Tids(int a, int b, int c, int d) {}

    /// Threads a, b and c of priority 10 and d of priority `d` become ready in this order; then `act` is done above them all.
    ///
    /// @return in which order they run
    private static String order(CoroutineKind kind, int d, BiConsumer<KernelCalls, Tids> act) {
        List<String> order = new ArrayList<>();
        try (var run = world(kind)) {
            start(run, k -> {
                int[] tids = new int[4];
                for (int i = 0; i < 4; i++) {
                    String name = String.valueOf((char) ('a' + i));
                    tids[i] = k.threadCreate(fifo(name, i < 3 ? 10 : d), () -> {
                        k.compute(Ns.ms(1));
                        order.add(name);
                    });
                }
                act.accept(k, new Tids(tids[0], tids[1], tids[2], tids[3]));
            });
            run.runWell(20);
        }
        return String.join(" ", order);
    }

    /// A process whose first thread has priority 30 and is only there to start the others.
    private static void start(TestWorld run, Consumer<KernelCalls> code) {
        run.kernel.spawn("p", (k, args) -> {
            code.accept(k);
            k.threadExit(0);
            return 0;
        }, List.of(), fifo("main", 30));
    }
}
