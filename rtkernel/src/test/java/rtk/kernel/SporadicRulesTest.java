package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rtk.board.sim.Ns;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.MutexAttr;
import rtk.kernel.api.SchedParam;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.SporadicParam;
import rtk.kernel.api.ThreadAttr;
import rtk.trace.EventKind;

/// SCHED_SPORADIC as POSIX has it. The sporadic thread `s` has priority 20 and low priority 5, a budget of 10 ms in 40 ms; `mid` of
/// priority 10 runs whenever `s` is low.
class SporadicRulesTest {
    private static final SporadicParam BUDGET = new SporadicParam(5, Ns.ms(10), Ns.ms(40), 4);

    private static TestWorld world(CoroutineKind kind) { return new TestWorld(KernelConfig.DEFAULT.coroutines(kind)); }

    private static ThreadAttr s(SporadicParam param) { return new ThreadAttr("s", 20, null).sporadic(param); }

    private static void busy(KernelCalls k) { k.compute(Ns.s(1)); }

    /// Draws `s` with `code` beside a busy `mid`.
    private static String draw(CoroutineKind kind, SporadicParam param, long untilMs, Consumer<KernelCalls> code) {
        try (var run = world(kind)) {
            run.at(0, s(param), code).at(0, "mid", 10, SporadicRulesTest::busy).runWell(untilMs);
            return run.timeline(0, untilMs);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Rule({"V1", "14.9", "SS6", "SS8"})
    void v1NeverBlockingItIsNormalFor10MsOfEach40(CoroutineKind kind) {
        assertEquals("""
                s      20 |##########------------------------------##########-----
                mid    10 |----------##############################----------#####
                """, draw(kind, BUDGET, 55, SporadicRulesTest::busy));
    }

    @ParameterizedTest
    @EnumSource
    @Rule({"V2", "SS7"})
    void v2EachBurstComesBackOnePeriodAfterItsActivation(CoroutineKind kind) {
        assertEquals("""
                s      20 |###zzz#######---------------------------###---#######--
                mid    10 |---###-------###########################---###-------##
                """, draw(kind, BUDGET, 55, k -> {
            k.compute(Ns.ms(3));
            k.sleepUntil(Ns.ms(6));
            busy(k);
        }));
    }

    @ParameterizedTest
    @EnumSource
    @Rule({"V3", "SS1", "SS10", "14.11"})
    void v3WithAllReplenishmentsPendingItIsLowInSpiteOfCapacity(CoroutineKind kind) {
        assertEquals("""
                s      20 |##zzz-----------------------------------##########-----
                mid    10 |--######################################----------#####
                """, draw(kind, new SporadicParam(5, Ns.ms(10), Ns.ms(40), 1), 55, k -> {
            k.compute(Ns.ms(2));
            k.sleepUntil(Ns.ms(5));
            busy(k);
        }));
    }

    /// What happens to the budget of `s`, which is alone.
    private static BudgetWatch watch(CoroutineKind kind, SporadicParam param, long untilMs, Consumer<KernelCalls> code) {
        try (var run = world(kind)) {
            var watch = new BudgetWatch(20);
            run.watch(watch);
            run.at(0, s(param), code).runWell(untilMs);
            return watch;
        }
    }

    @ParameterizedTest
    @EnumSource
    @Rule("SS2")
    void ss2ActivationIsWhenItIsReadyAtNormalPriorityAgainByWakingOrByAReplenishment(CoroutineKind kind) {
        BudgetWatch watch = watch(kind, BUDGET, 50, k -> {
            k.sleepUntil(Ns.ms(6));
            busy(k);
        });

        assertEquals(List.of("0: 10, 0, 0", "0: 10, 0, 0", "6: 10, 0, 6", "16: 0, 1, 6", "46: 10, 0, 46"),
                watch.budgets);
    }

    @ParameterizedTest
    @EnumSource
    @Rule("SS4")
    void ss4PreemptedItGoesToTheHeadAndPaysWithoutAReplenishment(CoroutineKind kind) {
        try (var run = world(kind)) {
            var watch = new BudgetWatch(20);
            run.watch(watch);
            run.at(0, s(BUDGET), SporadicRulesTest::busy);
            run.at(1, "peer", 20, k -> k.compute(Ns.ms(2)));
            run.at(4, "high", 30, k -> k.compute(Ns.ms(2)));
            run.runWell(14);

            assertEquals("""
                    s      20 |####--######--
                    peer   20 | -----------##
                    high   30 |    ##
                    """, run.timeline(0, 14));
            assertEquals(List.of("0: 10, 0, 0", "4: 6, 0, 0", "12: 0, 1, 0"), watch.budgets);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Rule({"SS5", "14.10"})
    void ss5BlockingItPaysAndExactlyThatComesBack(CoroutineKind kind) {
        BudgetWatch watch = watch(kind, BUDGET, 50, k -> {
            k.compute(Ns.ms(3));
            k.sleepUntil(Ns.ms(60));
        });

        assertEquals(List.of("0: 10, 0, 0", "3: 7, 1, 0", "40: 10, 0, 0"), watch.budgets);
    }

    @ParameterizedTest
    @EnumSource
    @Rule("SS6")
    void ss6OutOfCapacityItGoesToTheTailOfTheLowList(CoroutineKind kind) {
        try (var run = world(kind)) {
            run.at(0, s(BUDGET), SporadicRulesTest::busy);
            run.at(0, "peer", 5, k -> k.compute(Ns.ms(2)));
            run.runWell(14);

            assertEquals("""
                    s      20 |##########--##
                    peer    5 |----------##
                    """, run.timeline(0, 14));
        }
    }

    /// Late by preemption: at 44 ms the 10 ms of the activation at 0 are overdue.
    @ParameterizedTest
    @EnumSource
    @Rule("SS7")
    void ss7AReplenishmentThatIsOverdueIsDoneAtOnceAtTheTailOfTheNormalList(CoroutineKind kind) {
        try (var run = world(kind)) {
            var watch = new BudgetWatch(20);
            run.watch(watch);
            run.at(0, s(BUDGET), SporadicRulesTest::busy);
            run.at(3, "peer", 20, k -> k.compute(Ns.ms(2)));
            run.at(2, "high", 30, k -> k.compute(Ns.ms(34)));
            run.at(0, "mid", 10, SporadicRulesTest::busy);
            run.runWell(60);

            assertEquals("""
                    s      20 |--########--##########---
                    peer   20 |----------##
                    high   30 |##
                    mid    10 |----------------------###
                    """, run.timeline(34, 59));
            assertEquals("44: 10, 0, 44", watch.budgets.get(2));
        }
    }

    @ParameterizedTest
    @EnumSource
    @Rule("SS8")
    void ss8ReplenishedWhileReadyItGoesToTheTailOfTheNormalList(CoroutineKind kind) {
        try (var run = world(kind)) {
            run.at(0, s(BUDGET), SporadicRulesTest::busy);
            run.at(39, "peer", 20, k -> k.compute(Ns.ms(2)));
            run.at(38, "high", 30, k -> k.compute(Ns.ms(4)));
            run.runWell(60);

            assertEquals("""
                    s      20 |##------########
                    peer   20 |   ---##
                    high   30 |  ####
                    """, run.timeline(36, 52));
        }
    }

    @ParameterizedTest
    @EnumSource
    @Rule("SS9")
    void ss9TimeAtLowPriorityIsNeitherChargedNorLimited(CoroutineKind kind) {
        BudgetWatch watch = watch(kind, BUDGET, 55, SporadicRulesTest::busy);

        assertEquals(List.of("10 20>5", "40 5>20", "50 20>5"), watch.priorities);
        assertEquals(List.of("0: 10, 0, 0", "10: 0, 1, 0", "40: 10, 0, 40", "50: 0, 1, 40"), watch.budgets);
    }

    /// Two bursts of 1 ms each take a replenishment, and 8 ms of budget are out of reach until 40 ms.
    @ParameterizedTest
    @EnumSource
    @Rule("SS10")
    void ss10NeverMoreReplenishmentsPendThanAllowed(CoroutineKind kind) {
        BudgetWatch watch = watch(kind, new SporadicParam(5, Ns.ms(10), Ns.ms(40), 2), 55, k -> {
            for (;;) {
                k.compute(Ns.ms(1));
                k.sleep(Ns.ms(1));
            }
        });

        assertEquals(2, watch.pendingMax);
        assertEquals(List.of("3 20>5", "40 5>20", "41 20>5", "42 5>20", "43 20>5"), watch.priorities);
    }

    @ParameterizedTest
    @EnumSource
    @Rule("SS3")
    void ss3ItRunsForItsCapacityAndUpToOneTickMoreWhereTicksAreCounted(CoroutineKind kind) {
        var halfTick = new SporadicParam(5, Ns.us(2_500), Ns.ms(40), 4);
        var byTick = KernelConfig.DEFAULT.coroutines(kind).scheduling(Scheduling.DEFAULT.sporadicByTick(true));

        assertEquals(List.of("2.5 20>5", "40 5>20", "42.5 20>5"), watch(kind, halfTick, 50, SporadicRulesTest::busy).priorities);
        try (var run = new TestWorld(byTick)) {
            var watch = new BudgetWatch(20);
            run.watch(watch);
            run.at(0, s(halfTick), SporadicRulesTest::busy).runWell(50);

            assertEquals(List.of("3 20>5", "40 5>20", "43 20>5"), watch.priorities);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Rule("14.12")
    void rule12ParametersThatMakeNoSenseAreRefused(CoroutineKind kind) {
        List<SporadicParam> wrong = new ArrayList<>();
        wrong.add(null);
        wrong.add(new SporadicParam(5, Ns.ms(10), Ns.ms(9), 4));
        wrong.add(new SporadicParam(5, Ns.ms(10), Ns.ms(40), 0));
        wrong.add(new SporadicParam(5, Ns.ms(10), Ns.ms(40), SporadicParam.SS_REPL_MAX + 1));
        wrong.add(new SporadicParam(5, 0, Ns.ms(40), 4));
        wrong.add(new SporadicParam(20, Ns.ms(10), Ns.ms(40), 4));
        wrong.add(new SporadicParam(0, Ns.ms(10), Ns.ms(40), 4));
        try (var run = world(kind)) {
            run.at(0, "main", 30, k -> {
                for (SporadicParam param : wrong) {
                    refused(() -> k.setSchedParam(0, SchedParam.sporadic(20, param)));
                    refused(() -> k.threadCreate(new ThreadAttr("t", 20, null).sporadic(param), () -> {}));
                    refused(() -> k.spawn("p", (calls, args) -> 0, List.of(), new ThreadAttr("t", 20, null).sporadic(param)));
                }
                k.setSchedParam(0, SchedParam.sporadic(20, BUDGET));
                refused(() -> k.setSchedPrio(0, 5));
            });
            run.runWell(1);
        }
    }

    private static void refused(Runnable call) {
        assertEquals(Errno.EINVAL, assertThrows(ErrnoException.class, call::run).errno());
    }

    @ParameterizedTest
    @EnumSource
    void aNewPolicyOrParameterStartsAfreshAndANewThreadInheritsTheParameters(CoroutineKind kind) {
        BudgetWatch watch = watch(kind, BUDGET, 60, k -> {
            int tid = k.threadCreate(ThreadAttr.named("child"), () -> {});
            assertEquals(new SchedParam(SchedPolicy.SPORADIC, 20, 20, BUDGET), k.schedGet(tid));
            k.compute(Ns.ms(12));
            assertEquals(5, k.schedGet(0).curPriority());
            k.setSchedParam(0, SchedParam.of(SchedPolicy.FIFO, 20));
            k.compute(Ns.ms(50));
        });

        assertEquals(List.of("10 20>5", "12 5>20"), watch.priorities);
    }
}
