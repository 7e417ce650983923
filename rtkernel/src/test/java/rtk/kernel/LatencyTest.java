package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rtk.board.hw.IrqLine;
import rtk.board.sim.Ns;
import rtk.board.sim.Rank;
import rtk.board.sim.SimEvent;
import rtk.kernel.api.CostItem;
import rtk.kernel.api.CostProfile;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.SigEvent;
import rtk.trace.EventKind;
import rtk.trace.KernelCall;
import rtk.trace.ThreadState;

/// Interrupt and scheduling latency as QNX defines them, from the trace, with costs of round numbers:
///
/// | | ns |
/// |---|---:|
/// | entry of a call, its service, its exit | 10, 500, 20 |
/// | entry of an interrupt, its exit, an event | 100, 200, 30 |
/// | switch of process | 1000 |
///
/// A process computes; one driver waits in InterruptWait; its line goes up at 1 ms.
class LatencyTest {
    private static final Map<CostItem, Long> COSTS = Map.of(CostItem.CALL_ENTRY, 10L, CostItem.CALL_SERVICE, 500L,
            CostItem.CALL_EXIT, 20L, CostItem.INTERRUPT_ENTRY, 100L, CostItem.INTERRUPT_EXIT, 200L, CostItem.INTERRUPT_EVENT, 30L,
            CostItem.PROCESS_SWITCH, 1_000L);

    private static KernelConfig config(KernelVersion version) {
        return KernelConfig.DEFAULT.version(version).costs(new CostProfile("test", "test", new EnumMap<>(COSTS), Map.of()));
    }

    /// When the steps of one interrupt happen, in the trace. Section 5.3: t_assert, t_isr_enter, t_isr_exit, t_thread_run; and
    /// beside them the end of the kernel's own handler and the return of the driver's InterruptWait.
    private static final class Steps {
        final EnumMap<EventKind, Long> at = new EnumMap<>(EventKind.class);
        private int driver;

        Steps(TestWorld run, IrqLine line) {
            run.watch((timeNs, kind, a, b, c, d, e) -> {
                if (kind == EventKind.IRQ_DELIVERED && a == line.irq()) driver = (int) b;
                boolean meant = switch (kind) {
                    case IRQ_ASSERTED -> a == line.irq();
                    case ISR_ENTER, ISR_EXIT, IRQ_EXIT -> b == line.irq();
                    case THREAD_STATE -> a == driver && b == ThreadState.RUNNING.ordinal();
                    case CALL_EXIT -> a == driver && b == KernelCall.INTERRUPT_WAIT.ordinal();
                    default -> false;
                };
                if (meant) at.putIfAbsent(kind, timeNs);
            });
        }

        long from(EventKind first, EventKind last) { return at.get(last) - at.get(first); }
    }

    private static IrqLine line(TestWorld run, long atNs) {
        IrqLine line = run.board.newLine(run.world().device("dev", "test", 0));
        run.world().engine().at(SimEvent.of(Rank.DEVICE, () -> line.set(true)), atNs);
        return line;
    }

    private static void drive(TestWorld run, IrqLine line) {
        run.at(0, "drv", 20, k -> {
            k.interruptAttach(line.irq(), isr -> {
                isr.compute(4_000);
                line.set(false);
                return new SigEvent.Intr();
            });
            k.interruptWait();
        });
    }

    /// Til: entry, 100. Tsl: exit of the interrupt 200, switch 1000, way out of InterruptWait 20.
    @Test
    void latencies7xAreFromTheLineToTheHandlerAndFromItsEndToTheThread() {
        try (var run = new TestWorld(config(KernelVersion.SDP_7))) {
            IrqLine line = line(run, Ns.ms(1));
            var steps = new Steps(run, line);
            drive(run, line);
            run.at(0, "app", 10, k -> k.compute(Ns.ms(5)));
            run.run(10);

            assertEquals(100, steps.from(EventKind.IRQ_ASSERTED, EventKind.ISR_ENTER));
            assertEquals(4_000, steps.from(EventKind.ISR_ENTER, EventKind.ISR_EXIT));
            assertEquals(1_200, steps.from(EventKind.ISR_EXIT, EventKind.THREAD_STATE));
            assertEquals(1_220, steps.from(EventKind.ISR_EXIT, EventKind.CALL_EXIT));
        }
    }

