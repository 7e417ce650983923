package rtk.resmgr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import rtk.board.sim.Ns;
import rtk.kernel.api.ChannelFlag;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.MsgInfo;
import rtk.kernel.api.Program;
import rtk.kernel.api.Pulse;
import rtk.kernel.api.SigEvent;

/// Rules E1 to E5: requests that wait, clients that leave, and conditions that are told of.
class BlockingRulesTest {
    private final PathWorld world = new PathWorld();
    private final List<String> served = new ArrayList<>();

    @AfterEach
    void close() { world.close(); }

    /// Serves `/line`, which gets a byte every 10 ms; opens of `/slow` wait for ever.
    private final Program line = (k, args) -> {
        var manager = new ResourceManager(k);
        var readers = new HeldRequests();
        long[] there = {0};
        var functions = new IoFunctions() {
            @Override
            public Reply read(Request request, Ocb ocb, int nbytes) {
                return readers.answerOrHold(request, ocb, () -> {
                    if (there[0] == 0) return null;
                    there[0]--;
                    return new Reply.Data(new byte[1]);
                });
            }

            @Override
            public long available(Ocb ocb) { return there[0]; }

            @Override
            public void unblock(Request request, Ocb ocb) {
                served.add("unblock");
                readers.forget(request);
            }

            @Override
            public void closeOcb(Ocb ocb) { served.add("close_ocb"); }
        };
        manager.attach(new Attr("/line", true, true), functions);
        manager.attach(new Attr("/slow", true, true), new ConnectFunctions() {
            @Override
            public Reply open(Request request, Ocb ocb) { return Reply.LATER; }

            @Override
            public void unblock(Request request, Ocb ocb) { served.add("connect unblock"); }
        }, functions);
        int timer = k.timerCreate(manager.onPulse(SigEvent.CALLER, value -> {
            there[0]++;
            readers.serve(manager);
        }));
        k.timerSettime(timer, Ns.ms(10), Ns.ms(10), false);
        manager.run();
        return 0;
    };

    private void start(PathWorld.Code client) {
        world.start("line", 20, line);
        world.start("client", 10, client);
    }

    private static Errno failure(Runnable call) { return assertThrows(ErrnoException.class, call::run).errno(); }

    @Test
    @Rule("E1")
    void e1AReadWithNoDataIsAnsweredFromThePulseAndNonblockingFailsAtOnce() {
        start(k -> {
            var posix = new Posix(k);
            int waits = posix.open("/line", Posix.O_RDONLY);
            int doesNot = posix.open("/line", Posix.O_RDONLY | Posix.O_NONBLOCK);
            world.say(failure(() -> posix.read(doesNot, new byte[4])) + "");
            world.say("read " + posix.read(waits, new byte[4]));
        });
        world.run(50);

        assertEquals(List.of("0 EAGAIN", "10000 read 1"), world.log);
    }

    @Test
    @Rule("E2")
    void e2TheUnblockPulseEndsAHeldReadOrOpenByItsOwnHandler() {
        start(k -> {
            var posix = new Posix(k);
            int fd = posix.open("/line", Posix.O_RDONLY);
            var slow = PathSpace.resolve(k, "/slow", 0);
            int coid = k.connectAttach(slow.pid(), slow.chid(), 0);
            var connect = Messages.withPath(Messages.IO_CONNECT, Messages.CONNECT_OPEN, Posix.O_RDONLY, slow.handle(), "");
            for (Runnable call : List.<Runnable>of(() -> posix.read(fd, new byte[4]), () -> k.msgSend(coid, connect, null))) {
                k.timerTimeout(Ns.ms(2));
                world.say(failure(call) + "");
            }
            world.say("read " + posix.read(fd, new byte[4]));
        });
        world.run(50);

        assertEquals(List.of("unblock", "connect unblock", "close_ocb"), served);
        assertEquals(List.of("2000 EINTR", "4000 EINTR", "10000 read 1"), world.log);
    }

    /// Tells what the pulses for `code` bring.
    private static SigEvent pulseTo(KernelCalls k, int chid) {
        return new SigEvent.Pulse(k.connectAttach(0, chid, KernelCalls.SIDE_CHANNEL), 10, 1, 0);
    }

    private void sayPulse(KernelCalls k, int chid) {
        var buffer = new byte[Pulse.BYTES];
        k.msgReceive(chid, buffer, new MsgInfo());
        world.say("pulse " + Pulse.in(buffer).code());
    }

