package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static rtk.kernel.TestWorld.errnoOf;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rtk.board.hw.IrqLine;
import rtk.board.sim.Ns;
import rtk.board.sim.Rank;
import rtk.board.sim.SimEvent;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Pulse;
import rtk.kernel.api.SigEvent;
import rtk.kernel.api.ThreadAttr;
import rtk.trace.EventKind;

/// Interrupts of 8.0: service threads.
class InterruptThreadTest {
    private static final KernelConfig SDP_8 = KernelConfig.DEFAULT.version(KernelVersion.SDP_8);

    private static IrqLine line(TestWorld run, long... ms) {
        IrqLine line = run.board.newLine(run.world().device("dev", "test", 0));
        for (long at : ms) run.world().engine().at(SimEvent.of(Rank.DEVICE, () -> line.set(true)), Ns.ms(at));
        return line;
    }

    /// Serves each interrupt for 1 ms, forever.
    private static void serve(TestWorld run, KernelCalls k, IrqLine line, String name) {
        k.interruptAttachThread(line.irq());
        for (;;) {
            k.interruptWait();
            run.say(name);
            k.compute(Ns.ms(1));
            line.set(false);
            k.interruptUnmask(line.irq());
        }
    }

    @Test
    @Rule("N11")
    void n11ProgramsHaveNoHandlers() {
        try (var run = new TestWorld(SDP_8)) {
            IrqLine line = line(run);
            run.at(0, "drv", 20, k -> run.say(errnoOf(() -> k.interruptAttach(line.irq(), isr -> null)).toString()));
            run.run(1);

            assertEquals(List.of("0 ENOSYS"), run.log);
        }
    }

    /// Both threads on the line are told; it stays masked until both have unmasked it.
    @ParameterizedTest
    @EnumSource
    @Rule("N12")
    void n12EachAttachedThreadIsToldAndTheLineIsMaskedUntilAllUnmask(CoroutineKind kind) {
        try (var run = new TestWorld(SDP_8.coroutines(kind))) {
            IrqLine line = line(run, 2, 3);
            run.watch((timeNs, event, a, b, c, d, e) -> {
                if (event == EventKind.IRQ_MASKED || event == EventKind.IRQ_UNMASKED) run.say(event.label() + " " + c);
                if (event == EventKind.IRQ_EXIT && b == line.irq()) run.say(event.label());
            });
            run.at(0, "one", 20, k -> serve(run, k, line, "one"));
            run.at(0, "two", 21, k -> serve(run, k, line, "two"));
            run.run(10);

            assertEquals(List.of("2 irq.masked 1", "2 irq.masked 2", "2 irq.exit", "2 two", "3 irq.unmasked 1", "3 one",
                    "4 irq.unmasked 0"), run.log);
            assertEquals("""
                    one    20 |ii-#i
                    two    21 |ii#ii
                    """, run.timeline(0, 5));
        }
    }

    @Test
    @Rule("N13")
    void n13AnInterruptThreadIsPreemptedByAHigherOne() {
        try (var run = new TestWorld(SDP_8)) {
            IrqLine line = line(run, 2);
            run.at(0, "ist", 20, k -> serve(run, k, line, "ist"));
            run.at(1, "high", 30, k -> k.compute(Ns.ms(3)));
            run.at(0, "low", 10, k -> k.compute(Ns.ms(3)));
            run.run(10);

            assertEquals(List.of("4 ist"), run.log);
            assertEquals("""
                    ist    20 |ii--#iii
                    high   30 | ###
                    low    10 |#----##
                    """, run.timeline(0, 8));
        }
    }

    /// The kernel's thread, of the priority of the one that attached, delivers the pulse: not before a higher one is done.
    @ParameterizedTest
    @EnumSource
    @Rule({"N11", "N13"})
    void n11ForAnEventTheKernelMakesAThreadThatDeliversIt(CoroutineKind kind) {
        try (var run = new TestWorld(SDP_8.coroutines(kind))) {
            IrqLine line = line(run, 2, 6);
            run.at(0, "drv", 20, k -> {
                int chid = k.channelCreate();
                run.row("ist" + line.irq(), 20);
                k.interruptAttachEvent(line.irq(), new SigEvent.Pulse(k.connectAttach(0, chid, 0), 20, 1, 7));
                var buffer = new byte[Pulse.BYTES];
                for (;;) {
                    k.msgReceive(chid, buffer, null);
                    run.say("pulse " + Pulse.in(buffer).value());
                    line.set(false);
                    k.interruptUnmask(line.irq());
                }
            });
            run.at(1, "high", 30, k -> k.compute(Ns.ms(3)));
            run.run(10);

            assertEquals(List.of("4 pulse 7", "6 pulse 7"), run.log);
            assertEquals("""
                    drv    20 |rrrrrr
                    high   30 | ###
                    ist32  20 |ii--ii
                    """, run.timeline(0, 6));
        }
    }

    @Test
    @Rule("N11")
    void n11TheThreadOfAnEventHasThePriorityAskedForAndGoesWithTheAttachment() {
        try (var run = new TestWorld(SDP_8)) {
            IrqLine line = line(run, 2, 4);
            run.watch((timeNs, event, a, b, c, d, e) -> {
                if (event == EventKind.THREAD_CREATED) run.say("thread " + a + " priority " + d);
            });
            run.at(0, "drv", 20, k -> {
                int sem = k.semCreate("s", 0);
                int id = k.interruptAttachEventPriority(line.irq(), new SigEvent.Sem(sem), 40);
                k.semWait(sem);
                run.say("told");
                line.set(false);
                k.interruptDetach(id);
                k.threadCreate(ThreadAttr.named("attaches").priority(20),
                        () -> k.interruptAttachEvent(line.irq(), new SigEvent.Sem(sem)));
                k.timerTimeout(Ns.ms(5));
                run.say(errnoOf(() -> k.semWait(sem)).toString());
            });
            run.run(10);

            assertEquals(List.of("0 thread 1 priority 20", "0 thread 2 priority 40", "2 told", "2 thread 3 priority 20",
                    "2 thread 4 priority 20", "7 ETIMEDOUT"), run.log);
            assertEquals(0, run.kernel.processCount());
        }
    }

    /// Told of each interrupt, also of one that came before it waits.
    @Test
    @Rule("N12")
    void n12InterruptsAreCountedForAThreadThatDoesNotWaitYet() {
        try (var run = new TestWorld(SDP_8)) {
            IrqLine one = line(run, 1);
            IrqLine two = line(run, 2);
            run.at(0, "ist", 20, k -> {
                k.interruptAttachThread(one.irq());
                k.interruptAttachThread(two.irq());
                k.compute(Ns.ms(3));
                for (int i = 0; i < 3; i++) {
                    k.timerTimeout(Ns.ms(1));
                    run.say(errnoOf(k::interruptWait).toString());
                }
            });
            run.run(10);

            assertEquals(List.of("3 EOK", "3 EOK", "4 ETIMEDOUT"), run.log);
        }
    }
}
