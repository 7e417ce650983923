package rtk.apps.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import rtk.board.can.CanBus;
import rtk.board.can.CanController;
import rtk.board.can.CanFrame;
import rtk.board.can.PeriodicMessage;
import rtk.board.can.PeriodicSender;
import rtk.board.hw.IrqLine;
import rtk.board.sim.Ns;
import rtk.kernel.KernelConfig;
import rtk.kernel.api.CostItem;
import rtk.kernel.api.CostProfile;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.MsgInfo;
import rtk.kernel.api.MutexProtocol;
import rtk.kernel.api.SigEvent;
import rtk.kernel.api.SporadicParam;
import rtk.kernel.api.ThreadAttr;

/// What a latency is blamed on: one small system per cause, with the shares worked out by hand. Kernel work is free except where it is
/// what the test is about.
class BlameTest {
    private static final int SETUP_PRIORITY = 60;

    private static RtkWorld world(KernelConfig config) { return new RtkWorld(config, 1, 1); }

    private static KernelConfig costs(Map<CostItem, Long> ns) {
        return KernelConfig.DEFAULT.costs(new CostProfile("test", "test", new EnumMap<>(ns), Map.of()));
    }

    /// A process `app` whose threads `body` creates.
    private static RtkWorld app(RtkWorld world, Consumer<KernelCalls> body) {
        return world.at(0, "app", SETUP_PRIORITY, k -> {
            body.accept(k);
            k.sleepUntil(Ns.s(1));
        });
    }

    private static void thread(KernelCalls k, String name, int priority, Runnable body) {
        k.threadCreate(ThreadAttr.named(name).priority(priority), body);
    }

    /// A thread that, at `us`, says `from`, does `work`, and says `to`.
    private static void measured(KernelCalls k, String name, int priority, long us, Runnable work) {
        thread(k, name, priority, () -> {
            k.sleepUntil(Ns.us(us));
            k.trace("from", 0);
            work.run();
            k.trace("to", 0);
        });
    }

    private static void expect(RtkWorld world, String... lines) {
        try (world) {
            world.run(Ns.ms(10));
            assertEquals(List.of(lines), world.explain("user from", "user to"));
        }
    }

    // Threads.

    /// ```
    /// hi 20     ###
    /// lo 10 ####---######
    /// ```
    @Test
    void ownComputationAndPreemption() {
        expect(app(world(KernelConfig.DEFAULT), k -> {
            measured(k, "lo", 10, 10, () -> k.compute(Ns.us(10)));
            thread(k, "hi", 20, () -> {
                k.sleepUntil(Ns.us(14));
                k.compute(Ns.us(3));
            });
        }), "4 us own computation by app/lo", "3 us preempted by app/hi", "6 us own computation by app/lo");
    }

    @Test
    void aThreadOfTheSamePriorityIsWaitedFor() {
        expect(app(world(KernelConfig.DEFAULT), k -> {
            thread(k, "a", 10, () -> {
                k.sleepUntil(Ns.us(10));
                k.compute(Ns.us(8));
            });
            thread(k, "b", 10, () -> {
                k.sleepUntil(Ns.us(12));
                k.compute(Ns.us(2));
                k.trace("to", 0);
            });
            thread(k, "watch", 20, () -> {
                k.sleepUntil(Ns.us(12));
                k.trace("from", 0);
            });
        }), "6 us behind equal priority of app/a", "2 us own computation by app/b");
    }

    /// lo has the mutex from 10 to 20 us; hi wants it at 14.
    @Test
    void theOwnerOfAMutexIsWaitedFor() {
        expect(app(world(KernelConfig.DEFAULT), k -> lowHasMutex(k, MutexProtocol.INHERIT)), "6 us mutex held by app/lo (m)");
    }

    private static void lowHasMutex(KernelCalls k, MutexProtocol protocol) {
        int mutex = k.mutexCreate("m", protocol, 0);
        thread(k, "lo", 10, () -> {
            k.sleepUntil(Ns.us(10));
            k.mutexLock(mutex);
            k.compute(Ns.us(10));
            k.mutexUnlock(mutex);
        });
        measured(k, "hi", 20, 14, () -> k.mutexLock(mutex));
    }

    /// Without inheritance mid takes the core from lo at 15 us, for 5, while hi waits for lo.
    @Test
    void aThirdThreadThatRunsMeanwhileIsAnInversion() {
        expect(app(world(KernelConfig.DEFAULT), k -> {
            lowHasMutex(k, MutexProtocol.NONE);
            thread(k, "mid", 15, () -> {
                k.sleepUntil(Ns.us(15));
                k.compute(Ns.us(5));
            });
        }), "1 us mutex held by app/lo (m)", "5 us priority inversion by app/mid", "5 us mutex held by app/lo (m)");
    }

