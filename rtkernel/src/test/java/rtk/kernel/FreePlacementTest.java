package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rtk.board.sim.Ns;
import rtk.kernel.api.ChannelFlag;
import rtk.kernel.api.Errno;
import rtk.kernel.api.Pulse;
import rtk.kernel.api.RunMasks;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.ThreadAttr;

/// Several cores with SDP 7.x. In timelines a running thread is the number of its core.
class FreePlacementTest {
    private static TestWorld world(CoroutineKind kind, int cores) {
        return new TestWorld(KernelConfig.DEFAULT.coroutines(kind), cores);
    }

    private static ThreadAttr fifo(String name, int priority) { return new ThreadAttr(name, priority, SchedPolicy.FIFO); }

    @ParameterizedTest
    @EnumSource
    @Rule("P1")
    void p1TheHighestReadyThreadsRunAndTheDisplacedOneGoesOnWhereItCan(CoroutineKind kind) {
        try (var run = world(kind, 2)) {
            run.at(0, "a", 10, k -> k.compute(Ns.ms(6)));
            run.at(0, "b", 12, k -> k.compute(Ns.ms(4)));
            run.at(1, "c", 20, k -> k.compute(Ns.ms(2)));
            run.at(2, "d", 30, k -> k.compute(Ns.ms(2)));
            run.run(20);

            assertEquals("""
                    a      10 |1---00000
                    b      12 |00-11
                    c      20 | 11
                    d      30 |  00
                    """, run.timeline(0, 10));
        }
    }

