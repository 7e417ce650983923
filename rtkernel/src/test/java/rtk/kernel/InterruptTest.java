package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rtk.board.hw.IrqLine;
import rtk.board.sim.Ns;
import rtk.board.sim.Rank;
import rtk.board.sim.SimEvent;
import rtk.kernel.api.CostItem;
import rtk.kernel.api.CostProfile;
import rtk.kernel.api.SigEvent;

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
}