    /// The owner of the mutex waits for a server: 2 of its 6 us.
    @Test
    void theServerOfAnOwnerIsWaitedForToo() {
        expect(app(world(KernelConfig.DEFAULT), k -> {
            int mutex = k.mutexCreate("m", MutexProtocol.INHERIT, 0);
            int server = server(k, "server", 30, () -> k.compute(Ns.us(2)));
            thread(k, "lo", 10, () -> {
                k.sleepUntil(Ns.us(10));
                k.mutexLock(mutex);
                k.compute(Ns.us(5));
                k.msgSend(server, new byte[1], new byte[0]);
                k.compute(Ns.us(3));
                k.mutexUnlock(mutex);
            });
            measured(k, "hi", 20, 14, () -> k.mutexLock(mutex));
        }), "1 us mutex held by app/lo (m)", "2 us server app/server (for app/lo)", "3 us mutex held by app/lo (m)");
    }

    // Messages.

    private static int server(KernelCalls k, String name, int priority, Runnable work) {
        int chid = k.channelCreate();
        thread(k, name, priority, () -> {
            for (;;) {
                int rcvid = k.msgReceive(chid, new byte[8], new MsgInfo());
                work.run();
                if (rcvid != 0) k.msgReply(rcvid, 0);
            }
        });
        return k.connectAttach(0, chid, 0);
    }

    /// The server works for c1 from 10 to 15 us; c2 asks at 12.
    @Test
    void aServerIsBusyForAnotherClientFirst() {
        expect(app(world(KernelConfig.DEFAULT), k -> {
            int server = server(k, "server", 30, () -> k.compute(Ns.us(5)));
            thread(k, "c1", 10, () -> {
                k.sleepUntil(Ns.us(10));
                k.msgSend(server, new byte[1], new byte[0]);
            });
            measured(k, "c2", 12, 12, () -> k.msgSend(server, new byte[1], new byte[0]));
        }), "3 us server busy app/server (for app/c1)", "5 us server app/server (for app/c2)");
    }

    @Test
    void aServerAsksAnotherServer() {
        expect(app(world(KernelConfig.DEFAULT), k -> {
            int back = server(k, "back", 31, () -> k.compute(Ns.us(3)));
            int front = server(k, "front", 30, () -> {
                k.compute(Ns.us(2));
                k.msgSend(back, new byte[1], new byte[0]);
                k.compute(Ns.us(1));
            });
            measured(k, "c", 10, 12, () -> k.msgSend(front, new byte[1], new byte[0]));
        }), "2 us server app/front (for app/c)", "3 us server app/back (for app/front)", "1 us server app/front (for app/c)");
    }

    /// The pulse of 12 us is received at 15, when the thread is done with the one of 10.
    @Test
    void aPulseWaitsForEarlierWork() {
        expect(app(world(KernelConfig.DEFAULT), k -> {
            int chid = k.channelCreate();
            int coid = k.connectAttach(0, chid, 0);
            thread(k, "t", 10, () -> {
                k.msgReceive(chid, new byte[64], new MsgInfo());
                k.compute(Ns.us(5));
                k.msgReceive(chid, new byte[64], new MsgInfo());
                k.compute(Ns.us(2));
                k.trace("to", 0);
            });
            thread(k, "hi", 20, () -> {
                k.sleepUntil(Ns.us(10));
                k.msgSendPulse(coid, 10, 1, 0);
                k.sleepUntil(Ns.us(12));
                k.trace("from", 0);
                k.msgSendPulse(coid, 10, 2, 0);
            });
        }), "3 us earlier work of app/t", "2 us own computation by app/t");
    }

    /// Posted at 13 by a thread that computed since 10.
    @Test
    void whoPostsIsAStageOfThePath() {
        expect(app(world(KernelConfig.DEFAULT), k -> {
            int sem = k.semCreate("s", 0);
            thread(k, "t", 20, () -> {
                k.semWait(sem);
                k.compute(Ns.us(1));
                k.trace("to", 0);
            });
            thread(k, "source", 10, () -> {
                k.sleepUntil(Ns.us(10));
                k.trace("from", 0);
                k.compute(Ns.us(3));
                k.semPost(sem);
            });
        }), "3 us own computation by app/source", "1 us own computation by app/t");
    }

    @Test
    void aThreadIsCreatedBySomebody() {
        expect(app(world(KernelConfig.DEFAULT), k -> {
            k.sleepUntil(Ns.us(10));
            k.trace("from", 0);
            k.compute(Ns.us(3));
            thread(k, "child", SETUP_PRIORITY + 1, () -> k.trace("to", 0));
        }), "3 us startup by app/1 (for app/child)");
    }