    @ParameterizedTest
    @EnumSource
    @Rule("P2")
    void p2ARunMaskSaysWhereAndTheInheritMaskIsForThreadsThatAreCreated(CoroutineKind kind) {
        try (var run = world(kind, 3)) {
            run.at(0, fifo("bound", 10), k -> {
                run.row("child", 9);
                run.row("plain", 9);
                k.compute(Ns.ms(1));
                k.setRunMask(0, 0b100);
                k.threadCreate(fifo("plain", 9), () -> k.compute(Ns.ms(3)));
                k.compute(Ns.ms(1));
                RunMasks before = k.setRunMasks(0, RunMasks.both(0b010));
                run.say(before + " on " + k.cpu());
                k.threadCreate(fifo("child", 9), () -> k.compute(Ns.ms(2)));
                k.compute(Ns.ms(2));
                k.threadJoin(3);
            });
            run.run(20);

            assertEquals("""
                    bound  10 |0211jj
                    child   9 |  --11
                    plain   9 | 000
                    """, run.timeline(0, 8));
            assertEquals(List.of("2 RunMasks[run=4, inherit=7] on 1"), run.log);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMaskThatLeavesOutTheCoreOfARunningThreadMovesItOffAtOnce(CoroutineKind kind) {
        try (var run = world(kind, 2)) {
            run.at(0, "a", 10, k -> {
                k.threadCreate(fifo("b", 10), () -> k.compute(Ns.ms(4)));
                k.compute(Ns.ms(2));
                k.setRunMask(2, 0b01);
                k.compute(Ns.ms(2));
                k.threadJoin(2);
            });
            run.row("b", 10);
            run.run(20);

            assertEquals("""
                    a      10 |0000jj
                    b      10 |11--00
                    """, run.timeline(0, 8));
        }
    }

    @Test
    void runMasksThatNameNoCoreOrNoThreadAreRefused() {
        var errors = new ArrayList<Errno>();
        try (var run = world(CoroutineKind.best(), 2)) {
            run.at(0, "a", 10, k -> {
                errors.add(TestWorld.errnoOf(() -> k.setRunMask(0, 0b100)));
                errors.add(TestWorld.errnoOf(() -> k.setRunMask(7, 0b1)));
                errors.add(TestWorld.errnoOf(() -> k.setRunMasks(0, new RunMasks(1, 0b1000))));
                errors.add(TestWorld.errnoOf(() -> k.threadCreate(fifo("b", 9).runMask(0b1000), () -> {})));
                run.say(k.setRunMasks(0, RunMasks.ask()).toString());
            });
            run.run(1);

            assertEquals(List.of(Errno.EINVAL, Errno.ESRCH, Errno.EINVAL, Errno.EINVAL), errors);
            assertEquals(List.of("0 RunMasks[run=3, inherit=3]"), run.log);
            assertThrows(IllegalArgumentException.class,
                    () -> run.kernel.spawn("x", (k, args) -> 0, List.of(), fifo("x", 9).runMask(0b100)));
        }
    }

    /// At 3 cores 1 and 2 are idle, and `t` ran on core 2 last. At 6 none is: core 1 has the lowest thread. At 9 cores 0 and 1
    /// are alike.
    @ParameterizedTest
    @EnumSource
    @Rule("P3")
    void p3TheIdleCoreUsedLastThenTheOneWithTheLowestPriorityOfTheLowestNumber(CoroutineKind kind) {
        try (var run = world(kind, 3)) {
            run.at(0, fifo("six", 6).runMask(0b001), k -> k.compute(Ns.ms(10)));
            run.at(0, fifo("five", 5), k -> k.compute(Ns.ms(2)));
            run.at(1, fifo("t", 20), k -> {
                for (long wakeMs : List.of(3L, 6L, 9L)) {
                    k.compute(Ns.ms(1));
                    k.sleepUntil(Ns.ms(wakeMs));
                }
                k.compute(Ns.ms(1));
            });
            run.at(5, fifo("four", 4).runMask(0b010), k -> k.compute(Ns.ms(2)));
            run.at(5, fifo("seven", 7).runMask(0b100), k -> k.compute(Ns.ms(6)));
            run.at(8, fifo("also", 6).runMask(0b010), k -> k.compute(Ns.ms(3)));
            run.run(30);

            assertEquals("""
                    six     6 |000000000-0
                    five    5 |11
                    t      20 | 2z2zz1zz0
                    four    4 |     1-1
                    seven   7 |     222222
                    also    6 |        111
                    """, run.timeline(0, 12));
        }
    }

    @ParameterizedTest
    @EnumSource
    @Rule("14.8")
    void rule8WithNothingToDoEachCoreIsIdle(CoroutineKind kind) {
        try (var run = world(kind, 4)) {
            run.at(0, "a", 10, k -> k.compute(Ns.ms(1)));
            run.at(0, "b", 10, k -> k.compute(Ns.ms(2)));
            run.run(1);
            assertEquals(List.of(true, false, true, true), idle(run));

            run.run(3);

            assertEquals(List.of(true, true, true, true), idle(run));
        }
    }

    private static List<Boolean> idle(TestWorld run) {
        return IntStream.range(0, 4).mapToObj(core -> run.kernel.cores.cpu(core).isIdle()).toList();
    }

    @ParameterizedTest
    @EnumSource
    void slicesAreSharedAmongThoseWhoMayUseTheCore(CoroutineKind kind) {
        try (var run = world(kind, 2)) {
            run.at(0, new ThreadAttr("a", 10, SchedPolicy.RR).runMask(0b01), k -> k.compute(Ns.ms(7)));
            run.at(0, new ThreadAttr("b", 10, SchedPolicy.RR).runMask(0b01), k -> k.compute(Ns.ms(7)));
            run.at(0, new ThreadAttr("c", 10, SchedPolicy.RR).runMask(0b10), k -> k.compute(Ns.ms(10)));
            run.run(30);

            assertEquals("""
                    a      10 |0000----000
                    b      10 |----0000---000
                    c      10 |1111111111
                    """, run.timeline(0, 20));
        }
    }

    /// The order among equals is that of their becoming ready, whatever masks they have.
    @ParameterizedTest
    @EnumSource
    void threadsOfOnePriorityAreOneListAcrossMasks(CoroutineKind kind) {
        try (var run = world(kind, 2)) {
            run.at(0, fifo("busy0", 20).runMask(0b01), k -> k.compute(Ns.ms(4)));
            run.at(0, fifo("busy1", 20).runMask(0b10), k -> k.compute(Ns.ms(20)));
            run.at(1, fifo("a", 10).runMask(0b01), k -> k.compute(Ns.ms(1)));
            run.at(2, fifo("b", 10), k -> k.compute(Ns.ms(1)));
            run.at(3, fifo("c", 10).runMask(0b01), k -> k.compute(Ns.ms(1)));
            run.run(30);

            assertEquals("""
                    busy0  20 |0000
                    busy1  20 |1111111111
                    a      10 | ---0
                    b      10 |  ---0
                    c      10 |   ---0
                    """, run.timeline(0, 10));
        }
    }

    @ParameterizedTest
    @Rule("INHERIT_RUNMASK")
    @EnumSource
    void aChannelCanLendTheRunMaskOfItsClient(CoroutineKind kind) {
        try (var run = world(kind, 2)) {
            run.at(0, fifo("srv", 10).runMask(0b01), k -> {
                int chid = k.channelCreate(ChannelFlag.INHERIT_RUNMASK);
                var buffer = new byte[Pulse.BYTES];
                for (;;) {
                    int rcvid = k.msgReceive(chid, buffer, null);
                    k.compute(Ns.ms(2));
                    if (rcvid != 0) k.msgReply(rcvid, 0);
                }
            });
            run.at(1, fifo("cli", 10).runMask(0b10), k -> {
                int coid = k.connectAttach(1, 1, 0);
                k.compute(Ns.ms(1));
                k.msgSend(coid, new byte[4], new byte[4]);
                k.msgSendPulse(coid, 10, 1, 0);
            });
            run.run(20);

            assertEquals("""
                    srv    10 |rr1100rr
                    cli    10 | 1pp
                    """, run.timeline(0, 8));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aThreadThatIsKilledOnAnotherCoreLeavesItAtOnce(CoroutineKind kind) {
        try (var run = world(kind, 2)) {
            run.at(0, fifo("victim", 10), k -> k.compute(Ns.ms(100)));
            run.at(0, fifo("killer", 10), k -> {
                k.compute(Ns.ms(2));
                k.kill(1, 9);
                k.compute(Ns.ms(3));
            });
            run.at(1, fifo("next", 5), k -> k.compute(Ns.ms(2)));
            run.run(20);

            assertEquals("""
                    victim  10 |00
                    killer  10 |11111
                    next     5 | -00
                    """, run.timeline(0, 8));
        }
    }
}
