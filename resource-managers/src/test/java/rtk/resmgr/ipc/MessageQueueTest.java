package rtk.resmgr.ipc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rtk.board.sim.Ns;
import rtk.kernel.api.ClockId;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.MsgInfo;
import rtk.kernel.api.Pulse;
import rtk.kernel.api.SigEvent;
import rtk.resmgr.PathWorld;
import rtk.resmgr.Posix;

class MessageQueueTest {
    private static final int MAKE = Posix.O_RDWR | Posix.O_CREAT;
    private final PathWorld world = new PathWorld();

    @BeforeEach
    void start() { world.start("mqueue", 20, new MqueueManager()); }

    @AfterEach
    void close() { world.close(); }

    private static void send(MessageQueue queue, String text, int priority) { queue.send(text.getBytes(US_ASCII), priority); }

    private static String receive(MessageQueue queue) {
        var message = queue.receive();
        return new String(message.bytes(), US_ASCII) + "@" + message.priority();
    }

    private static Errno failure(Runnable call) { return assertThrows(ErrnoException.class, call::run).errno(); }

    private void runs(PathWorld.Code code) {
        world.start("client", 10, k -> {
            code.run(k);
            world.say("done");
        });
        world.run(20);
        assertEquals(1, world.log.stream().filter(line -> line.endsWith("done")).count());
    }

    @Test
    void messagesComeByPriorityAndEqualOnesInOrder() {
        runs(k -> {
            var queue = MessageQueue.open(k, "/jobs", MAKE);
            send(queue, "a", 1);
            send(queue, "b", 31);
            send(queue, "c", 1);
            send(queue, "d", 0);
            send(queue, "e", 31);
            assertEquals(List.of("b@31", "e@31", "a@1", "c@1", "d@0"),
                    List.of(receive(queue), receive(queue), receive(queue), receive(queue), receive(queue)));
        });
    }

    @Test
    void limitsAreKeptAndTold() {
        runs(k -> {
            assertEquals(Errno.ENOENT, failure(() -> MessageQueue.open(k, "/q", Posix.O_RDWR)));
            assertEquals(Errno.EINVAL, failure(() -> MessageQueue.open(k, "/q", MAKE, 0, 8)));
            var queue = MessageQueue.open(k, "/q", MAKE | Posix.O_NONBLOCK, 2, 8);
            assertEquals(Errno.EEXIST, failure(() -> MessageQueue.open(k, "/q", MAKE | Posix.O_EXCL)));
            assertEquals(Errno.EAGAIN, failure(queue::receive));
            assertEquals(Errno.EMSGSIZE, failure(() -> send(queue, "nine char", 0)));
            assertEquals(Errno.EINVAL, failure(() -> send(queue, "x", MessageQueue.MQ_PRIO_MAX)));
            send(queue, "eight ch", 0);
            send(queue, "", 5);
            assertEquals(Errno.EAGAIN, failure(() -> send(queue, "x", 31)));
            assertEquals(new MessageQueue.Attributes(2, 8, 2), queue.attributes());
            assertEquals("@5", receive(queue));
            var posix = new Posix(k);
            int fd = posix.open("/dev/mqueue/q", Posix.O_RDONLY);
            assertEquals(Errno.EMSGSIZE, failure(() -> posix.read(fd, new byte[8])));
        });
    }

    @Test
    void theMostUrgentReceiverGetsTheMessageThenWhoWaitsLongest() {
        int[] priorities = {11, 13, 12, 13};
        for (int at = 0; at < priorities.length; at++) {
            String name = "r" + at;
            long startNs = Ns.us(100L * (at + 1));
            world.start(name, priorities[at], k -> {
                var queue = MessageQueue.open(k, "/q", MAKE);
                k.sleepUntil(startNs);
                world.say(name + " " + receive(queue));
            });
        }
        world.start("sender", 14, k -> {
            k.sleepUntil(Ns.ms(1));
            var queue = MessageQueue.open(k, "/q", Posix.O_WRONLY);
            for (int number = 1; number <= 4; number++) {
                send(queue, "m" + number, 0);
                k.sleep(Ns.ms(1));
            }
        });
        world.run(10);

        assertEquals(List.of("1000 r1 m1@0", "2000 r3 m2@0", "3000 r2 m3@0", "4000 r0 m4@0"), world.log);
    }