    // Kernel.

    /// Entry 10, service 500, exit 20.
    @Test
    void aKernelCallCosts() {
        var config = costs(Map.of(CostItem.CALL_ENTRY, 10L, CostItem.CALL_SERVICE, 500L, CostItem.CALL_EXIT, 20L));
        expect(app(world(config), k -> measured(k, "t", 10, 50, k::schedYield)), "530 ns kernel call of app/t (SchedYield)");
    }

    /// Two switches of a thread, 90 ns each, and the two calls of the server in between.
    @Test
    void threadSwitchesCost() {
        expect(app(world(costs(Map.of(CostItem.THREAD_SWITCH, 90L))), k -> {
            int server = server(k, "server", 30, () -> k.compute(Ns.us(5)));
            measured(k, "c", 10, 50, () -> k.msgSend(server, new byte[1], new byte[0]));
        }), "90 ns thread switch to app/server", "5 us server app/server (for app/c)", "90 ns thread switch to app/c");
    }

    // Timers.

    /// Asked at 0 for 1.2 ms; the tick that finds it due is the one at 2 ms.
    @Test
    void aTimerWaitsForTheTick() {
        expect(app(world(KernelConfig.DEFAULT.tickTimers(Ns.ms(1))), k -> thread(k, "t", 10, () -> {
            k.trace("from", 0);
            k.sleepUntil(Ns.us(1_200));
            k.trace("to", 0);
        })), "1.2 ms asleep app/t", "800 us timer quantisation of timer0");
    }

    /// Budget 2 us: from then on at priority 5, below mid.
    @Test
    void aSporadicThreadIsOutOfBudget() {
        expect(app(world(KernelConfig.DEFAULT), k -> {
            var attr = ThreadAttr.named("s").priority(20).sporadic(new SporadicParam(5, Ns.us(2), Ns.us(500), 4));
            k.threadCreate(attr, () -> {
                k.sleepUntil(Ns.us(1_000));
                k.trace("from", 0);
                k.compute(Ns.us(5));
                k.trace("to", 0);
            });
            thread(k, "mid", 10, () -> {
                k.sleepUntil(Ns.us(1_001));
                k.compute(Ns.us(8));
            });
        }), "2 us own computation by app/s", "8 us out of budget behind app/mid", "3 us own computation by app/s");
    }

    // Interrupts.

    private static IrqLine line(RtkWorld world, String name) {
        return world.board().newLine(world.board().world().device(name, "test", 0));
    }

    private static void drive(RtkWorld world, String name, int priority, IrqLine line) {
        world.at(0, name, priority, k -> {
            k.interruptAttachEvent(line.irq(), new SigEvent.Intr());
            for (;;) {
                k.interruptWait();
                line.set(false);
                k.interruptUnmask(line.irq());
            }
        });
    }

    private static void expectPath(RtkWorld world, String from, String to, String... lines) {
        try (world) {
            world.run(Ns.ms(10));
            assertEquals(List.of(lines), world.explain(from, to));
        }
    }

    /// Entry 100 and event 30, exit 200; a switch of 1000.
    @Test
    void anInterruptIsDelivered() {
        RtkWorld world = world(costs(Map.of(CostItem.INTERRUPT_ENTRY, 100L, CostItem.INTERRUPT_EVENT, 30L,
                CostItem.INTERRUPT_EXIT, 200L, CostItem.PROCESS_SWITCH, 1_000L)));
        IrqLine line = line(world, "dev");
        drive(world, "drv", 20, line);
        world.at(0, "app", 10, k -> k.compute(Ns.ms(5)));
        world.at(Ns.ms(1), () -> line.set(true));
        expectPath(world, "irq dev", "run drv", "130 ns interrupt delivery of dev", "200 ns interrupt delivery of dev",
                "1 us thread switch to drv/1");
    }

    /// The application's kernel call of 530 ns began 200 ns before.
    @Test
    void anInterruptWaitsForTheEndOfAKernelCall() {
        RtkWorld world = world(costs(Map.of(CostItem.CALL_ENTRY, 10L, CostItem.CALL_SERVICE, 500L, CostItem.CALL_EXIT, 20L)));
        IrqLine line = line(world, "dev");
        drive(world, "drv", 20, line);
        world.at(0, "app", 10, k -> {
            k.compute(Ns.ms(5), 999_800);
            k.schedYield();
        });
        world.at(Ns.ms(1), () -> line.set(true));
        expectPath(world, "irq dev", "run drv", "330 ns interrupts off for app/1 (SchedYield)",
                "20 ns kernel call of drv/1 (InterruptWait)");
    }

