package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import rtk.board.sim.Ns;
import rtk.kernel.Partitioning.Budget;
import rtk.kernel.api.ChannelFlag;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.PartitionInfo;
import rtk.kernel.api.Pulse;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.ThreadAttr;

/// Budgets, free time, windows and inheritance; critical threads have a test of their own. Partition 1 is `a`, 2 is `b`; `System` has
/// what they leave.
class AdaptivePartitionsTest {
    private static final int SYSTEM = 0;
    private static final int A = 1;
    private static final int B = 2;

    private static KernelConfig config(Partitioning partitions) { return KernelConfig.DEFAULT.partitions(partitions); }

    private static TestWorld world(CoroutineKind kind, Budget... budgets) {
        return new TestWorld(config(Partitioning.DEFAULT.budgets(budgets)).coroutines(kind));
    }

    private static ThreadAttr fifo(String name, int priority, int partition) {
        return new ThreadAttr(name, priority, SchedPolicy.FIFO).partition(partition);
    }

    /// Runs for ever, and counts its own time by tenths of a millisecond.
    private static long[] spin(TestWorld run, String name, int priority, int partition) {
        var spunNs = new long[1];
        run.at(0, fifo(name, priority, partition), k -> {
            for (;;) {
                k.compute(Ns.us(100));
                spunNs[0] += Ns.us(100);
            }
        });
        return spunNs;
    }

    /// @return what each of the threads used of `run`'s time from now until `untilMs`, in percent
    private static List<Double> shares(TestWorld run, long untilMs, long[]... spun) {
        long startNs = run.world().nowNs();
        long[] before = new long[spun.length];
        for (int i = 0; i < spun.length; i++) before[i] = spun[i][0];
        run.run(untilMs);
        var shares = new ArrayList<Double>();
        for (int i = 0; i < spun.length; i++) shares.add(100.0 * (spun[i][0] - before[i]) / (Ns.ms(untilMs) - startNs));
        return shares;
    }

    private static void assertShares(List<Double> wanted, List<Double> shares, double tolerance) {
        for (int i = 0; i < wanted.size(); i++) assertEquals(wanted.get(i), shares.get(i), tolerance, shares::toString);
    }

    @ParameterizedTest
    @EnumSource
    @Rule("A1")
    void a1BudgetsAddUpToAHundredAndSystemIsAlwaysThere(CoroutineKind kind) {
        try (var run = world(kind, Budget.of("a", 20))) {
            run.at(0, "boot", 10, k -> {
                run.say(k.partitionInfo(SYSTEM).name() + " " + k.partitionInfo(SYSTEM).budgetPercent());
                int made = k.partitionCreate("b", 30, 0, 0);
                run.say(made + " " + k.partitionInfo(made).name() + " " + k.partitionInfo(SYSTEM).budgetPercent());
                run.say(k.partitionLookup("a") + "");
                run.say(TestWorld.errnoOf(() -> k.partitionCreate("c", 51, 0, 0)).toString());
                run.say(TestWorld.errnoOf(() -> k.partitionCreate("a", 1, 0, 0)).toString());
                run.say(TestWorld.errnoOf(() -> k.partitionCreate("c", -1, 0, 0)).toString());
                run.say(TestWorld.errnoOf(() -> k.partitionLookup("nobody")).toString());
                run.say(TestWorld.errnoOf(() -> k.partitionJoin(0, 7)).toString());
                run.say(TestWorld.errnoOf(() -> k.partitionJoin(9, 1)).toString());
                for (int i = 3; i < 32; i++) k.partitionCreate("p" + i, 0, 0, 0);
                run.say(TestWorld.errnoOf(() -> k.partitionCreate("p32", 0, 0, 0)).toString());
            });
            run.run(1);

            assertEquals(List.of("0 System 80", "0 2 b 50", "0 1", "0 EINVAL", "0 EEXIST", "0 EINVAL", "0 EINVAL", "0 EINVAL",
                    "0 ESRCH", "0 ENOSPC"), run.log);
        }
    }

