package rtk.apps.testkit;

import java.util.EnumMap;
import java.util.Map;
import rtk.board.can.CanBus;
import rtk.board.can.CanController;
import rtk.board.can.CanFrame;
import rtk.board.can.PeriodicMessage;
import rtk.board.can.PeriodicSender;
import rtk.board.hw.IrqLine;
import rtk.board.sim.Ns;
import rtk.board.sim.SimRandom;
import rtk.board.sim.World;
import rtk.kernel.KernelConfig;
import rtk.kernel.api.CostItem;
import rtk.kernel.api.CostProfile;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.MsgInfo;
import rtk.kernel.api.MutexProtocol;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.SigEvent;
import rtk.kernel.api.SporadicParam;
import rtk.kernel.api.ThreadAttr;
import rtk.trace.TraceSink;

/// A system from a seed: a driver and its line, a CAN bus with four senders and now and then an error, a process with servers, clients, a
/// mutex, a semaphore, a timer, threads of every policy, on one to three cores, with random costs or none.
final class RandomSystem {
    private final SimRandom random;
    private final RtkWorld world;
    private int mutex;
    private int sem;
    private int coid;

    RandomSystem(long seed) {
        var dice = new World(seed, TraceSink.NONE);
        random = dice.random("system");
        var ns = new EnumMap<CostItem, Long>(CostItem.class);
        if (chance(70)) {
            for (CostItem item : CostItem.values()) ns.put(item, random.between(0, 400));
        }
        KernelConfig config = KernelConfig.DEFAULT.costs(new CostProfile("random", "none", ns, Map.of()));
        world = new RtkWorld(chance(50) ? config : config.tickTimers(Ns.us(random.between(50, 500))),
                1 + (int) random.between(0, 2), seed);
    }

    private boolean chance(int percent) { return random.between(1, 100) <= percent; }

    private static long us(SimRandom dice, long least, long most) { return dice.between(least * 1_000, most * 1_000); }

    RtkWorld build() {
        IrqLine line = world.board().newLine(world.board().world().device("dev", "test", 0));
        world.at(0, "drv", 30, k -> drive(k, line, chance(50)));
        for (int i = 0; i < 12; i++) world.at(us(random, 10, 5_000), () -> line.set(true));
        var bus = new CanBus(world.board().world(), "can0", 500_000, 0);
        var _ = new CanController(world.board(), "ctl", bus);
        for (int i = 0; i < 4; i++) {
            var timing = new PeriodicMessage.Timing(us(random, 400, 2_000), us(random, 0, 300), us(random, 0, 100));
            new PeriodicSender(bus, new PeriodicMessage("m" + i, CanFrame.parse("1" + i + "0#00"), true, false, timing)).start();
        }
        if (chance(50)) bus.faults().bitErrorAt(us(random, 500, 4_000));
        world.at(0, "app", 60, this::app);
        return world;
    }

    private static void drive(KernelCalls k, IrqLine line, boolean handler) {
        if (handler) {
            k.interruptAttach(line.irq(), isr -> {
                isr.compute(1_500);
                line.set(false);
                return new SigEvent.Intr();
            });
        } else {
            k.interruptAttachEvent(line.irq(), new SigEvent.Intr());
        }
        for (;;) {
            k.interruptWait();
            k.compute(2_000);
            if (handler) continue;
            line.set(false);
            k.interruptUnmask(line.irq());
        }
    }

    private void app(KernelCalls k) {
        mutex = k.mutexCreate("m", chance(70) ? MutexProtocol.INHERIT : MutexProtocol.NONE, 0);
        sem = k.semCreate("s", 1);
        int chid = k.channelCreate();
        coid = k.connectAttach(0, chid, 0);
        int servers = 1 + (int) random.between(0, 1);
        for (int i = 0; i < servers; i++) start(k, "server" + i, () -> serve(k, chid));
        int threads = 2 + (int) random.between(0, 4);
        for (int i = 0; i < threads; i++) {
            SimRandom dice = world.board().world().random("thread " + i);
            start(k, "t" + i, () -> act(k, dice));
        }
        int timer = k.timerCreate(new SigEvent.Pulse(coid, 25, 1, 7));
        k.timerSettime(timer, us(random, 100, 900), us(random, 100, 900), false);
        k.sleepUntil(Ns.s(1));
    }

    private void start(KernelCalls k, String name, Runnable body) {
        ThreadAttr attr = ThreadAttr.named(name).priority((int) random.between(10, 40));
        if (chance(20)) attr = attr.sporadic(new SporadicParam(5, us(random, 10, 60), us(random, 100, 500), 4));
        else if (chance(30)) attr = attr.policy(SchedPolicy.RR);
        k.threadCreate(attr, body);
    }

    private static void serve(KernelCalls k, int chid) {
        for (;;) {
            int rcvid = k.msgReceive(chid, new byte[64], new MsgInfo());
            k.compute(3_000);
            if (rcvid != 0) k.msgReply(rcvid, 0);
            else k.trace("step", 0);
        }
    }

    private void act(KernelCalls k, SimRandom dice) {
        for (;;) {
            k.compute(us(dice, 1, 40));
            switch ((int) dice.between(0, 6)) {
                case 0 -> k.msgSend(coid, new byte[(int) dice.between(1, 64)], new byte[0]);
                case 1 -> k.msgSendPulse(coid, (int) dice.between(5, 45), 2, 0);
                case 2 -> {
                    k.mutexLock(mutex);
                    k.compute(us(dice, 1, 30));
                    k.mutexUnlock(mutex);
                }
                case 3 -> {
                    k.semWait(sem);
                    k.compute(us(dice, 1, 10));
                    k.semPost(sem);
                }
                case 4 -> k.schedYield();
                case 5 -> wait(k, dice);
                default -> k.sleepUntil(k.nowNs() + us(dice, 5, 300));
            }
            k.trace("step", 0);
        }
    }

    private void wait(KernelCalls k, SimRandom dice) {
        try {
            k.timerTimeout(us(dice, 5, 50));
            k.semWait(sem);
            k.semPost(sem);
        } catch (ErrnoException _) {
            // The time was up.
        }
    }
}
