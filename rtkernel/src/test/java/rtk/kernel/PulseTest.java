package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static rtk.kernel.TestWorld.errnoOf;
import static rtk.kernel.TestWorld.thread;

import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.board.sim.Ns;
import rtk.kernel.api.Ability;
import rtk.kernel.api.AbilityRule;
import rtk.kernel.api.ChannelFlag;
import rtk.kernel.api.Errno;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.MsgInfo;
import rtk.kernel.api.Pulse;
import rtk.kernel.api.PulsePool;
import rtk.kernel.api.SigEvent;

/// Pulses, the order of what waits on a channel (rules O), and events for clients.
class PulseTest {
    private static final int SIDE = KernelCalls.SIDE_CHANNEL;

    /// A process with a channel of its own and a connection to it.
    @FunctionalInterface
    private interface Own {
        void run(TestWorld run, KernelCalls k, int chid, int coid);
    }

    private static List<String> alone(KernelConfig config, Own code) {
        try (var run = new TestWorld(config)) {
            run.at(0, "own", 20, k -> {
                int chid = k.channelCreate();
                code.run(run, k, chid, k.connectAttach(0, chid, SIDE));
                k.sleep(Ns.ms(5));
            });
            run.run(50);
            return run.log;
        }
    }

    private static String receive(KernelCalls k, int chid) {
        var buffer = new byte[Pulse.BYTES];
        k.timerTimeout(0);
        if (errnoOf(() -> k.msgReceive(chid, buffer, null)) != Errno.EOK) return "nothing";
        return Pulse.in(buffer).code() + "/" + Pulse.in(buffer).value();
    }

    /// One entry in the queue for the three: the pulse of a higher code comes after all of them, though it was sent between.
    @Test
    @Rule({"O4", "14.24"})
    void rule24EqualPulsesAreOneEntryAndAreReceivedOneByOne() {
        List<String> log = alone(KernelConfig.DEFAULT, (run, k, chid, coid) -> {
            k.msgSendPulse(coid, 20, 5, 77);
            k.msgSendPulse(coid, 20, 6, 0);
            k.msgSendPulse(coid, 20, 5, 77);
            k.msgSendPulse(coid, 20, 5, 77);
            for (int i = 0; i < 5; i++) run.say(receive(k, chid));
        });

        assertEquals(List.of("0 5/77", "0 5/77", "0 5/77", "0 6/0", "0 nothing"), log);
    }

    @Test
    @Rule("O4")
    void o4PulsesThatDifferInPriorityCodeOrValueAreEntriesOfTheirOwn() {
        List<String> log = alone(KernelConfig.DEFAULT, (run, k, chid, coid) -> {
            k.msgSendPulse(coid, 20, 5, 1);
            k.msgSendPulse(coid, 20, 5, 2);
            k.msgSendPulse(coid, 21, 5, 1);
            k.msgSendPulse(coid, 20, 4, 1);
            k.msgSendPulse(coid, 20, 5, 1);
            for (int i = 0; i < 5; i++) run.say(receive(k, chid));
        });

        assertEquals(List.of("0 5/1", "0 5/1", "0 5/1", "0 5/2", "0 4/1"), log);
    }

    /// The count has 8 bits: the 256th begins a new entry, behind the one that was sent in between.
    @Test
    @Rule("O4")
    void o4AnEntryStandsForAtMost255Pulses() {
        List<String> log = alone(KernelConfig.DEFAULT, (run, k, chid, coid) -> {
            for (int i = 0; i < 255; i++) k.msgSendPulse(coid, 20, 5, 77);
            k.msgSendPulse(coid, 20, 6, 0);
            for (int i = 0; i < 2; i++) k.msgSendPulse(coid, 20, 5, 77);
            for (int i = 0; i < 255; i++) receive(k, chid);
            for (int i = 0; i < 4; i++) run.say(receive(k, chid));
        });

        assertEquals(List.of("0 6/0", "0 5/77", "0 5/77", "0 nothing"), log);
    }