    /// Interrupt latency: entry 100, event 30, exit 200, switch 1000, way out of InterruptWait 20. Scheduling latency: the last two.
    @Test
    void latencies80AreFromTheLineToTheServiceThreadAndFromTheKernelsHandlerToIt() {
        try (var run = new TestWorld(config(KernelVersion.SDP_8))) {
            IrqLine line = line(run, Ns.ms(1));
            var steps = new Steps(run, line);
            run.at(0, "drv", 20, k -> {
                k.interruptAttachThread(line.irq());
                k.interruptWait();
                line.set(false);
            });
            run.at(0, "app", 10, k -> k.compute(Ns.ms(5)));
            run.run(10);

            assertEquals(1_350, steps.from(EventKind.IRQ_ASSERTED, EventKind.CALL_EXIT));
            assertEquals(1_020, steps.from(EventKind.IRQ_EXIT, EventKind.CALL_EXIT));
        }
    }

    /// The line goes up `intoNs` after a call of 530 ns was begun. Its sections with interrupts off are: entry and service, 510, and
    /// exit, 20, after which the interrupt is taken.
    @ParameterizedTest
    @CsvSource({"1, 529", "200, 330", "509, 21", "529, 1", "530, 0", "900, 0"})
    void aKernelSectionDelaysAnInterruptByExactlyItsRemainder(long intoNs, long remainderNs) {
        try (var run = new TestWorld(config(KernelVersion.SDP_7))) {
            IrqLine line = line(run, Ns.ms(1));
            var steps = new Steps(run, line);
            drive(run, line);
            run.at(0, "app", 10, k -> {
                k.compute(Ns.ms(1) - intoNs - k.nowNs());
                k.schedYield();
                k.compute(Ns.ms(1));
            });
            run.run(10);

            assertEquals(100 + remainderNs, steps.from(EventKind.IRQ_ASSERTED, EventKind.ISR_ENTER));
        }
    }

    /// Til = 100 at best; worst: what is left of the longest section, the more urgent handler, and its own way in and out.
    @Test
    void worstLatencyIsTheBestAndTheSectionAndTheMoreUrgentHandlers() {
        try (var run = new TestWorld(config(KernelVersion.SDP_7))) {
            IrqLine other = line(run, Ns.ms(1) - 1);
            IrqLine line = line(run, Ns.ms(1));
            run.board.interrupts().setPriority(other.irq(), 10);
            var steps = new Steps(run, line);
            run.at(0, "other", 30, k -> attachShort(k, other));
            drive(run, line);
            run.at(0, "app", 10, k -> {
                k.compute(Ns.ms(1) - 30 - k.nowNs());
                k.interruptDisable();
                k.compute(3_030);
                k.interruptEnable();
                k.compute(Ns.ms(1));
            });
            run.run(10);

            // 3000 of the window, 100 + 7000 + 200 of the other interrupt, 100 of its own.
            assertEquals(3_000 + 7_300 + 100, steps.at.get(EventKind.ISR_EXIT) - 4_000 - Ns.ms(1));
        }
    }

    private static void attachShort(KernelCalls k, IrqLine line) {
        k.interruptAttach(line.irq(), isr -> {
            isr.compute(7_000);
            line.set(false);
            return null;
        });
        k.sleep(Ns.ms(9));
    }

    @Test
    void theStepsAreInOrder() {
        try (var run = new TestWorld(config(KernelVersion.SDP_7))) {
            IrqLine line = line(run, Ns.ms(1));
            var steps = new Steps(run, line);
            drive(run, line);
            run.run(10);

            assertEquals(List.of(Ns.ms(1), Ns.ms(1) + 100, Ns.ms(1) + 4_100, Ns.ms(1) + 4_300),
                    List.of(EventKind.IRQ_ASSERTED, EventKind.ISR_ENTER, EventKind.ISR_EXIT, EventKind.IRQ_EXIT).stream()
                            .map(steps.at::get).toList());
        }
    }
}