    @Test
    void aSenderWaitsForRoom() {
        world.start("sender", 12, k -> {
            var queue = MessageQueue.open(k, "/q", MAKE, 2, 8);
            for (int number = 1; number <= 4; number++) send(queue, "m" + number, number);
            world.say("sent");
        });
        world.start("receiver", 10, k -> {
            k.sleepUntil(Ns.ms(1));
            var queue = MessageQueue.open(k, "/q", Posix.O_RDONLY);
            for (int number = 1; number <= 4; number++) {
                world.say(receive(queue));
                k.sleep(Ns.ms(1));
            }
        });
        world.run(10);

        assertEquals(List.of("1000 m2@2", "2000 sent", "2000 m3@3", "3000 m4@4", "4000 m1@1"), world.log);
    }

    @Test
    void whoWaitsMaySayHowLong() {
        runs(k -> {
            var queue = MessageQueue.open(k, "/q", MAKE);
            assertEquals(Errno.ETIMEDOUT, failure(() -> queue.timedReceive(k.clockGettime(ClockId.MONOTONIC) + Ns.ms(2))));
            assertEquals(Ns.ms(2), k.nowNs());
            send(queue, "later", 0);
            assertEquals(5, queue.timedReceive(Ns.ms(3)).bytes().length);
            var full = MessageQueue.open(k, "/full", MAKE, 1, 8);
            full.timedSend(new byte[8], 0, Ns.ms(4));
            assertEquals(Errno.ETIMEDOUT, failure(() -> full.timedSend(new byte[8], 0, Ns.ms(4))));
        });
    }

    private static SigEvent.Pulse pulse(KernelCalls k, int[] chid) {
        chid[0] = k.channelCreate();
        return new SigEvent.Pulse(k.connectAttach(0, chid[0], KernelCalls.SIDE_CHANNEL), 10, 7, 42);
    }

    @Test
    void notificationComesOnceAndOnlyForAMessageIntoTheEmptyQueueThatNobodyWaitsFor() {
        world.start("listener", 11, k -> {
            var queue = MessageQueue.open(k, "/q", MAKE);
            int[] chid = new int[1];
            queue.notify(pulse(k, chid));
            assertEquals(Errno.EBUSY, failure(() -> queue.notify(new SigEvent.None())));
            var buffer = new byte[Pulse.BYTES];
            assertEquals(0, k.msgReceive(chid[0], buffer, new MsgInfo()));
            world.say("told " + Pulse.in(buffer).value());
            assertEquals(2, queue.attributes().messages());
            receive(queue);
            receive(queue);
            queue.notify(new SigEvent.Pulse(0, 10, 7, 43)); // another waits: nothing comes
            k.sleepUntil(Ns.ms(9));
            queue.notify(null);
            queue.notify(new SigEvent.None());
        });
        world.start("receiver", 9, k -> {
            k.sleepUntil(Ns.ms(3));
            world.say(receive(MessageQueue.open(k, "/q", Posix.O_RDONLY)));
        });
        world.start("sender", 12, k -> {
            k.sleepUntil(Ns.ms(1));
            var queue = MessageQueue.open(k, "/q", Posix.O_WRONLY);
            send(queue, "m1", 0);
            send(queue, "m2", 0);
            k.sleepUntil(Ns.ms(5));
            send(queue, "m3", 0);
        });
        world.run(20);

        assertEquals(List.of("1000 told 42", "5000 m3@0"), world.log);
    }

    @Test
    void anUnlinkedQueueLivesOnForThoseWhoHaveIt() {
        runs(k -> {
            var old = MessageQueue.open(k, "/q", MAKE);
            MessageQueue.unlink(k, "/q");
            assertEquals(Errno.ENOENT, failure(() -> MessageQueue.unlink(k, "/q")));
            var young = MessageQueue.open(k, "/q", MAKE | Posix.O_EXCL);
            send(old, "x", 0);
            assertEquals("x@0", receive(old));
            assertEquals(0, young.attributes().messages());
        });
    }

    @Test
    void aNotificationGoesWithItsDescriptor() {
        runs(k -> {
            var first = MessageQueue.open(k, "/q", MAKE);
            first.notify(new SigEvent.None());
            first.close();
            MessageQueue.open(k, "/q", MAKE).notify(new SigEvent.None());
        });
    }
}
