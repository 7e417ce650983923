package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import rtk.board.Board;
import rtk.board.sim.Ns;
import rtk.board.sim.World;
import rtk.kernel.api.CostItem;
import rtk.kernel.api.CostProfile;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.ThreadAttr;
import rtk.trace.TraceText;

/// What several cores cost: to poke one, and to go on on another.
class CoreCostTest {
    private static final CostProfile COSTS = profile(Map.of(CostItem.CALL_ENTRY, 100L, CostItem.CALL_EXIT, 50L,
            CostItem.INTERRUPT_ENTRY, 400L, CostItem.INTERRUPT_EXIT, 300L, CostItem.THREAD_SWITCH, 1_000L,
            CostItem.PROCESS_SWITCH,
            2_000L, CostItem.COLD_CACHE, 5_000L));

    private static CostProfile profile(Map<CostItem, Long> ns) {
        return new CostProfile("test", "test", new EnumMap<>(ns), Map.of());
    }

    private static String trace(CostProfile costs, String kinds, Scene scene) {
        var text = new StringBuilder();
        var world = new World(1, new TraceText(text));
        try (var kernel = new Kernel(new Board(world, "b", 2), KernelConfig.DEFAULT.costs(costs))) {
            scene.play(kernel);
            kernel.run(Ns.ms(1));
        }
        return text.toString().lines().map(line -> line.strip().replaceAll(" +", " "))
                .filter(line -> line.matches(".*(" + kinds + ").*")).collect(Collectors.joining("\n"));
    }

    @FunctionalInterface
    private interface Scene {
        void play(Kernel kernel);
    }

    private static void thread(KernelCalls k, String name, int priority, int cores, Runnable body) {
        k.threadCreate(new ThreadAttr(name, priority, SchedPolicy.FIFO).runMask(cores), body);
    }

    /// The call of `w` acts at 100.1 us, when it has been entered: core 1 is poked at that very nanosecond. Then 400 ns entry, 300 ns
    /// exit, 1 us switch.
    @Test
    void aPokedCoreChoosesAfterEntryAndExitOfTheInterrupt() {
        String seen = trace(COSTS, "0\\.10.* core 1", kernel -> kernel.spawn("a", (k, args) -> {
            int sem = k.semCreate("go", 0);
            thread(k, "low", 5, 0b10, () -> k.compute(Ns.us(500)));
            thread(k, "t", 20, 0b10, () -> k.semWait(sem));
            k.compute(Ns.us(100) - k.nowNs());
            k.semPost(sem);
            k.compute(Ns.us(100));
            return 0;
        }, List.of(), new ThreadAttr("w", 10, SchedPolicy.FIFO).runMask(0b01)));

        assertEquals("""
                0.100100 ms thread.state a/3 READY core 1
                0.100100 ms irq.enter core 1 irq 0 a/2
                0.100800 ms irq.exit core 1 irq 0
                0.100800 ms thread.state a/2 READY core 1
                0.100800 ms cost core 1 thread-switch ns 1000ns a/3
                0.101800 ms thread.state a/3 RUNNING core 1
                0.101850 ms thread.state a/3 DEAD core 1
                0.101850 ms cost core 1 thread-switch ns 1000ns a/2
                0.102850 ms thread.state a/2 RUNNING core 1""", seen);
    }

    /// `t` has run 40 of 100 us when it is moved to core 0. There its work takes 5 us longer, of which 2 are done when `high`
    /// comes for 10 us.
    @Test
    void afterAMigrationWorkTakesLongerAndCanBePreemptedMeanwhile() {
        var costs = profile(Map.of(CostItem.COLD_CACHE, Ns.us(5)));
        String seen = trace(costs, "migrated|0\\.(0[56]|12).* a/[23] (RUN|READY|DEAD)", kernel -> kernel.spawn("a", (k, args) -> {
            k.compute(Ns.us(10));
            thread(k, "t", 20, 0b10, () -> k.compute(Ns.us(100)));
            thread(k, "high", 40, 0b01, () -> {
                k.sleepUntil(Ns.us(52));
                k.compute(Ns.us(10));
            });
            k.sleepUntil(Ns.us(50));
            k.setRunMask(2, 0b01);
            k.threadJoin(2);
            return 0;
        }, List.of(), new ThreadAttr("w", 30, SchedPolicy.FIFO).runMask(0b01)));

        assertEquals("""
                0.050000 ms thread.state a/2 READY core 1
                0.050000 ms thread.migrated a/2 core 0 last 1 cold 5000ns
                0.050000 ms thread.state a/2 RUNNING core 0
                0.052000 ms thread.state a/3 READY core 0
                0.052000 ms thread.state a/2 READY core 0
                0.052000 ms thread.state a/3 RUNNING core 0
                0.062000 ms thread.state a/3 DEAD core 0
                0.062000 ms thread.state a/2 RUNNING core 0
                0.125000 ms thread.state a/2 DEAD core 0""", seen);
    }

    @Test
    void aThreadThatStaysPaysNothing() {
        String seen = trace(COSTS, "migrated", kernel -> kernel.spawn("a", (k, args) -> {
            for (int i = 0; i < 5; i++) {
                k.compute(Ns.us(10));
                k.sleep(Ns.us(10));
            }
            return 0;
        }, List.of(), new ThreadAttr("w", 10, SchedPolicy.FIFO)));

        assertEquals("", seen);
    }
}