    @Test
    void withoutPartitionsTheCallsAreNotThere() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "boot", 10, k -> run.say(TestWorld.errnoOf(() -> k.partitionJoin(0, 0)).toString()));
            run.run(1);

            assertEquals(List.of("0 ENOSYS"), run.log);
            assertThrows(IllegalArgumentException.class, () -> run.kernel.spawn("x", (k, args) -> 0, List.of(), fifo("x", 1, 0)));
        }
        assertThrows(IllegalArgumentException.class, () -> config(Partitioning.DEFAULT).version(KernelVersion.SDP_8));
        assertThrows(IllegalArgumentException.class, () -> Partitioning.DEFAULT.windowMs(7));
        assertThrows(IllegalArgumentException.class,
                () -> new TestWorld(config(Partitioning.DEFAULT.windowMs(9)).tickNs(Ns.ms(2))));
    }

    /// 60 ms of work: they leave the averaging window when they are 100 ms old, not window 2 and 3.
    @ParameterizedTest
    @EnumSource
    @Rule("A2")
    void a2TheWindowSlidesAndLongerOnesReport(CoroutineKind kind) {
        try (var run = world(kind, Budget.of("a", 20))) {
            run.at(0, fifo("work", 10, A), k -> k.compute(Ns.ms(60)));
            run.at(0, "ask", 20, k -> {
                for (long atMs : List.of(50L, 100L, 130L, 170L, 2_000L, 11_000L)) {
                    k.sleepUntil(Ns.ms(atMs));
                    PartitionInfo info = k.partitionInfo(A);
                    run.say(info.usedNs() / Ns.ms(1) + " " + info.used2Ns() / Ns.ms(1) + " " + info.used3Ns() / Ns.ms(1));
                }
            });
            run.run(12_000);

            assertEquals(List.of("50 50 50 0", "100 60 60 60", "130 30 60 60", "170 0 60 60", "2000 0 0 60", "11000 0 0 0"),
                    run.log);
        }
    }

    /// Never at work when the tick comes, and charged all the same.
    @ParameterizedTest
    @EnumSource
    @Rule("A3")
    void a3TimeIsChargedToTheNanosecondNotByTicks(CoroutineKind kind) {
        try (var run = world(kind, Budget.of("a", 20))) {
            run.at(0, fifo("short", 20, A), k -> {
                for (int i = 0; i < 100; i++) {
                    k.sleepUntil(Ns.ms(i) + Ns.us(200));
                    k.compute(123_457);
                }
            });
            run.at(0, "ask", 30, k -> {
                k.sleepUntil(Ns.ms(100));
                run.say(k.partitionInfo(A).usedNs() + "");
            });
            run.run(200);

            assertEquals(List.of("100 12345700"), run.log);
        }
    }

    /// Demands 30 of 50 %, 20 of 30 %, 10 of 20 %: as if there were no partitions.
    @ParameterizedTest
    @EnumSource
    @Rule("A4")
    void a4BelowTheBudgetsPrioritiesDecide(CoroutineKind kind) {
        String with;
        String without;
        try (var run = world(kind, Budget.of("a", 30), Budget.of("b", 20))) {
            with = demands(run, new int[]{SYSTEM, A, B});
        }
        try (var run = new TestWorld(KernelConfig.DEFAULT.coroutines(kind))) {
            without = demands(run, new int[]{ThreadAttr.INHERIT, ThreadAttr.INHERIT, ThreadAttr.INHERIT});
        }

        assertEquals(without, with);
        assertTrue(with.contains("-") && with.contains("#"), with);
    }

    private static String demands(TestWorld run, int[] partitions) {
        for (int i = 0; i < 3; i++) {
            int index = i;
            run.at(0, fifo("t" + i, 30 - 10 * i, partitions[i]), k -> {
                for (int period = 0;; period++) {
                    k.sleepUntil(Ns.ms(period * (10L + index)));
                    k.compute(Ns.ms(3 - index));
                }
            });
        }
        return run.run(400).timeline(0, 400);
    }

    /// `b` has spun for 50 ms, five times its budget, when `a` wants to run: it does, at once, although it is lower. When its budget
    /// is used up too there is only free time, and that goes by priority.
    @ParameterizedTest
    @EnumSource
    @Rule("A5")
    void a5WithoutBudgetAPartitionRunsOnlyWhenNoneWithBudgetIsReady(CoroutineKind kind) {
        try (var run = world(kind, Budget.of("a", 4), Budget.of("b", 10))) {
            run.at(0, fifo("b", 30, B), k -> k.compute(Ns.ms(100)));
            run.at(50, fifo("a", 20, A), k -> k.compute(Ns.ms(10)));
            run.run(200);

            assertEquals("""
                    b      30 |####----########
                    a      20 |    ####--------
                    """, run.timeline(46, 62));
        }
    }

    /// Published for these numbers: 69.80, 19.99 and 9.81.
    @ParameterizedTest
    @EnumSource
    @Rule({"A6", "14.38"})
    void rule38UnderFullLoadTimeIsSharedByBudgetWhateverThePriorities(CoroutineKind kind) {
        for (int[] priorities : new int[][]{{10, 10, 10}, {10, 20, 30}, {30, 20, 10}}) {
            try (var run = world(kind, Budget.of("a", 20), Budget.of("b", 10))) {
                long[] system = spin(run, "sys", priorities[0], SYSTEM);
                long[] a = spin(run, "a", priorities[1], A);
                long[] b = spin(run, "b", priorities[2], B);

                assertShares(List.of(70.0, 20.0, 10.0), shares(run, 1_000, system, a, b), 0.1);
            }
        }
    }

    /// Published for these numbers: 20.02 and 79.83.
    @ParameterizedTest
    @EnumSource
    @Rule("A7")
    void a7FreeTimeGoesToTheHighestPriorityOrByRatio(CoroutineKind kind) {
        try (var run = world(kind, Budget.of("a", 20), Budget.of("b", 10))) {
            long[] a = spin(run, "a", 10, A);
            long[] b = spin(run, "b", 20, B);

            run.run(200);
            assertShares(List.of(20.0, 80.0), shares(run, 1_200, a, b), 0.5);
        }
        Partitioning byRatio = Partitioning.DEFAULT.budgets(Budget.of("a", 20), Budget.of("b", 10)).freeTimeByRatio(true);
        try (var run = new TestWorld(config(byRatio).coroutines(kind))) {
            long[] a = spin(run, "a", 10, A);
            long[] b = spin(run, "b", 20, B);

            run.run(200);
            assertShares(List.of(66.7, 33.3), shares(run, 1_200, a, b), 1.0);
        }
    }

    /// `b` used 10 ms too much ten windows ago: nobody remembers.
    @Test
    void overuseIsPaidBackOnlyAsFarAsTheWindowRemembers() {
        try (var run = world(CoroutineKind.best(), Budget.of("a", 50), Budget.of("b", 50))) {
            run.at(0, fifo("early", 20, B), k -> k.compute(Ns.ms(90)));
            run.at(1_000, fifo("a", 10, A), k -> k.compute(Ns.ms(100)));
            run.at(1_000, fifo("b", 20, B), k -> k.compute(Ns.ms(30)));
            run.run(1_200);

            assertEquals("""
                    early  20 |
                    a      10 |--####
                    b      20 |##
                    """, run.timeline(1_028, 1_034));
        }
    }

    @Test
    void aPartitionWithoutBudgetRunsOnlyInTimeThatNobodyWithBudgetWants() {
        try (var run = world(CoroutineKind.best(), Budget.of("a", 20), Budget.of("none", 0))) {
            long[] a = spin(run, "a", 10, A);
            long[] none = spin(run, "none", 60, B);

            assertShares(List.of(100.0, 0.0), shares(run, 500, a, none), 0.5);
        }
    }

    @Test
    void aMaximumHoldsEvenIfTheCoreIsIdleThen() {
        Partitioning limited = Partitioning.DEFAULT.budgets(new Budget("a", 20, 30, 0)).limitsUse(true);
        try (var run = new TestWorld(config(limited))) {
            long[] a = spin(run, "a", 10, A);

            run.run(200);
            assertShares(List.of(30.0), shares(run, 1_200, a), 0.5);
        }
    }

    /// Both servers belong to System. The one with FIXED_PRIORITY works on its own account.
    @ParameterizedTest
    @EnumSource
    @Rule("A11")
    void a11AServerWorksOnTheAccountOfItsClientNotForPulsesNorWithFixedPriority(CoroutineKind kind) {
        try (var run = world(kind, Budget.of("a", 20))) {
            run.at(0, fifo("server", 30, SYSTEM), k -> serve(k, k.channelCreate()));
            run.at(0, fifo("fixed", 30, SYSTEM), k -> serve(k, k.channelCreate(ChannelFlag.FIXED_PRIORITY)));
            run.at(1, fifo("client", 10, A), k -> {
                var empty = new byte[0];
                k.msgSend(k.connectAttach(1, 1, 0), empty, empty);
                used(run, k);
                k.msgSendPulse(k.connectAttach(1, 1, 0), 20, 1, 0);
                used(run, k);
                k.msgSend(k.connectAttach(2, 1, 0), empty, empty);
                used(run, k);
            });
            run.run(50);

            assertEquals(List.of("6 a 5 system 0", "11 a 5 system 5", "16 a 5 system 10"), run.log);
        }
    }

    private static void serve(KernelCalls k, int chid) {
        var buffer = new byte[Pulse.BYTES];
        for (;;) {
            int rcvid = k.msgReceive(chid, buffer, null);
            k.compute(Ns.ms(5));
            if (rcvid != 0) k.msgReply(rcvid, 0);
        }
    }

    private static void used(TestWorld run, KernelCalls k) {
        run.say("a " + k.partitionInfo(A).usedNs() / Ns.ms(1) + " system " + k.partitionInfo(SYSTEM).usedNs() / Ns.ms(1));
    }

    /// Window 100 ms, budgets 70, 20 and 10 %: never more than 100 - 10 + 70 ms, whenever the lowest thread wakes.
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 13, 29, 47, 71, 97})
    @Rule("A12")
    void a12AReadyThreadWaitsNoLongerThanWindowMinusSmallestPlusLargestBudget(int pauseMs) {
        try (var run = world(CoroutineKind.best(), Budget.of("a", 20), Budget.of("b", 10))) {
            spin(run, "sys", 30, SYSTEM);
            spin(run, "a", 20, A);
            var longestNs = new long[1];
            run.at(0, fifo("b", 10, B), k -> {
                for (int i = 1; i < 100; i++) {
                    long wakesNs = k.nowNs() + Ns.ms(pauseMs);
                    k.sleepUntil(wakesNs);
                    longestNs[0] = Math.max(longestNs[0], k.nowNs() - wakesNs);
                    k.compute(Ns.ms(1 + i % 9));
                }
            });
            run.run(4_000);

            assertTrue(longestNs[0] <= Ns.ms(100 - 10 + 70), longestNs[0] + " ns");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void onSeveralCoresABudgetIsOfTheTimeOfAll(int cores) {
        try (var run = new TestWorld(config(Partitioning.DEFAULT.budgets(Budget.of("a", 20), Budget.of("b", 10))), cores)) {
            for (int core = 0; core < cores; core++) {
                spin(run, "sys" + core, 10, SYSTEM);
                spin(run, "a" + core, 20, A);
                spin(run, "b" + core, 30, B);
            }
            run.run(1_000);

            AdaptivePartitions all = run.kernel.partitions;
            assertEquals(0.7 * cores, all.info(all.find(SYSTEM)).used2Ns() / 1e9, 0.01 * cores);
            assertEquals(0.2 * cores, all.info(all.find(A)).used2Ns() / 1e9, 0.01 * cores);
            assertEquals(0.1 * cores, all.info(all.find(B)).used2Ns() / 1e9, 0.01 * cores);
        }
    }

    @Test
    void aThreadThatJoinsAnotherPartitionIsPaidByThatFromThenOn() {
        try (var run = world(CoroutineKind.best(), Budget.of("a", 20))) {
            run.at(0, fifo("t", 10, SYSTEM), k -> {
                k.compute(Ns.ms(3));
                k.partitionJoin(0, A);
                k.compute(Ns.ms(4));
                used(run, k);
                k.threadCreate(new ThreadAttr("child", 10, SchedPolicy.FIFO), () -> k.compute(Ns.ms(2)));
                k.threadJoin(2);
                used(run, k);
            });
            run.run(20);

            assertEquals(List.of("7 a 4 system 3", "9 a 6 system 3"), run.log);
        }
    }
}
