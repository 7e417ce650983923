package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static rtk.kernel.Sync.errnoOf;
import static rtk.kernel.Sync.thread;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rtk.board.Board;
import rtk.board.sim.Ns;
import rtk.board.sim.World;
import rtk.kernel.api.CostItem;
import rtk.kernel.api.CostProfile;
import rtk.kernel.api.MutexAttr;
import rtk.kernel.api.MutexProtocol;
import rtk.kernel.api.MutexType;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.ThreadAttr;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;

/// What locking costs, in simulated time and in memory of the host.
class SyncCostTest {
    private static final CostProfile CALLS = new CostProfile("calls", "test",
            Map.of(CostItem.CALL_ENTRY, Ns.us(1), CostItem.SYNC, Ns.us(2), CostItem.CALL_EXIT, Ns.us(4)), Map.of());
    private static final CostProfile INSTRUCTION = new CostProfile("instruction", "test", Map.of(CostItem.CALL_ENTRY, Ns.us(1),
            CostItem.SYNC, Ns.us(2), CostItem.CALL_EXIT, Ns.us(4), CostItem.SYNC_UNCONTENDED, 50L), Map.of());

    private static List<String> lockAndUnlock(CostProfile costs, MutexAttr attr) {
        try (var run = new TestWorld(KernelConfig.DEFAULT.costs(costs))) {
            var calls = new int[1];
            run.at(0, "main", 10, k -> {
                int m = k.mutexCreate("m", attr);
                run.watch((timeNs, kind, a, b, c, d, e) -> {
                    if (kind == EventKind.CALL_ENTER) calls[0]++;
                });
                long startNs = k.nowNs();
                k.mutexLock(m);
                long lockedNs = k.nowNs();
                k.mutexUnlock(m);
                run.log.add(lockedNs - startNs + " " + (k.nowNs() - lockedNs) + " ns, calls " + calls[0]);
            });
            run.run(10);
            return run.log;
        }
    }

    @Test
    void anUncontendedLockIsAKernelCallUnlessTheProfileSaysOtherwise() {
        assertEquals(List.of("7000 7000 ns, calls 2"), lockAndUnlock(CALLS, MutexAttr.DEFAULT));
        assertEquals(List.of("50 50 ns, calls 0"), lockAndUnlock(INSTRUCTION, MutexAttr.DEFAULT));
        assertEquals(List.of("7000 7000 ns, calls 2"), lockAndUnlock(INSTRUCTION, MutexAttr.protect(20)));
        assertEquals(List.of("7000 7000 ns, calls 2"), lockAndUnlock(INSTRUCTION, MutexAttr.DEFAULT.asRobust()));
    }

    /// `high` comes while `low` is at the instruction that locks: it is first, and `low` needs the kernel after all.
    @Test
    void whoIsOvertakenAtTheInstructionCallsTheKernel() {
        var costs = new CostProfile("slow", "test", Map.of(CostItem.SYNC_UNCONTENDED, Ns.ms(2)), Map.of());
        try (var run = new TestWorld(KernelConfig.DEFAULT.costs(costs))) {
            run.at(0, "low", 10, k -> {
                int m = k.mutexCreate("m", MutexAttr.DEFAULT);
                thread(run, k, "high", 20, () -> {
                    k.sleepUntil(Ns.ms(1));
                    k.mutexLock(m);
                    k.sleepUntil(Ns.ms(6));
                    k.mutexUnlock(m);
                });
                k.mutexLock(m);
                run.say("low has it; again " + errnoOf(() -> k.mutexLock(m)));
                k.mutexUnlock(m);
            });
            run.run(20);

            assertEquals("""
                    low    10 |#--#mm##
                    high   20 |z##zzz
                    """, run.timeline(0, 12));
            assertEquals(List.of("6 low has it; again EDEADLK"), run.log);
        }
    }

    @ParameterizedTest
    @CsvSource({"INHERIT, ERROR_CHECK", "PROTECT, NORMAL", "INHERIT, RECURSIVE"})
    void uncontendedLockingAllocatesNothing(MutexProtocol protocol, MutexType type) {
        var found = new ArrayList<Long>();
        var memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var board = new Board(new World(1, TraceSink.NONE), "test", 1);
        try (var kernel = new Kernel(board, KernelConfig.DEFAULT.coroutines(CoroutineKind.CONTINUATION))) {
            kernel.spawn("p", (k, args) -> {
                int m = k.mutexCreate("m", new MutexAttr(protocol, 20, type, false, false));
                for (int round = 0; round < 4; round++) {
                    long before = memory.getCurrentThreadAllocatedBytes();
                    for (int i = 0; i < 5_000; i++) {
                        k.mutexLock(m);
                        k.mutexUnlock(m);
                    }
                    found.add(memory.getCurrentThreadAllocatedBytes() - before);
                }
                return 0;
            }, List.of(), new ThreadAttr("p", 10, SchedPolicy.FIFO));
            kernel.run(Ns.ms(1));
        }

        assertTrue(found.getLast() < 5_000, "bytes for 5,000 locks and unlocks: " + found);
    }
}
