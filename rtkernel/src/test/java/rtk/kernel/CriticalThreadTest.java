package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rtk.board.sim.Ns;
import rtk.kernel.Partitioning.Budget;
import rtk.kernel.api.Pulse;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.SigEvent;
import rtk.kernel.api.ThreadAttr;

/// Critical threads and bankruptcy. Partition 1 is `a`, with 10 % and a critical budget of 20 ms; `System` has the rest.
class CriticalThreadTest {
    private static final int SYSTEM = 0;
    private static final int A = 1;
    private static final Budget BUDGET = new Budget("a", 10, 0, Ns.ms(20));

    private static TestWorld world(CoroutineKind kind, Bankruptcy bankruptcy) {
        Partitioning plan = Partitioning.DEFAULT.budgets(BUDGET).bankruptcy(bankruptcy);
        return new TestWorld(KernelConfig.DEFAULT.coroutines(kind).partitions(plan));
    }

    private static ThreadAttr fifo(String name, int priority, int partition) {
        return new ThreadAttr(name, priority, SchedPolicy.FIFO).partition(partition);
    }

    private static void spin(TestWorld run, String name, int priority, int partition) {
        run.at(0, fifo(name, priority, partition), k -> k.compute(Ns.ms(100_000)));
    }

    /// Spins from `ms` on.
    private static void critical(TestWorld run, long ms, int partition, long workMs) {
        run.at(ms, fifo("crit", 40, partition), k -> {
            k.partitionMarkCritical(0, true);
            k.compute(Ns.ms(workMs));
        });
    }

    private static long criticalMs(TestWorld run, int partition) {
        AdaptivePartitions partitions = run.kernel.partitions;
        return partitions.info(partitions.find(partition)).criticalNs() / Ns.ms(1);
    }

    /// At 50 ms the budget of `a` has long been used up by its other thread.
    @ParameterizedTest
    @EnumSource
    @Rule("A8")
    void a8ACriticalThreadRunsOverBudgetAndThatIsBilledWhenOthersWantedTheTime(CoroutineKind kind) {
        try (var run = world(kind, Bankruptcy.WAIT)) {
            spin(run, "sys", 20, SYSTEM);
            spin(run, "other", 30, A);
            run.at(50, fifo("plain", 35, A), k -> k.compute(Ns.ms(1)));
            run.at(53, fifo("crit", 50, SYSTEM), k -> {
                k.partitionMarkCritical(0, true);
                k.partitionJoin(0, A);
                k.compute(Ns.ms(5));
            });
            run.run(70);

            assertEquals("""
                    sys    20 |#####-----##
                    other  30 |------------
                    plain  35 |  ----------
                    crit   50 |     #####
                    """, run.timeline(48, 60));
            assertEquals(5, criticalMs(run, A));
        }
        try (var run = world(kind, Bankruptcy.WAIT)) {
            spin(run, "other", 30, A);
            critical(run, 50, A, 30);
            run.run(90);

            assertEquals(0, criticalMs(run, A));
        }
    }

    @ParameterizedTest
    @EnumSource
    @Rule("A9")
    void a9TheCriticalBudgetOfSystemHasNoEnd(CoroutineKind kind) {
        Partitioning plan = Partitioning.DEFAULT.budgets(Budget.of("a", 95));
        try (var run = new TestWorld(KernelConfig.DEFAULT.coroutines(kind).partitions(plan))) {
            critical(run, 0, SYSTEM, 500);
            spin(run, "a", 20, A);
            run.run(600);

            String crit = "crit   40 |" + "#".repeat(500) + "\n";
            String a = "a      20 |" + "-".repeat(500) + "#".repeat(100) + "\n";
            assertEquals(crit + a, run.timeline(0, 600));
        }
    }

    /// 10 ms of budget, 20 ms of critical budget, found overdrawn at the next tick. At 121 ms the last 100 hold 9 ms of it. Who has
    /// asked is told once, not at the second bankruptcy.
    @ParameterizedTest
    @EnumSource
    @Rule("A10")
    void a10ABankruptPartitionDoesNotRunUntilItIsBelowItsBudget(CoroutineKind kind) {
        try (var run = world(kind, Bankruptcy.WAIT)) {
            run.at(0, fifo("watch", 60, SYSTEM), k -> {
                int chid = k.channelCreate();
                k.partitionNotify(A, new SigEvent.Pulse(k.connectAttach(0, chid, 0), 50, 1, 7));
                for (;;) {
                    k.msgReceive(chid, new byte[Pulse.BYTES], null);
                    run.say("bankrupt");
                }
            });
            critical(run, 0, A, 500);
            spin(run, "sys", 20, SYSTEM);
            run.run(600);

            String watch = "watch  60 |" + "r".repeat(200) + "\n";
            String crit = "crit   40 |" + ("#".repeat(31) + "-".repeat(90)).repeat(2).substring(0, 200) + "\n";
            String sys = "sys    20 |" + ("-".repeat(31) + "#".repeat(90)).repeat(2).substring(0, 200) + "\n";
            assertEquals(watch + crit + sys, run.timeline(0, 200));
            assertEquals(List.of("31 bankrupt"), run.log);
        }
    }

    @Test
    @Rule("A10")
    void a10OrTheMachineReboots() {
        try (var run = world(CoroutineKind.best(), Bankruptcy.REBOOT)) {
            critical(run, 0, A, 500);
            spin(run, "sys", 20, SYSTEM);

            assertFalse(run.kernel.run(Ns.ms(600)));
            assertEquals(Ns.ms(31), run.world().nowNs());
        }
    }

    @Test
    @Rule("A10")
    void a10OrTheCriticalBudgetIsGone() {
        try (var run = world(CoroutineKind.best(), Bankruptcy.CANCEL_BUDGET)) {
            critical(run, 0, A, 500);
            spin(run, "sys", 20, SYSTEM);
            run.run(1_000);

            AdaptivePartitions partitions = run.kernel.partitions;
            assertEquals(0, partitions.info(partitions.find(A)).criticalBudgetNs());
            assertEquals(0, criticalMs(run, A));
        }
    }
}