    @Test
    @Rule({"R5", "14.25"})
    void rule25ABufferTooSmallForAPulseLosesIt() {
        List<String> log = alone(KernelConfig.DEFAULT, (run, k, chid, coid) -> {
            k.msgSendPulse(coid, 20, 5, 77);
            run.say("queued " + errnoOf(() -> k.msgReceive(chid, new byte[Pulse.BYTES - 1], null)));
            run.say("then " + receive(k, chid));
            thread(k, "rcv", 30, () -> run.say("waiting " + errnoOf(() -> k.msgReceive(chid, new byte[Pulse.BYTES - 1], null))));
            k.msgSendPulse(coid, 20, 5, 77);
            run.say("then " + receive(k, chid));
        });

        assertEquals(List.of("0 queued EFAULT", "0 then nothing", "0 then nothing", "0 waiting EFAULT"), log);
    }

    @Test
    @Rule("O1")
    void o1MessagesAndPulsesWaitInOneQueueByPriorityThenByArrival() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "srv", 30, k -> {
                int chid = k.channelCreate();
                k.sleepUntil(Ns.ms(5));
                var buffer = new byte[Pulse.BYTES];
                var info = new MsgInfo();
                for (int i = 0; i < 5; i++) {
                    int rcvid = k.msgReceive(chid, buffer, info);
                    run.say(rcvid == 0 ? "pulse " + Pulse.in(buffer).code() : "message of " + info.pid);
                    if (rcvid != 0) k.msgReply(rcvid, 0);
                }
            });
            run.at(1, "two", 10, k -> k.msgSend(k.connectAttach(1, 1, 0), new byte[4], null));
            run.at(2, "three", 15, k -> {
                k.msgSendPulse(k.connectAttach(1, 1, 0), 10, 1, 0);
                k.msgSendPulse(k.connectAttach(1, 1, 0), 20, 2, 0);
                k.sleep(Ns.ms(9));
            });
            run.at(3, "four", 20, k -> k.msgSend(k.connectAttach(1, 1, 0), new byte[4], null));
            run.at(4, "five", 10, k -> k.msgSend(k.connectAttach(1, 1, 0), new byte[4], null));
            run.run(10);

            assertEquals(List.of("5 pulse 2", "5 message of 4", "5 message of 2", "5 pulse 1", "5 message of 5"), run.log);
        }
    }

    @Test
    @Rule("O2")
    void o2OfSeveralReceiversTheOneThatBlockedFirstReceives() {
        List<String> log = alone(KernelConfig.DEFAULT, (run, k, chid, coid) -> {
            for (String name : List.of("first", "second")) {
                thread(k, name, name.equals("first") ? 10 : 15, () -> {
                    k.sleepUntil(Ns.ms(name.equals("first") ? 1 : 2));
                    k.msgReceive(chid, new byte[Pulse.BYTES], null);
                    run.say(name);
                });
            }
            k.sleepUntil(Ns.ms(3));
            k.msgSendPulse(coid, 12, 1, 0);
            k.sleepUntil(Ns.ms(4));
            k.msgSendPulse(coid, 12, 1, 0);
        });

        assertEquals(List.of("3 first", "4 second"), log);
    }

    /// The client of priority 10 that came first is raised to 12 and back: it is the last of its level then.
    @Test
    @Rule("O3")
    void o3AWaitingClientWhosePriorityChangesQueuesAsANewArrival() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "srv", 30, k -> {
                int chid = k.channelCreate();
                k.sleepUntil(Ns.ms(5));
                var info = new MsgInfo();
                for (int i = 0; i < 3; i++) {
                    k.msgReply(k.msgReceive(chid, new byte[8], info), 0);
                    run.say("received " + info.pid);
                }
            });
            run.at(1, "two", 10, k -> {
                thread(k, "send", 10, () -> k.msgSend(k.connectAttach(1, 1, 0), new byte[8], null));
                k.sleepUntil(Ns.ms(3));
                k.setSchedPrio(2, 12);
                k.setSchedPrio(2, 10);
                k.sleep(Ns.ms(9));
            });
            run.at(2, "three", 10, k -> k.msgSend(k.connectAttach(1, 1, 0), new byte[8], null));
            run.at(2, "four", 10, k -> k.msgSend(k.connectAttach(1, 1, 0), new byte[8], null));
            run.run(10);

            assertEquals(List.of("5 received 3", "5 received 4", "5 received 2"), run.log);
        }
    }

    @Test
    @Rule("O5")
    void o5PriorityMinusOneIsTheCallersZeroBecomesOneOthersMustBeValid() {
        List<String> log = alone(KernelConfig.DEFAULT, (run, k, chid, coid) -> {
            for (int priority : new int[]{-1, 0, 63, 255, 256, -2}) {
                Errno errno = errnoOf(() -> k.msgSendPulse(coid, priority, 1, 0));
                receive(k, chid);
                run.say(priority + " " + errno + ", server at " + k.priority());
                k.setSchedPrio(0, 20);
            }
        });

        assertEquals(
                List.of("0 -1 EOK, server at 20", "0 0 EOK, server at 1", "0 63 EOK, server at 63", "0 255 EOK, server at 255",
                        "0 256 EINVAL, server at 20", "0 -2 EINVAL, server at 20"),
                log);
    }

    @Test
    @Rule("O5")
    void o5APrivilegedPriorityNeedsTheAbility() {
        List<String> log = alone(KernelConfig.DEFAULT, (run, k, chid, coid) -> {
            k.procmgrAbility(0, AbilityRule.deny(Ability.PRIORITY));
            run.say(errnoOf(() -> k.msgSendPulse(coid, 63, 1, 0)) + " " + errnoOf(() -> k.msgSendPulse(coid, 64, 1, 0)));
        });

        assertEquals(List.of("0 EOK EPERM"), log);
    }

    @Test
    @Rule("O6")
    void o6AValueHas32BitsAnd64In80ACodeHas8() {
        Own code = (run, k, chid, coid) -> {
            k.msgSendPulse(coid, 20, -128, 0x1_2345_6789_abcdL);
            run.say(receive(k, chid));
            k.msgSendPulse(coid, 20, 127, -1);
            run.say(receive(k, chid));
            run.say("" + errnoOf(() -> k.msgSendPulse(coid, 20, 128, 0)));
        };

        assertEquals(List.of("0 -128/" + 0x6789_abcd, "0 127/-1", "0 EINVAL"), alone(KernelConfig.DEFAULT, code));
        assertEquals(List.of("0 -128/" + 0x1_2345_6789_abcdL, "0 127/-1", "0 EINVAL"),
                alone(KernelConfig.DEFAULT.version(KernelVersion.SDP_8), code));
    }

    /// Room for three entries. The event comes with the first pulse refused, and again when two places were free in between.
    @Test
    @Rule("O7")
    void o7APoolOfItsOwnHasALimitAndTellsWhenItIsReached() {
        List<String> log = alone(KernelConfig.DEFAULT, (run, k, owner, ownerCoid) -> {
            int chid = k.channelCreatePulsePool(new PulsePool(3, 2, new SigEvent.Pulse(ownerCoid, 20, 9, 99)));
            int coid = k.connectAttach(0, chid, SIDE);
            for (int code = 1; code <= 5; code++) {
                int distinct = code;
                run.say(code + " " + errnoOf(() -> k.msgSendPulse(coid, 20, distinct, 0)));
            }
            run.say("equal " + errnoOf(() -> k.msgSendPulse(coid, 20, 1, 0)));
            run.say("told " + receive(k, owner) + ", then " + receive(k, owner));
            run.say("received " + receive(k, chid) + " " + receive(k, chid));
            k.msgSendPulse(coid, 20, 6, 0);
            run.say("7 " + errnoOf(() -> k.msgSendPulse(coid, 20, 7, 0)) + ", told " + receive(k, owner));
            run.say("received " + receive(k, chid) + " " + receive(k, chid));
            for (int code = 8; code <= 9; code++) k.msgSendPulse(coid, 20, code, 0);
            run.say("10 " + errnoOf(() -> k.msgSendPulse(coid, 20, 10, 0)) + ", told " + receive(k, owner));
        });

        assertEquals(
                List.of("0 1 EOK", "0 2 EOK", "0 3 EOK", "0 4 EAGAIN", "0 5 EAGAIN", "0 equal EOK", "0 told 9/99, then nothing",
                        "0 received 1/0 1/0", "0 7 EAGAIN, told nothing", "0 received 2/0 3/0", "0 10 EAGAIN, told 9/99"),
                log);
    }

    /// The system's own pulses, here of a thread that dies, always find room.
    @Test
    void theStorageOfTheSystemHasALimitToo() {
        List<String> log = alone(KernelConfig.DEFAULT, (run, k, chid, coid) -> {
            int told = k.channelCreate(ChannelFlag.THREAD_DEATH);
            for (int i = 0; i < PulsePool.PULSES_MAX; i++) k.msgSendPulse(coid, 20, 1, i);
            run.say("" + errnoOf(() -> k.msgSendPulse(coid, 20, 2, 0)));
            thread(k, "dies", 30, () -> {});
            run.say(receive(k, told));
            receive(k, chid);
            run.say("" + errnoOf(() -> k.msgSendPulse(coid, 20, 2, 0)));
        });

        assertEquals(List.of("0 EAGAIN", "0 -34/2", "0 EOK"), log);
    }

    @Test
    void aPoolThatMakesNoSenseIsRefused() {
        List<String> log = alone(KernelConfig.DEFAULT, (run, k, chid, coid) -> {
            run.say("" + errnoOf(() -> k.channelCreatePulsePool(new PulsePool(0, 0, null))));
            run.say("" + errnoOf(() -> k.channelCreatePulsePool(new PulsePool(4, 5, null))));
            run.say("" + errnoOf(() -> k.channelCreatePulsePool(new PulsePool(4, 1, new SigEvent.Pulse(coid, 0, 1, 0)))));
        });

        assertEquals(List.of("0 EINVAL", "0 EINVAL", "0 EINVAL"), log);
    }

    // Events.

    /// A server that keeps the last rcvid and delivers what `event` says, `atMs`.
    private static void deliver(TestWorld run, KernelCalls k, SigEvent[] event) {
        int chid = k.channelCreate();
        int rcvid = k.msgReceive(chid, new byte[8], null);
        k.msgReply(rcvid, 0);
        for (long ms = 2; ms < 6; ms++) {
            k.sleepUntil(Ns.ms(ms));
            if (event[0] != null) run.say("deliver " + errnoOf(() -> k.msgDeliverEvent(rcvid, event[0])));
        }
    }

    @Test
    void anEventReachesItsClientAfterTheReplyAsLongAsItIsConnected() {
        SigEvent[] event = {null};
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "init", 30, k -> {});
            run.at(0, "srv", 20, k -> deliver(run, k, event));
            run.at(1, "cli", 10, k -> {
                int chid = k.channelCreate();
                int own = k.connectAttach(0, chid, SIDE);
                int coid = k.connectAttach(2, 1, 0);
                k.msgSend(coid, new byte[8], null);
                event[0] = new SigEvent.Pulse(own, 10, 4, 44);
                k.sleepUntil(Ns.ms(3) + 1);
                run.say(receive(k, chid) + " " + receive(k, chid));
                k.connectDetach(own);
                k.sleepUntil(Ns.ms(4) + 1);
                k.connectDetach(coid);
                k.sleepUntil(Ns.ms(5) + 1);
            });
            run.run(10);

            assertEquals(List.of("2 deliver EOK", "3 deliver EOK", "3 4/44 4/44", "4 deliver EBADF", "5 deliver EBADF"), run.log);
        }
    }

    @Test
    @Rule("K14")
    void k14ARegisteredEventIsDeliveredByItsServerAlone() {
        for (EventPolicy policy : EventPolicy.values()) {
            SigEvent[] event = {null};
            try (var run = new TestWorld(KernelConfig.DEFAULT.serverEvents(policy))) {
                run.at(0, "srv", 20, k -> deliver(run, k, event));
                run.at(1, "cli", 10, k -> {
                    int chid = k.channelCreate();
                    var plain = new SigEvent.Pulse(k.connectAttach(0, chid, SIDE), 10, 4, 44);
                    k.msgSend(k.connectAttach(1, 1, 0), new byte[8], null);
                    event[0] = plain;
                    k.sleepUntil(Ns.ms(2) + 1);
                    SigEvent.Handle handle = k.msgRegisterEvent(plain, KernelCalls.SYSMGR_COID);
                    event[0] = handle;
                    k.sleepUntil(Ns.ms(3) + 1);
                    k.msgUnregisterEvent(handle);
                    run.say("again " + errnoOf(() -> k.msgUnregisterEvent(handle)));
                    k.sleepUntil(Ns.ms(4) + 1);
                    event[0] = k.msgRegisterEvent(plain, plain.coid());
                    k.sleepUntil(Ns.ms(5) + 1);
                });
                run.run(10);

                String unregistered = policy == EventPolicy.ANY ? "EOK" : "EINVAL";
                assertEquals(
                        List.of("2 deliver " + unregistered, "3 deliver EOK", "3 again ESRCH", "4 deliver EINVAL",
                                "5 deliver EPERM"),
                        run.log);
            }
        }
    }
}
