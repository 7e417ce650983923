package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.board.sim.Ns;
import rtk.kernel.api.BlockedOn;
import rtk.kernel.api.ConnectionInfo;
import rtk.kernel.api.Errno;
import rtk.kernel.api.InterruptInfo;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.MsgInfo;
import rtk.kernel.api.MutexAttr;
import rtk.kernel.api.Protection;
import rtk.kernel.api.SigEvent;
import rtk.kernel.api.ThreadInfo;

/// What a listing of processes is made of.
class ProcessListTest {
    private static String line(ThreadInfo thread) {
        BlockedOn on = thread.blockedOn();
        return thread.tid() + " " + thread.state() + (on == null ? "" : " " + on.pid() + "/" + on.number());
    }

    @Test
    void threadsTellWhatTheyWaitFor() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "server", 20, k -> {
                int chid = k.channelCreate();
                k.msgReceive(chid, new byte[8], new MsgInfo());
                k.msgReceive(k.channelCreate(), new byte[8], new MsgInfo());
            });
            run.at(1, "first", 10, k -> k.msgSend(k.connectAttach(1, 1, 0), new byte[4], null));
            run.at(2, "second", 10, k -> k.msgSend(k.connectAttach(1, 1, 0), new byte[4], null));
            run.at(3, "locks", 10, k -> {
                int mutex = k.mutexCreate("m", MutexAttr.DEFAULT);
                k.mutexLock(mutex);
                int waiter = TestWorld.thread(k, "waiter", 12, () -> k.mutexLock(mutex));
                TestWorld.thread(k, "joiner", 13, () -> k.threadJoin(waiter));
                k.sleep(Ns.ms(100));
            });
            run.at(5, "looker", 5, k -> {
                for (int pid = 1; pid <= 5; pid++) k.threads(pid).forEach(thread -> run.say(line(thread)));
            });
            run.runWell(6);

            assertEquals(List.of("5 1 RECEIVE 1/2", "5 1 REPLY 1/1", "5 1 SEND 1/1", "5 1 NANOSLEEP", "5 2 MUTEX 4/1",
                    "5 3 JOIN 4/2", "5 1 RUNNING"), run.log);
        }
    }

    @Test
    void processesTellTheirTimeAndMemory() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "works", 10, k -> {
                k.compute(Ns.ms(3));
                k.mmap(5000, Protection.READ_WRITE);
                TestWorld.thread(k, "helper", 11, () -> {
                    k.compute(Ns.ms(2));
                    k.sleep(Ns.s(1));
                });
                k.compute(Ns.ms(100));
            });
            run.at(9, "looks", 20, k -> {
                var process = k.processInfo(1);
                run.say(process.cpuTimeNs() + " " + process.memoryBytes());
                k.threads(1).forEach(thread -> run.say(thread.name() + " " + thread.core() + " " + thread.cpuTimeNs()));
            });
            run.runWell(10);

            assertEquals(List.of("9 9000000 8192", "9 works 0 7000000", "9 helper 0 2000000"), run.log);
        }
    }

    @Test
    void connectionsAndInterruptsAreListed() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            var line = run.board.newLine("device", 1);
            run.at(0, "server", 20, k -> k.msgReceive(k.channelCreate(), new byte[8], new MsgInfo()));
            run.at(0, "gone", 20, k -> {
                k.channelCreate();
                k.sleep(Ns.ms(2));
            });
            run.at(1, "client", 10, k -> {
                k.connectAttach(1, 1, 0);
                k.connectAttach(2, 1, 0);
                k.connectAttach(0, k.channelCreate(), KernelCalls.SIDE_CHANNEL);
                k.interruptAttachEvent(line.irq(), new SigEvent.Intr());
                k.interruptMask(line.irq());
                k.sleep(Ns.ms(100));
            });
            run.at(3, "looks", 5, k -> {
                assertEquals(List.of(new InterruptInfo(1, line.irq(), 3, 1, false, 1)), k.interrupts());
                var connections = k.connections(3).stream().filter(one -> one.coid() != KernelCalls.SYSMGR_COID).toList();
                assertEquals(List.of(new ConnectionInfo(0, 1, 1), new ConnectionInfo(1, 0, 0),
                        new ConnectionInfo(KernelCalls.SIDE_CHANNEL + 1, 3, 1)), connections);
                run.say(TestWorld.errnoOf(() -> k.connections(9)).name());
            });
            run.runWell(10);

            assertEquals(List.of("3 " + Errno.ESRCH), run.log);
        }
    }
}
