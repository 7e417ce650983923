package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rtk.board.sim.Ns;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.ThreadAttr;

/// Three cores with SDP 8.0, of which 0 and 1 are a cluster. In each picture `w` wakes `t`, a thread of that cluster, at 2 ms: on
/// which core it does so, and what the cores of the cluster run, makes the difference.
class ClusterPlacementTest {
    private static final Cluster PAIR = new Cluster("pair", 0b011);

    private record Busy(String name, int priority, int core) {}

    /// @param waker its core and priority
    /// @param t priority of the one it wakes
    private static String wake(CoroutineKind kind, Busy waker, int t, Busy... others) {
        KernelConfig config = KernelConfig.DEFAULT.coroutines(kind).version(KernelVersion.SDP_8).clusters(List.of(PAIR));
        try (var run = new TestWorld(config, 3)) {
            run.at(0, "boot", 60, k -> {
                int sem = k.semCreate("go", 0);
                for (Busy other : others) {
                    k.threadCreate(bound(other), () -> k.compute(Ns.ms(7)));
                }
                k.threadCreate(new ThreadAttr("t", t, SchedPolicy.FIFO).runMask(PAIR.cores()), () -> {
                    k.semWait(sem);
                    k.compute(Ns.ms(2));
                });
                k.threadCreate(bound(waker), () -> {
                    k.compute(Ns.ms(2));
                    k.semPost(sem);
                    k.compute(Ns.ms(2));
                });
                k.threadJoin(others.length + 3);
                k.sleep(Ns.ms(50));
            });
            for (Busy other : others) run.row(other.name, other.priority);
            run.row("t", t);
            run.row("w", waker.priority);
            run.run(40);
            String all = run.timeline(0, 12);
            return all.substring(all.indexOf('\n') + 1);
        }
    }

    private static ThreadAttr bound(Busy busy) {
        return new ThreadAttr(busy.name, busy.priority, SchedPolicy.FIFO).runMask(1 << busy.core);
    }

    @ParameterizedTest
    @EnumSource
    @Rule("P4")
    void p4OnACoreOfItsClusterItTakesThatCoreFromALowerThreadNotTheLowest(CoroutineKind kind) {
        assertEquals("""
                low     5 |1111111
                t      20 |ee00
                w      10 |00--00
                """, wake(kind, new Busy("w", 10, 0), 20, new Busy("low", 5, 1)));
    }

    @ParameterizedTest
    @EnumSource
    @Rule("P5")
    void p5IfItIsNotAboveThatCoresThreadItWaitsAlthoughAnotherCoreRunsALowerOne(CoroutineKind kind) {
        assertEquals("""
                low     5 |1111111
                t      20 |ee--00
                w      30 |0000
                """, wake(kind, new Busy("w", 30, 0), 20, new Busy("low", 5, 1)));
    }

    @ParameterizedTest
    @EnumSource
    @Rule("P6")
    void p6FromOutsideItTakesACoreIfItIsAboveAllOfItsCluster(CoroutineKind kind) {
        assertEquals("""
                a      12 |0000000
                b       5 |11--11111
                t      20 |ee11
                w      10 |2222
                """, wake(kind, new Busy("w", 10, 2), 20, new Busy("a", 12, 0), new Busy("b", 5, 1)));
    }

    @ParameterizedTest
    @EnumSource
    @Rule("P7")
    void p7FromOutsideItTakesTheCoreOfTheLowestIfItIsAboveOnlySome(CoroutineKind kind) {
        assertEquals("""
                a      30 |0000000
                b       5 |11--11111
                t      20 |ee11
                w      40 |2222
                """, wake(kind, new Busy("w", 40, 2), 20, new Busy("a", 30, 0), new Busy("b", 5, 1)));
        assertEquals("""
                a      30 |0000000
                b      20 |1111111
                t      20 |-------00
                w      40 |2222
                """, wake(kind, new Busy("w", 40, 2), 20, new Busy("a", 30, 0), new Busy("b", 20, 1)));
    }

    @ParameterizedTest
    @EnumSource
    @Rule("P8")
    void p8AnIdleCoreOfTheClusterIsTakenFromWhereverAndBelowWhomever(CoroutineKind kind) {
        assertEquals("""
                t       5 |ee11
                w      30 |0000
                """, wake(kind, new Busy("w", 30, 0), 5));
        assertEquals("""
                a      30 |0000000
                t       5 |ee11
                w      40 |2222
                """, wake(kind, new Busy("w", 40, 2), 5, new Busy("a", 30, 0)));
    }

    /// `second` waits while core 1 runs a lower thread; it is sure of a core only when it has become the highest.
    @ParameterizedTest
    @EnumSource
    @Rule("P9")
    void p9OnlyTheHighestThreadOfAClusterIsSureOfACore(CoroutineKind kind) {
        KernelConfig config = KernelConfig.DEFAULT.coroutines(kind).version(KernelVersion.SDP_8);
        try (var run = new TestWorld(config, 2)) {
            run.at(0, "first", 30, k -> {
                run.row("low", 5);
                run.row("second", 20);
                k.threadCreate(new ThreadAttr("low", 5, SchedPolicy.FIFO), () -> k.compute(Ns.ms(8)));
                k.compute(Ns.ms(1));
                k.threadCreate(new ThreadAttr("second", 20, SchedPolicy.FIFO), () -> k.compute(Ns.ms(3)));
                k.compute(Ns.ms(2));
                k.setSchedPrio(3, 40);
                k.compute(Ns.ms(3));
                k.threadJoin(2);
            });
            run.run(20);

            assertEquals("""
                    first   30 |000---000
                    low      5 |11111111
                    second  20 | --000
                    """, run.timeline(0, 12));
        }
    }

    @Test
    void aRunMaskMustBeACluster() {
        KernelConfig config = KernelConfig.DEFAULT.version(KernelVersion.SDP_8).clusters(List.of(PAIR));
        try (var run = new TestWorld(config, 3)) {
            run.at(0, "a", 10, k -> {
                for (int cores : new int[]{0b111, 0b011, 0b100, 0b110}) {
                    try {
                        k.setRunMask(0, cores);
                        run.say("on " + k.cpu());
                    } catch (ErrnoException error) {
                        assertEquals(Errno.EINVAL, error.errno());
                        run.say("no cluster");
                    }
                }
            });
            run.run(1);

            assertEquals(List.of("0 on 0", "0 on 0", "0 on 2", "0 no cluster"), run.log);
        }
    }

    @Test
    void aCoreIsInEightClustersAtMostAndAClusterHasOnlyCoresOfTheBoard() {
        KernelConfig config = KernelConfig.DEFAULT.version(KernelVersion.SDP_8);
        KernelConfig full = config.clusters(Collections.nCopies(6, PAIR));
        KernelConfig tooMany = config.clusters(Collections.nCopies(7, PAIR));
        KernelConfig elsewhere = config.clusters(List.of(new Cluster("far", 0b1000)));

        new TestWorld(full, 3).close();
        assertThrows(IllegalArgumentException.class, () -> new TestWorld(tooMany, 3));
        assertThrows(IllegalArgumentException.class, () -> new TestWorld(elsewhere, 3));
    }
}