    @Test
    @Rule("E3")
    void e3PollarmTellsWhatIsTrueNowElseOnceWhenItBecomesTrue() {
        start(k -> {
            var posix = new Posix(k);
            int chid = k.channelCreate();
            var event = pulseTo(k, chid);
            int fd = posix.open("/line", Posix.O_RDWR);
            world.say("now " + posix.ionotify(fd, NotifyAction.POLLARM, Condition.INPUT | Condition.OUTPUT, 1, event));
            world.say("now " + posix.ionotify(fd, NotifyAction.POLLARM, Condition.INPUT, 1, event));
            sayPulse(k, chid);
            world.say("now " + posix.ionotify(fd, NotifyAction.POLL, Condition.INPUT, 1, event));
            posix.read(fd, new byte[1]);
            k.timerTimeout(Ns.ms(25));
            world.say(failure(() -> sayPulse(k, chid)) + ", for it was armed once");
        });
        world.run(100);

        assertEquals(List.of("0 now 2", "0 now 0", "10000 pulse 1", "10000 now 1", "35000 ETIMEDOUT, for it was armed once"),
                world.log);
    }

    @Test
    @Rule("E3")
    void e3InputMayAskForMoreItemsAndArmingOneConditionLeavesTheOthers() {
        start(k -> {
            var posix = new Posix(k);
            int chid = k.channelCreate();
            var event = pulseTo(k, chid);
            int fd = posix.open("/line", Posix.O_RDWR);
            posix.ionotify(fd, NotifyAction.POLLARM, Condition.INPUT, 3, event);
            posix.ionotify(fd, NotifyAction.POLLARM, Condition.OBAND, 1, event);
            sayPulse(k, chid);
        });
        world.run(100);

        assertEquals(List.of("30000 pulse 1"), world.log);
    }

    @Test
    @Rule("E3")
    void e3TranarmWaitsForTheConditionToBecomeTrueAnew() {
        start(k -> {
            var posix = new Posix(k);
            int chid = k.channelCreate();
            int fd = posix.open("/line", Posix.O_RDWR);
            k.sleep(Ns.ms(15));
            world.say("now " + posix.ionotify(fd, NotifyAction.TRANARM, Condition.INPUT, 1, pulseTo(k, chid)));
            k.sleep(Ns.ms(8));
            posix.read(fd, new byte[1]);
            posix.read(fd, new byte[1]);
            sayPulse(k, chid);
        });
        world.run(100);

        assertEquals(List.of("15000 now 0", "30000 pulse 1"), world.log);
    }

    @Test
    @Rule("E3")
    void e3WhatIsClosedTellsNothing() {
        start(k -> {
            var posix = new Posix(k);
            int chid = k.channelCreate(ChannelFlag.PRIVATE);
            posix.open("/line", Posix.O_RDWR); // so that the server still has this client
            int fd = posix.open("/line", Posix.O_RDWR);
            posix.ionotify(fd, NotifyAction.POLLARM, Condition.INPUT, 1, pulseTo(k, chid));
            posix.close(fd);
            k.timerTimeout(Ns.ms(25));
            world.say(failure(() -> sayPulse(k, chid)) + "");
        });
        world.run(100);

        assertEquals(List.of("25000 ETIMEDOUT"), world.log);
    }

    @Test
    @Rule("E4")
    void e4TheDeathOfAClientClosesAllItsOcbsAndNoOthers() {
        world.start("line", 20, line);
        int victim = world.start("victim", 10, k -> {
            var posix = new Posix(k);
            posix.open("/line", Posix.O_RDONLY);
            posix.dup(posix.open("/line", Posix.O_RDONLY));
            posix.read(posix.open("/line", Posix.O_RDONLY), new byte[1]);
        });
        world.start("client", 9, k -> {
            var posix = new Posix(k);
            int fd = posix.open("/line", Posix.O_RDONLY);
            world.say("open " + posix.fstat(fd).openCount());
            k.kill(victim, 9);
            k.sleep(Ns.ms(1));
            world.say("open " + posix.fstat(fd).openCount() + " " + served);
            world.say("read " + posix.read(fd, new byte[1]));
        });
        world.run(50);

        assertEquals(List.of("0 open 4", "1000 open 1 [unblock, close_ocb, close_ocb, close_ocb]", "10000 read 1"), world.log);
    }

    @Test
    @Rule("E5")
    void e5AnUnknownDevctlIsEnottyAndAMissingHandlerEnosys() {
        start(k -> {
            var posix = new Posix(k);
            int fd = posix.open("/line", Posix.O_RDWR);
            world.log.add(
                    failure(() -> posix.devctl(fd, 4711, new byte[4])) + " " + failure(() -> posix.write(fd, new byte[1], 1)));
            world.log.add(failure(() -> posix.unlink("/line")) + " " + failure(() -> posix.ftruncate(fd, 1)));
        });
        world.run(1);

        assertEquals(List.of("ENOTTY ENOSYS", "ENOSYS ENOSYS"), world.log);
    }
}