    /// The line rises at 101 us; the handler of the other one runs from 100 to 104.
    @Test
    void anInterruptWaitsBehindAnother() {
        RtkWorld world = world(KernelConfig.DEFAULT);
        IrqLine first = line(world, "first");
        IrqLine second = line(world, "second");
        drive(world, "drv", 20, second);
        world.at(0, "other", 30, k -> {
            k.interruptAttach(first.irq(), isr -> {
                isr.compute(Ns.us(4));
                first.set(false);
                return null;
            });
            k.sleepUntil(Ns.ms(5));
        });
        world.at(Ns.us(100), () -> first.set(true));
        world.at(Ns.us(101), () -> second.set(true));
        expectPath(world, "irq second", "run drv", "3 us interrupt pending behind first (handler of other)");
    }

    /// A handler of 4 us in the middle of a computation.
    @Test
    void aHandlerTakesTheCore() {
        RtkWorld world = world(KernelConfig.DEFAULT);
        IrqLine line = line(world, "dev");
        world.at(0, "other", 30, k -> {
            k.interruptAttach(line.irq(), isr -> {
                isr.compute(Ns.us(4));
                line.set(false);
                return null;
            });
            k.sleepUntil(Ns.ms(5));
        });
        world.at(Ns.us(100), () -> line.set(true));
        expect(app(world, k -> measured(k, "t", 10, 98, () -> k.compute(Ns.us(5)))), "2 us own computation by app/t",
                "4 us interrupt handler of other (dev)", "3 us own computation by app/t");
    }

    /// The driver masks its line from 100 to 105 us, is preempted for 1 us meanwhile, and the line rises at 102.
    @Test
    void aMaskedLineWaitsForItsDriver() {
        RtkWorld world = world(KernelConfig.DEFAULT);
        IrqLine line = line(world, "dev");
        world.at(0, "drv", 20, k -> {
            k.interruptAttachEvent(line.irq(), new SigEvent.Intr());
            k.sleepUntil(Ns.us(100));
            k.interruptMask(line.irq());
            k.compute(Ns.us(4));
            k.interruptUnmask(line.irq());
            k.interruptWait();
        });
        world.at(0, "hi", 30, k -> {
            k.sleepUntil(Ns.us(103));
            k.compute(Ns.us(1));
        });
        world.at(Ns.us(102), () -> line.set(true));
        expectPath(world, "irq dev", "run drv", "1 us line masked by drv/1 (dev)", "1 us preempted by hi/1",
                "1 us line masked by drv/1 (dev)");
    }

    /// InterruptDisable from 100 to 105 us.
    @Test
    void aThreadSwitchesInterruptsOff() {
        RtkWorld world = world(KernelConfig.DEFAULT);
        IrqLine line = line(world, "dev");
        drive(world, "drv", 20, line);
        world.at(0, "app", 10, k -> {
            k.sleepUntil(Ns.us(100));
            k.interruptDisable();
            k.compute(Ns.us(5));
            k.interruptEnable();
        });
        world.at(Ns.us(102), () -> line.set(true));
        expectPath(world, "irq dev", "run drv", "3 us interrupts off for app/1 (InterruptDisable)");
    }

    // Buses: 500 kbit/s, 2 us a bit; a standard frame of eight bytes has 132 bits at worst.

    private static PeriodicMessage message(String name, String frame, long atUs) {
        return new PeriodicMessage(name, CanFrame.parse(frame), false, true,
                new PeriodicMessage.Timing(Ns.s(1), Ns.us(atUs), 0));
    }

    private static RtkWorld bus(PeriodicMessage... messages) {
        RtkWorld world = world(KernelConfig.DEFAULT);
        var bus = new CanBus(world.board().world(), "can0", 500_000, 0);
        var _ = new CanController(world.board(), "ctl", bus);
        for (PeriodicMessage message : messages) new PeriodicSender(bus, message).start();
        return world;
    }

    /// Both are queued at 100 us: the other one has 132 bits and three of intermission.
    @Test
    void aFrameLosesArbitration() {
        expectPath(bus(message("a", "100#0011223344556677", 100), message("b", "200#0011223344556677", 100)), "queued can0 0x200",
                "frame can0 0x200", "270 us arbitration lost to 0x100", "264 us on the wire as 0x200");
    }

    /// The less urgent one is on the wire since 100 us, and leaves at 370; a more urgent one comes meanwhile and is first.
    @Test
    void aFrameFindsTheBusBusy() {
        expectPath(bus(message("a", "300#0011223344556677", 100), message("b", "200#0011223344556677", 150),
                message("c", "100#0011223344556677", 200)), "queued can0 0x200", "frame can0 0x200", "220 us bus busy with 0x300",
                "270 us arbitration lost to 0x100", "264 us on the wire as 0x200");
    }
}
