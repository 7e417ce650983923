package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import rtk.kernel.api.Ability;
import rtk.kernel.api.AbilityRule;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.ThreadAttr;

/// Which priorities a process may use: 1 to 63, more with the PRIORITY ability.
class PriorityRangeTest {
    private static void unprivileged(Scheduling scheduling, Consumer<KernelCalls> code) {
        try (var run = new TestWorld(KernelConfig.DEFAULT.scheduling(scheduling))) {
            run.at(0, "p", 10, k -> {
                k.procmgrAbility(0, AbilityRule.deny(Ability.PRIORITY));
                code.accept(k);
            });
            run.runWell(10);
        }
    }

    private static void refused(Errno errno, Runnable call) {
        assertEquals(errno, assertThrows(ErrnoException.class, call::run).errno());
    }

    @Test
    @Rule("14.7")
    void rule7WithoutTheAbilityPriority64IsRefusedHoweverItIsAskedFor() {
        unprivileged(Scheduling.DEFAULT, k -> {
            refused(Errno.EPERM, () -> k.setSchedPrio(0, 64));
            refused(Errno.EPERM, () -> k.setSchedParam(0, 255, SchedPolicy.RR));
            refused(Errno.EPERM, () -> k.threadCreate(new ThreadAttr("t", 64, null), () -> {}));
            refused(Errno.EPERM, () -> k.spawn("c", (calls, args) -> 0, List.of(), new ThreadAttr("t", 64, null)));
            assertEquals(10, k.priority());
            k.setSchedPrio(0, 63);
            assertEquals(63, k.priority());
        });
    }

    @Test
    @Rule("14.7")
    void rule7WhereTheKernelSaturatesItGets63() {
        unprivileged(Scheduling.DEFAULT.saturates(true), k -> {
            k.setSchedPrio(0, 64);
            assertEquals(63, k.priority());
            assertEquals(63, k.schedGet(k.threadCreate(new ThreadAttr("t", 300, SchedPolicy.FIFO), () -> {})).priority());
            refused(Errno.EINVAL, () -> k.setSchedPrio(0, 0));
        });
    }

    @Test
    void theBorderCanBeMoved() {
        unprivileged(Scheduling.DEFAULT.privilegedFrom(32), k -> {
            k.setSchedPrio(0, 31);
            refused(Errno.EPERM, () -> k.setSchedPrio(0, 32));
        });
    }

    @Test
    void withTheAbilityAllOfThemCanBeUsed() {
        try (var run = new TestWorld(KernelConfig.DEFAULT.scheduling(Scheduling.DEFAULT.saturates(true)))) {
            run.at(0, "p", 10, k -> {
                k.setSchedPrio(0, 255);
                assertEquals(255, k.priority());
                k.setSchedPrio(0, 256);
                assertEquals(255, k.priority());
            });
            run.runWell(10);
        }
    }
}
