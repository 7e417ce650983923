package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rtk.board.sim.Ns;
import rtk.kernel.api.MutexAttr;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.ThreadAttr;

/// Round robin.
class SliceTest {
    private static TestWorld world(CoroutineKind kind) { return new TestWorld(KernelConfig.DEFAULT.coroutines(kind)); }

    @ParameterizedTest
    @EnumSource
    @Rule({"Q4", "14.4"})
    void q4RoundRobinGivesASliceOfFourTicksAndRenewsItForOneWhoIsAlone(CoroutineKind kind) {
        try (var run = world(kind)) {
            run.at(0, "a", 10, SchedPolicy.RR, k -> k.compute(Ns.ms(11)));
            run.at(6, "b", 10, SchedPolicy.RR, k -> k.compute(Ns.ms(5)));
            run.run(30);

            assertEquals("""
                    a      10 |########----###
                    b      10 |      --####---#
                    """, run.timeline(0, 20));
        }
    }

    @ParameterizedTest
    @EnumSource
    void otherIsRoundRobinAndFifoIsNot(CoroutineKind kind) {
        try (var run = world(kind)) {
            run.at(0, "a", 10, SchedPolicy.OTHER, k -> k.compute(Ns.ms(6)));
            run.at(0, "b", 10, SchedPolicy.FIFO, k -> k.compute(Ns.ms(6)));
            run.runWell(30);

            assertEquals("""
                    a      10 |####------##
                    b      10 |----######
                    """, run.timeline(0, 13));
        }
    }

    /// Two ms of the slice are left when `high` comes, and are still left when it goes.
    @ParameterizedTest
    @EnumSource
    void whatIsLeftOfASliceOutlivesAPreemption(CoroutineKind kind) {
        try (var run = world(kind)) {
            run.at(0, "a", 10, SchedPolicy.RR, k -> k.compute(Ns.ms(8)));
            run.at(0, "b", 10, SchedPolicy.RR, k -> k.compute(Ns.ms(3)));
            run.at(2, "high", 20, k -> k.compute(Ns.ms(3)));
            run.runWell(30);

            assertEquals("""
                    a      10 |##---##---####
                    b      10 |-------###
                    high   20 |  ###
                    """, run.timeline(0, 16));
        }
    }

    /// After 3 ms of its slice `a` sleeps; when it is its turn again it has a whole one.
    @ParameterizedTest
    @EnumSource
    void blockingRefillsTheSlice(CoroutineKind kind) {
        try (var run = world(kind)) {
            run.at(0, "a", 10, SchedPolicy.RR, k -> {
                k.compute(Ns.ms(3));
                k.sleep(Ns.ms(1));
                k.compute(Ns.ms(5));
            });
            run.at(0, "b", 10, SchedPolicy.RR, k -> k.compute(Ns.ms(6)));
            run.runWell(30);

            assertEquals("""
                    a      10 |###z---####--#
                    b      10 |---####----##
                    """, run.timeline(0, 15));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSliceIsAsManyTicksAsConfiguredAndCanBeAskedFor(CoroutineKind kind) {
        var config = KernelConfig.DEFAULT.coroutines(kind).scheduling(Scheduling.DEFAULT.sliceTicks(2));
        try (var run = new TestWorld(config)) {
            run.at(0, "a", 10, SchedPolicy.RR, k -> {
                assertEquals(Ns.ms(2), k.schedRrGetInterval());
                k.compute(Ns.ms(4));
            });
            run.at(0, "b", 10, SchedPolicy.RR, k -> k.compute(Ns.ms(1)));
            run.runWell(30);

            assertEquals("""
                    a      10 |##-##
                    b      10 |--#
                    """, run.timeline(0, 8));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSliceFollowsTheClockPeriod(CoroutineKind kind) {
        try (var run = world(kind)) {
            run.at(0, "a", 10, SchedPolicy.RR, k -> {
                k.clockPeriod(Ns.us(500));
                assertEquals(Ns.ms(2), k.schedRrGetInterval());
                k.compute(Ns.ms(4));
            });
            run.at(1, "b", 10, SchedPolicy.RR, k -> k.compute(Ns.ms(1)));
            run.runWell(30);

            assertEquals("""
                    a      10 |##-##
                    b      10 | -#
                    """, run.timeline(0, 8));
        }
    }

    /// At 2 ms the running thread comes down to the priority of one that waits: its slice, of which it used 2 ms, counts from then.
    @ParameterizedTest
    @EnumSource
    void aRunningThreadThatGetsPeersByAPriorityChangeSharesWithThem(CoroutineKind kind) {
        try (var run = world(kind)) {
            run.at(0, "a", 20, SchedPolicy.RR, k -> {
                int mutex = k.mutexCreate("m", MutexAttr.protect(20));
                k.setSchedPrio(0, 10);
                k.mutexLock(mutex);
                k.compute(Ns.ms(2));
                k.mutexUnlock(mutex);
                k.compute(Ns.ms(4));
            });
            run.at(0, "b", 10, SchedPolicy.RR, k -> k.compute(Ns.ms(3)));
            run.runWell(30);

            assertEquals("""
                    a      20 |####---##
                    b      10 |----###
                    """, run.timeline(0, 11));
        }
    }

    /// The part of the vector up to 9 s: QNX has no mode in which a thread cannot be preempted. A second is a millisecond here.
    @Test
    void vectorG06DispatchesThreeBusyThreadsInTurnAndRenewsTheSliceOfOneAlone() {
        var second = KernelConfig.DEFAULT.tickNs(Ns.us(250));
        try (var run = new TestWorld(second)) {
            for (String name : List.of("TA1", "TA2", "TA3")) run.row(name, 10);
            run.kernel.spawn("p", (k, args) -> {
                k.compute(Ns.ms(3));
                for (String name : List.of("TA2", "TA3")) {
                    k.threadCreate(new ThreadAttr(name, 10, SchedPolicy.RR), () -> k.compute(Ns.ms(20)));
                }
                k.compute(Ns.ms(20));
                return 0;
            }, List.of(), new ThreadAttr("TA1", 10, SchedPolicy.RR));
            run.runWell(10);

            assertEquals(published(), run.timeline(0, 9).replace('-', ' ').replaceAll(" +\n", "\n"));
        }
    }

    private static String published() {
        List<?> dispatches = Vectors.list(Vectors.read("G_simulation/G06_rtems_round_robin.json"), "expected", "dispatches");
        var picture = new StringBuilder();
        for (String name : List.of("TA1", "TA2", "TA3")) {
            var row = new StringBuilder();
            String running = "";
            int next = 0;
            for (long t = 0; t < 9; t++) {
                if (Vectors.number(dispatches, next, 0) == t) running = (String) Vectors.at(dispatches, next++, 1);
                row.append(running.equals(name) ? '#' : ' ');
            }
            picture.append(name).append("    10 |").append(row.toString().stripTrailing()).append('\n');
        }
        return picture.toString();
    }
}
