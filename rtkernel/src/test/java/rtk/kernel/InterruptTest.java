package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static rtk.kernel.TestWorld.errnoOf;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rtk.board.hw.InterruptController;
import rtk.board.hw.IrqLine;
import rtk.board.sim.Ns;
import rtk.board.sim.Rank;
import rtk.board.sim.SimEvent;
import rtk.kernel.api.Ability;
import rtk.kernel.api.AbilityRule;
import rtk.kernel.api.ClockId;
import rtk.kernel.api.CostItem;
import rtk.kernel.api.CostProfile;
import rtk.kernel.api.InterruptFlag;
import rtk.kernel.api.IntrSpin;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.SigEvent;
import rtk.kernel.api.ThreadAttr;
import rtk.trace.EventKind;

class InterruptTest {
    /// The line goes up at each of `us`; whoever handles it takes it down.
    private static IrqLine line(TestWorld run, long... us) {
        IrqLine line = run.board.newLine(run.world().device("dev", "test", 0));
        for (long at : us) run.world().engine().at(SimEvent.of(Rank.DEVICE, () -> line.set(true)), Ns.us(at));
        return line;
    }

    private static CostProfile costs(Map<CostItem, Long> ns) {
        return new CostProfile("test", "test", new EnumMap<>(ns), Map.of());
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptThreadRunsAtTheNanosecondOfTheInterrupt(CoroutineKind kind) {
        try (var run = new TestWorld(KernelConfig.DEFAULT.coroutines(kind))) {
            IrqLine line = line(run, 1_500, 4_000);
            run.at(0, "drv", 20, k -> {
                k.interruptAttachEvent(line.irq(), new SigEvent.Intr());
                for (;;) {
                    k.interruptWait();
                    run.say("irq");
                    k.compute(Ns.us(500));
                    line.set(false);
                    k.interruptUnmask(line.irq());
                }
            });
            run.at(0, "app", 10, k -> {
                k.compute(Ns.ms(5));
                run.say("app done");
            });
            run.run(10);

            assertEquals(List.of("1.500 irq", "4 irq", "6 app done"), run.log);
        }
    }

    /// Entry 2 us, handler 10 us with another interrupt of the same urgency waiting, exit 3 us, switch 4 us, exit of the call 1 us.
    @ParameterizedTest
    @EnumSource
    void eachStepOfAnInterruptCostsWhatTheProfileSays(CoroutineKind kind) {
        var profile = costs(Map.of(CostItem.INTERRUPT_ENTRY, Ns.us(2), CostItem.INTERRUPT_EXIT, Ns.us(3), CostItem.PROCESS_SWITCH,
                Ns.us(4), CostItem.CALL_EXIT, Ns.us(1)));
        try (var run = new TestWorld(KernelConfig.DEFAULT.costs(profile).coroutines(kind))) {
            IrqLine line = line(run, 1_000);
            run.at(0, "drv", 20, k -> {
                k.interruptAttach(line.irq(), isr -> {
                    run.say("isr");
                    isr.compute(Ns.us(10));
                    line.set(false);
                    return new SigEvent.Intr();
                });
                k.interruptWait();
                run.say("thread");
            });
            run.at(0, "app", 10, k -> k.compute(Ns.ms(5)));
            run.run(10);

            assertEquals(List.of("1.002 isr", "1.020 thread"), run.log);
        }
    }

    /// A call of 100 us begins at 950 us: the interrupt of 1,000 us is taken when it ends.
    @Test
    void aKernelSectionHoldsTheInterruptBack() {
        var profile = costs(Map.of(CostItem.CALL_SERVICE, Ns.us(100)));
        try (var run = new TestWorld(KernelConfig.DEFAULT.costs(profile))) {
            IrqLine line = line(run, 1_000);
            run.at(0, "drv", 20, k -> {
                k.interruptAttach(line.irq(), isr -> {
                    run.say("isr");
                    line.set(false);
                    return null;
                });
                k.sleepUntil(Ns.ms(20));
            });
            run.at(0, "app", 10, k -> {
                k.compute(Ns.us(750));
                k.schedYield();
                k.compute(Ns.ms(1));
            });
            run.run(10);

            assertEquals(List.of("1.050 isr"), run.log);
        }
    }

    @Test
    void aMoreUrgentInterruptNestsInAComputingHandler() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            IrqLine slow = line(run, 1_000);
            IrqLine fast = line(run, 1_010);
            run.board.interrupts().setPriority(fast.irq(), 10);
            run.at(0, "drv", 20, k -> {
                k.interruptAttach(slow.irq(), isr -> {
                    isr.compute(Ns.us(50));
                    run.say("slow done");
                    slow.set(false);
                    return null;
                });
                k.interruptAttach(fast.irq(), isr -> {
                    isr.compute(Ns.us(5));
                    run.say("fast done");
                    fast.set(false);
                    return null;
                });
                k.interruptWait();
            });
            run.run(10);

            assertEquals(List.of("1.015 fast done", "1.055 slow done"), run.log);
        }
    }

    // 7.x, rule by rule.

    /// Attaches a handler that says `name`, takes the line down if `down`, and computes `us`.
    private static int routine(TestWorld run, KernelCalls k, IrqLine line, String name, boolean down, long us,
            InterruptFlag... flags) {
        return k.interruptAttach(line.irq(), isr -> {
            run.say(name);
            if (us > 0) isr.compute(Ns.us(us));
            if (down) line.set(false);
            return null;
        }, flags);
    }

    @Test
    @Rule("N1")
    void n1AHandlerRunsOnTheCoreThatTookTheInterruptAndMayReturnAnEvent() {
        try (var run = new TestWorld(KernelConfig.DEFAULT, 2)) {
            IrqLine line = line(run, 1_000, 2_000);
            run.board.interrupts().setTarget(line.irq(), 1);
            run.watch((timeNs, kind, a, b, c, d, e) -> {
                if (kind == EventKind.ISR_ENTER) run.say("handler on core " + a + " of process " + c);
            });
            run.at(0, "drv", 20, k -> {
                var count = new int[1];
                k.interruptAttach(line.irq(), isr -> {
                    line.set(false);
                    return ++count[0] == 2 ? new SigEvent.Intr() : null;
                });
                k.interruptWait();
                run.say("told");
            });
            run.run(10);

            assertEquals(List.of("1 handler on core 1 of process 1", "2 handler on core 1 of process 1", "2 told"), run.log);
        }
    }

    @Test
    @Rule("N1")
    void n1AttachingNeedsTheAbility() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            IrqLine line = line(run);
            run.at(0, "drv", 20, k -> {
                for (Ability ability : List.of(Ability.INTERRUPT, Ability.INTERRUPTEVENT)) {
                    k.procmgrAbility(0, AbilityRule.deny(ability));
                    run.say(errnoOf(() -> routine(run, k, line, "isr", true, 0)) + " "
                            + errnoOf(() -> k.interruptAttachEvent(line.irq(), new SigEvent.Intr())));
                }
            });
            run.run(1);

            assertEquals(List.of("0 EPERM EOK", "0 EPERM EPERM"), run.log);
        }
    }

    @Test
    @Rule("N2")
    void n2HandlersShareALineTheNewestFirstUnlessTheyAskForTheEnd() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            IrqLine line = line(run, 1_000);
            run.at(0, "drv", 20, k -> {
                routine(run, k, line, "first", false, 0);
                routine(run, k, line, "second", false, 0);
                routine(run, k, line, "last", true, 0, InterruptFlag.END);
                routine(run, k, line, "third", false, 0);
                k.sleep(Ns.ms(5));
            });
            run.run(10);

            assertEquals(List.of("1 third", "1 second", "1 first", "1 last"), run.log);
        }
    }

    @Test
    @Rule("N3")
    void n3TheFirstToAttachUnmasksAndTheLastToDetachMasks() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            IrqLine line = line(run);
            InterruptController controller = run.board.interrupts();
            run.at(0, "drv", 20, k -> {
                run.say("nobody " + controller.isEnabled(line.irq()));
                int one = routine(run, k, line, "one", true, 0);
                int two = routine(run, k, line, "two", true, 0);
                k.interruptDetach(one);
                run.say("one left " + controller.isEnabled(line.irq()));
                k.interruptDetach(two);
                run.say("none left " + controller.isEnabled(line.irq()));
                int three = routine(run, k, line, "three", true, 0, InterruptFlag.NO_UNMASK);
                routine(run, k, line, "four", true, 0);
                run.say("left masked " + controller.isEnabled(line.irq()));
                run.say("count " + k.interruptUnmask(line.irq()) + " " + controller.isEnabled(line.irq()));
                run.say("twice " + errnoOf(() -> k.interruptDetach(three)) + " " + errnoOf(() -> k.interruptDetach(three)));
            });
            run.run(10);

            assertEquals(
                    List.of("0 nobody false", "0 one left true", "0 none left false", "0 left masked false", "0 count 0 true",
                            "0 twice EOK EINVAL"),
                    run.log);
        }
    }

    /// The line goes up twice before the thread unmasks: one event; and again when it is still up then.
    @ParameterizedTest
    @EnumSource
    @Rule({"N4", "14.37"})
    void rule37AnEventMasksTheLineUntilTheThreadUnmasks(CoroutineKind kind) {
        try (var run = new TestWorld(KernelConfig.DEFAULT.coroutines(kind))) {
            IrqLine line = line(run, 1_000, 2_000);
            run.world().engine().at(SimEvent.of(Rank.DEVICE, () -> line.set(false)), Ns.us(1_500));
            run.at(0, "drv", 20, k -> {
                k.interruptAttachEvent(line.irq(), new SigEvent.Intr());
                for (;;) {
                    k.interruptWait();
                    run.say("told");
                    k.compute(Ns.ms(3));
                    k.interruptMask(line.irq());
                    run.say("count " + k.interruptUnmask(line.irq()));
                    line.set(false);
                    run.say("count " + k.interruptUnmask(line.irq()));
                }
            });
            run.run(10);

            assertEquals(List.of("1 told", "4 count 1", "4 count 0"), run.log);
        }
    }

    @Test
    @Rule("N5")
    void n5MasksAreCountedAndTrackedOnesGoWithTheirProcess() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            IrqLine line = line(run, 3_000);
            run.at(0, "a", 20, k -> {
                routine(run, k, line, "a", true, 0);
                k.sleep(Ns.ms(9));
            });
            run.at(1, "b", 21, k -> {
                int id = routine(run, k, line, "b", false, 0, InterruptFlag.TRK_MSK);
                run.say("counts " + k.interruptMask(line.irq(), id) + k.interruptMask(line.irq(), id)
                        + k.interruptMask(line.irq(), id)
                        + k.interruptUnmask(line.irq(), id));
                run.say("no such id " + errnoOf(() -> k.interruptMask(line.irq(), 77)));
                run.say("another's " + errnoOf(() -> k.interruptMask(line.irq(), 1)));
                run.say("no such line " + errnoOf(() -> k.interruptMask(200)) + " " + errnoOf(() -> k.interruptUnmask(-1)));
                k.compute(Ns.ms(4));
            });
            run.run(10);

            assertEquals(List.of("1 counts 1232", "1 no such id EINVAL", "1 another's EPERM", "1 no such line EINVAL EINVAL",
                    "5 a"), run.log);
        }
    }

    @Test
    @Rule("N6")
    void n6AnAttachmentEndsWithItsThreadOrWithItsProcess() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            IrqLine own = line(run, 2_000);
            IrqLine processWide = line(run, 2_000);
            run.at(0, "drv", 20, k -> {
                k.threadCreate(ThreadAttr.named("t").priority(21), () -> {
                    routine(run, k, own, "thread's", true, 0);
                    routine(run, k, processWide, "process's", true, 0, InterruptFlag.PROCESS);
                });
                k.sleep(Ns.ms(5));
            });
            run.run(10);

            assertEquals(List.of("2 process's"), run.log);
        }
    }

    @Test
    @Rule("N6")
    void n6AnExclusiveAttachmentIsTheOnlyOne() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            IrqLine line = line(run);
            run.at(0, "drv", 20, k -> {
                int shared = routine(run, k, line, "shared", true, 0);
                run.say(errnoOf(() -> routine(run, k, line, "x", true, 0, InterruptFlag.EXCLUSIVE)).toString());
                k.interruptDetach(shared);
                routine(run, k, line, "x", true, 0, InterruptFlag.EXCLUSIVE);
                run.say(errnoOf(() -> k.interruptAttachEvent(line.irq(), new SigEvent.Intr())).toString());
            });
            run.run(10);

            assertEquals(List.of("0 EBUSY", "0 EBUSY"), run.log);
        }
    }

    @Test
    @Rule("N7")
    void n7AnEventThatCameBeforeEndsTheWaitAtOnceAndTwoAreOne() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            IrqLine line = line(run, 1_000, 2_000);
            run.at(0, "drv", 20, k -> {
                k.interruptAttach(line.irq(), isr -> {
                    line.set(false);
                    return new SigEvent.Intr();
                });
                k.compute(Ns.ms(3));
                k.interruptWait();
                run.say("told");
                k.timerTimeout(Ns.ms(2));
                run.say(errnoOf(k::interruptWait).toString());
            });
            run.run(10);

            assertEquals(List.of("3 told", "5 ETIMEDOUT"), run.log);
        }
    }

    /// Two handlers of 10 us each on one line, both with an event: the events take effect when both are done and the interrupt is
    /// ended, in their order; no thread runs between the handlers.
    @Test
    @Rule({"N8", "N10"})
    void n8EventsTakeEffectAfterTheLastHandlerAndTheEndOfInterrupt() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            IrqLine line = line(run, 1_000);
            run.watch((timeNs, kind, a, b, c, d, e) -> {
                if (kind == EventKind.IRQ_DELIVERED) run.say("delivered to thread " + b);
            });
            for (String name : List.of("low", "high")) {
                run.at(0, name, name.equals("low") ? 20 : 255, k -> {
                    k.interruptAttach(line.irq(), isr -> {
                        isr.compute(Ns.us(10));
                        run.say(name + " handler");
                        if (name.equals("low")) line.set(false);
                        return new SigEvent.Intr();
                    });
                    k.interruptWait();
                    run.say(name + " thread");
                });
            }
            run.at(0, "app", 10, k -> k.compute(Ns.ms(5)));
            run.run(10);

            // Process "high" attached first: it is the more urgent thread.
            assertEquals(List.of("1.010 low handler", "1.020 high handler", "1.020 delivered to thread 1",
                    "1.020 delivered to thread 2", "1.020 high thread", "1.020 low thread"), run.log);
        }
    }

    /// Thread A computes. IRQ x at 1000 us, handler of 50 us; IRQ y, more urgent, at 1010 us, handler of 5 us. y wakes B, x wakes C.
    @ParameterizedTest
    @EnumSource
    @Rule("N9")
    void n9NoThreadRunsBeforeTheOutermostHandlerEnds(CoroutineKind kind) {
        try (var run = new TestWorld(KernelConfig.DEFAULT.coroutines(kind))) {
            IrqLine x = line(run, 1_000);
            IrqLine y = line(run, 1_010);
            run.board.interrupts().setPriority(y.irq(), 10);
            run.at(0, "a", 10, k -> {
                k.compute(Ns.us(1_200));
                run.say("A done");
            });
            serve(run, "b", 30, y, 5);
            serve(run, "c", 20, x, 50);
            run.run(10);

            // Each thread computes 100 us; A has 200 us left.
            assertEquals(List.of("1 in c", "1.010 in b", "1.015 out b", "1.055 out c", "1.055 thread b", "1.155 thread c",
                    "1.455 A done"), run.log);
        }
    }

    private static void serve(TestWorld run, String name, int priority, IrqLine line, long us) {
        run.at(0, name, priority, k -> {
            k.interruptAttach(line.irq(), isr -> {
                run.say("in " + name);
                isr.compute(Ns.us(us));
                line.set(false);
                run.say("out " + name);
                return new SigEvent.Intr();
            });
            k.interruptWait();
            run.say("thread " + name);
            k.compute(Ns.us(100));
        });
    }

    /// An interrupt that is not more urgent than the one being handled waits for its end.
    @Test
    @Rule("N9")
    void n9AnInterruptOfTheSameUrgencyWaits() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            IrqLine x = line(run, 1_000);
            IrqLine y = line(run, 1_010);
            run.at(0, "drv", 20, k -> {
                routine(run, k, x, "x", true, 50);
                routine(run, k, y, "y", true, 5);
                k.sleep(Ns.ms(5));
            });
            run.run(10);

            assertEquals(List.of("1 x", "1.050 y"), run.log);
        }
    }

    @Test
    @Rule("N11")
    void n11In7xAThreadCannotAttachItself() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            IrqLine line = line(run);
            run.at(0, "drv", 20, k -> {
                run.say(errnoOf(() -> k.interruptAttachThread(line.irq())).toString());
                run.say(errnoOf(() -> k.interruptAttachEventPriority(line.irq(), new SigEvent.Intr(), 30)).toString());
            });
            run.run(1);

            assertEquals(List.of("0 ENOSYS", "0 ENOSYS"), run.log);
        }
    }

    // Windows without interrupts.

    /// From 500 us on for 800 us; the interrupt of 1,000 us and the thread that is due then wait.
    @ParameterizedTest
    @EnumSource
    void aWindowWithoutInterruptsDelaysThemAndIsInTheTrace(CoroutineKind kind) {
        try (var run = new TestWorld(KernelConfig.DEFAULT.coroutines(kind))) {
            IrqLine line = line(run, 1_000);
            run.watch((timeNs, event, a, b, c, d, e) -> {
                if (event == EventKind.CORE_MASKED || event == EventKind.CORE_UNMASKED)
                    run.say(event.label() + " " + a + " " + b);
            });
            run.at(0, "drv", 20, k -> {
                routine(run, k, line, "handler", true, 0);
                k.sleepUntil(Ns.us(1_100));
                run.say("thread");
            });
            run.at(0, "app", 10, k -> {
                k.compute(Ns.us(500));
                k.interruptDisable();
                k.compute(Ns.us(800));
                k.interruptEnable();
                run.say("app goes on");
            });
            run.run(10);

            assertEquals(List.of("0.500 core.masked 0 2", "1.300 core.unmasked 0 2", "1.300 handler", "1.300 thread",
                    "1.300 app goes on"), run.log);
        }
    }

    /// Its kernel calls do not let the waiting interrupt in.
    @Test
    void aKernelCallDoesNotOpenTheWindow() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            IrqLine line = line(run, 1_000);
            run.at(0, "app", 10, k -> {
                routine(run, k, line, "handler", true, 0);
                k.interruptDisable();
                k.compute(Ns.ms(2));
                run.say("clock " + k.clockGettime(ClockId.MONOTONIC));
                k.compute(Ns.ms(1));
                run.say("end");
                k.interruptEnable();
            });
            run.run(10);

            assertEquals(List.of("2 clock 2000000", "3 end", "3 handler"), run.log);
        }
    }

    /// On two cores: the second one spins until the first unlocks at 300 us.
    @Test
    void aSpinLockKeepsAnotherCoreOut() {
        try (var run = new TestWorld(KernelConfig.DEFAULT, 2)) {
            var lock = new IntrSpin();
            for (String name : List.of("one", "two")) {
                run.at(0, name, 20, k -> {
                    if (name.equals("two")) k.compute(Ns.us(100));
                    k.interruptLock(lock);
                    run.say(name + " in");
                    k.compute(Ns.us(300));
                    run.say(name + " out");
                    k.interruptUnlock(lock);
                });
            }
            run.run(10);

            assertEquals(List.of("0 one in", "0.300 one out", "0.300 two in", "0.600 two out"), run.log);
        }
    }

    /// Others run with interrupts on while it sleeps; then its window goes on.
    @Test
    void aThreadThatBlocksInItsWindowGoesOnInIt() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            IrqLine line = line(run, 1_000, 3_000);
            run.at(0, "app", 10, k -> {
                routine(run, k, line, "handler", true, 0);
                k.interruptDisable();
                k.sleep(Ns.ms(2));
                k.compute(Ns.ms(2));
                run.say("end");
                k.interruptEnable();
            });
            run.run(10);

            assertEquals(List.of("1 handler", "4 end", "4 handler"), run.log);
        }
    }
}
