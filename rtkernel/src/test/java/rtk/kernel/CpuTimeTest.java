package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import rtk.board.sim.Ns;
import rtk.board.sim.SimRandom;
import rtk.kernel.api.CostItem;
import rtk.kernel.api.CostProfile;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.ThreadAttr;

/// Who the time of the cores goes to.
class CpuTimeTest {
    private static KernelConfig costing(CostItem... items) {
        var ns = new EnumMap<CostItem, Long>(CostItem.class);
        for (int i = 0; i < items.length; i++) ns.put(items[i], 100L + 37L * i);
        return KernelConfig.DEFAULT.costs(new CostProfile("test", "test", ns, Map.of()));
    }

    @ParameterizedTest
    @EnumSource
    void aThreadIsChargedForWhatItRanAndNotForWhoPreemptedIt(CoroutineKind kind) {
        try (var run = new TestWorld(KernelConfig.DEFAULT.coroutines(kind))) {
            run.at(0, "main", 10, k -> {
                int tid = k.threadCreate(new ThreadAttr("t", 20, SchedPolicy.FIFO), () -> {
                    k.sleep(Ns.ms(1));
                    k.compute(Ns.ms(2));
                });
                k.compute(Ns.ms(3));

                assertEquals(Ns.ms(5), k.nowNs());
                assertEquals(Ns.ms(3), k.threadCpuTimeNs(0));
                assertEquals(Ns.ms(2), k.threadCpuTimeNs(tid));
                assertEquals(Ns.ms(5), k.processCpuTimeNs(0));
                k.threadJoin(tid);
                assertEquals(Ns.ms(5), k.processCpuTimeNs(k.getpid()));
                assertEquals(Errno.ESRCH, assertThrows(ErrnoException.class, () -> k.threadCpuTimeNs(tid)).errno());
                assertEquals(Errno.ESRCH, assertThrows(ErrnoException.class, () -> k.processCpuTimeNs(99)).errno());
            });
            run.runWell(10);
        }
    }

    /// 100 ns to the core, 137 ns into the call; what the call still costs on its way out comes after the answer.
    @ParameterizedTest
    @EnumSource
    void kernelTimeAndTheSwitchToTheThreadCount(CoroutineKind kind) {
        try (var run = new TestWorld(
                costing(CostItem.PROCESS_SWITCH, CostItem.CALL_ENTRY, CostItem.CALL_EXIT).coroutines(kind))) {
            run.at(0, "main", 10, k -> {
                k.compute(Ns.us(1));
                assertEquals(1_237, k.threadCpuTimeNs(0));
                assertEquals(1_237 + 174 + 137, k.threadCpuTimeNs(0));
            });
            run.runWell(10);
        }
    }

    @ParameterizedTest
    @EnumSource
    void interruptsAreNobodysTime(CoroutineKind kind) {
        var config = costing(CostItem.INTERRUPT_ENTRY, CostItem.INTERRUPT_EXIT).coroutines(kind).tickTimers(Ns.ms(1));
        try (var run = new TestWorld(config)) {
            run.at(0, "main", 10, k -> {
                k.compute(Ns.us(3_500));
                assertEquals(Ns.us(3_500), k.threadCpuTimeNs(0));
                assertEquals(Ns.us(3_500) + 3 * 237, k.nowNs());
            });
            run.runWell(10);

            // The tenth has only begun.
            assertEquals(9 * 237, run.kernel.coreUse(0).interruptsNs());
        }
    }

    @ParameterizedTest
    @CsvSource({"1, CONTINUATION", "2, CONTINUATION", "2, VIRTUAL_THREAD", "4, CONTINUATION"})
    void threadsInterruptsAndIdlingMakeUpAllTheTimeOfAllCores(int cores, CoroutineKind kind) {
        var random = new SimRandom(1, "programs");
        try (var run = new TestWorld(costing(CostItem.values()).coroutines(kind), cores)) {
            for (int i = 0; i < 4; i++) {
                run.at(i, "p" + i, 10 + i, i % 2 == 0 ? SchedPolicy.RR : SchedPolicy.FIFO, k -> {
                    k.threadCreate(new ThreadAttr("t", 12, SchedPolicy.RR), () -> work(k, random, 200));
                    for (int n = 0; n < 20; n++) {
                        k.threadJoin(k.threadCreate(new ThreadAttr("t", 15, null), () -> work(k, random, 3)));
                    }
                    k.sleep(Ns.s(10));
                });
            }
            for (long ms = 0; ms < 60; ms += 7) {
                run.runWell(ms);
                long coresNs = 0;
                long threadsNs = 0;
                for (int core = 0; core < cores; core++) {
                    CoreUse use = run.kernel.coreUse(core);
                    coresNs += use.threadsNs() + use.interruptsNs() + use.idleNs();
                    threadsNs += use.threadsNs();
                }
                long processesNs = 0;
                for (int pid = 1; run.kernel.processes.find(pid) != null; pid++)
                    processesNs += run.kernel.processes.find(pid).cpuNs;

                assertEquals(cores * Ns.ms(ms), coresNs);
                assertEquals(processesNs, threadsNs);
            }
            assertTrue(run.kernel.coreUse(0).interruptsNs() > 0);
        }
    }

    private static void work(KernelCalls k, SimRandom random, int times) {
        for (int i = 0; i < times; i++) {
            k.compute(random.between(0, Ns.us(300)));
            k.sleep(random.between(1, Ns.us(500)));
        }
    }

    @ParameterizedTest
    @EnumSource
    @Rule("14.8")
    void rule8WithNothingToDoEachCoreIsIdle(CoroutineKind kind) {
        try (var run = new TestWorld(KernelConfig.DEFAULT.coroutines(kind), 2)) {
            run.at(1, "p", 10, k -> k.compute(Ns.ms(3)));
            run.runWell(2);

            assertEquals(List.of(false, true), List.of(run.kernel.coreUse(0).isIdle(), run.kernel.coreUse(1).isIdle()));
            run.runWell(10);
            assertEquals(new CoreUse(Ns.ms(3), 0, Ns.ms(7), true), run.kernel.coreUse(0));
            assertEquals(new CoreUse(0, 0, Ns.ms(10), true), run.kernel.coreUse(1));
        }
    }
}
