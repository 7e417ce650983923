package rtk.resmgr.ipc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rtk.board.sim.Ns;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.SigEvent;
import rtk.kernel.api.Signal;
import rtk.kernel.api.SignalAction;
import rtk.resmgr.Condition;
import rtk.resmgr.NotifyAction;
import rtk.resmgr.PathWorld;
import rtk.resmgr.Posix;

class PipeTest {
    private static final String PATH = "/dev/pipe/p";
    private static final int CAPACITY = Pipe.CAPACITY;

    private final PathWorld world = new PathWorld();

    @BeforeEach
    void start() { world.start("pipe", 20, new PipeManager(), "/tmp/fifo"); }

    @AfterEach
    void close() { world.close(); }

    private static int write(Posix posix, int fd, String text) {
        byte[] bytes = text.getBytes(US_ASCII);
        return posix.write(fd, bytes, bytes.length);
    }

    private static String read(Posix posix, int fd, int countMax) {
        var buffer = new byte[countMax];
        return new String(buffer, 0, posix.read(fd, buffer), US_ASCII);
    }

    private static Errno failure(Runnable call) { return assertThrows(ErrnoException.class, call::run).errno(); }

    private static byte[] pattern(int count) {
        var bytes = new byte[count];
        for (int index = 0; index < count; index++) bytes[index] = (byte) (index * 7 + index / 256);
        return bytes;
    }

    @Test
    void aReaderWaitsForBytesAndForTheEnd() {
        world.start("reader", 11, k -> {
            var posix = new Posix(k);
            int fd = posix.open(PATH, Posix.O_RDONLY);
            world.say("'" + read(posix, fd, 4) + "'");
            world.say("'" + read(posix, fd, 4) + "'");
            world.say("'" + read(posix, fd, 4) + "'");
        });
        world.start("writer", 10, k -> {
            var posix = new Posix(k);
            int fd = posix.open(PATH, Posix.O_WRONLY);
            k.sleepUntil(Ns.ms(1));
            write(posix, fd, "seven b");
            k.sleepUntil(Ns.ms(2));
        });
        world.run(5);

        assertEquals(List.of("1000 'seve'", "1000 'n b'", "2000 ''"), world.log);
    }

    @Test
    void aKilledWriterIsTheEndToo() {
        int writer = world.start("writer", 10, k -> {
            new Posix(k).open("/tmp/fifo", Posix.O_WRONLY);
            k.sleep(Ns.ms(100));
        });
        world.start("reader", 11, k -> {
            var posix = new Posix(k);
            world.say("'" + read(posix, posix.open("/tmp/fifo", Posix.O_RDONLY), 4) + "'");
        });
        world.start("killer", 12, k -> {
            k.sleepUntil(Ns.ms(3));
            k.kill(writer, Signal.SIGKILL);
        });
        world.run(5);

        assertEquals(List.of("3000 ''"), world.log);
    }

    @Test
    void aWriterFindsThatTheLastReaderLeft() {
        world.start("client", 10, k -> {
            var posix = new Posix(k);
            assertEquals(Errno.ENXIO, failure(() -> posix.open(PATH, Posix.O_WRONLY | Posix.O_NONBLOCK)));
            int out = posix.open(PATH, Posix.O_WRONLY);
            assertEquals(3, write(posix, out, "yes"));
            int in = posix.open(PATH, Posix.O_RDONLY);
            assertEquals("yes", read(posix, in, 10));
            posix.close(in);
            assertEquals(Errno.EPIPE, failure(() -> write(posix, out, "no")));
            world.say("done");
        });
        world.run(5);

        assertEquals(1, world.log.size());
    }

    @Test
    void aWaitingWriterGetsEpipeWhenTheReaderCloses() {
        world.start("writer", 11, k -> {
            var posix = new Posix(k);
            int fd = posix.open(PATH, Posix.O_WRONLY);
            assertEquals(CAPACITY, posix.write(fd, pattern(CAPACITY), CAPACITY));
            world.say(failure(() -> write(posix, fd, "x")).toString());
        });
        world.start("reader", 10, k -> {
            var posix = new Posix(k);
            int fd = posix.open(PATH, Posix.O_RDONLY);
            k.sleepUntil(Ns.ms(2));
            posix.close(fd);
        });
        world.run(5);

        assertEquals(List.of("2000 EPIPE"), world.log);
    }

    @Test
    void whoMayNotWaitIsToldToTryAgain() {
        world.start("client", 10, k -> {
            var posix = new Posix(k);
            int in = posix.open(PATH, Posix.O_RDONLY | Posix.O_NONBLOCK);
            int out = posix.open(PATH, Posix.O_WRONLY | Posix.O_NONBLOCK);
            assertEquals(Errno.EAGAIN, failure(() -> read(posix, in, 10)));
            assertEquals(CAPACITY - 10, posix.write(out, pattern(CAPACITY - 10), CAPACITY - 10));
            assertEquals(Errno.EAGAIN, failure(() -> write(posix, out, "eleven char")));
            assertEquals(10, posix.write(out, pattern(Pipe.PIPE_BUF + 1), Pipe.PIPE_BUF + 1), "a long write takes what fits");
            assertEquals(Errno.EAGAIN, failure(() -> posix.write(out, pattern(Pipe.PIPE_BUF + 1), Pipe.PIPE_BUF + 1)));
            assertEquals(CAPACITY, posix.fstat(in).available());
            world.say("done");
        });
        world.run(5);

        assertEquals(1, world.log.size());
    }

    /// Reads until the end.
    private static byte[] drain(KernelCalls k, int countMax) {
        var posix = new Posix(k);
        int fd = posix.open(PATH, Posix.O_RDONLY);
        var all = new ByteArrayOutputStream();
        var buffer = new byte[countMax];
        for (int count = posix.read(fd, buffer); count > 0; count = posix.read(fd, buffer)) all.write(buffer, 0, count);
        return all.toByteArray();
    }

    @Test
    void aWriteLongerThanThePipeArrivesWholeAndInOrder() {
        byte[] sent = pattern(3 * CAPACITY + 5);
        world.start("writer", 11, k -> {
            var posix = new Posix(k);
            int fd = posix.open(PATH, Posix.O_WRONLY);
            assertEquals(sent.length, posix.write(fd, sent, sent.length));
        });
        world.start("reader", 10, k -> {
            assertArrayEquals(sent, drain(k, 999));
            world.say("done");
        });
        world.run(20);

        assertEquals(1, world.log.size());
    }

    @Test
    void writesOfPipeBufAreNeverTorn() {
        for (int writer = 0; writer < 3; writer++) {
            byte letter = (byte) ('a' + writer);
            world.start("writer", 11, k -> {
                var posix = new Posix(k);
                int fd = posix.open(PATH, Posix.O_WRONLY);
                var block = new byte[Pipe.PIPE_BUF];
                Arrays.fill(block, letter);
                for (int round = 0; round < 10; round++) assertEquals(block.length, posix.write(fd, block, block.length));
            });
        }
        world.start("reader", 10, k -> {
            byte[] all = drain(k, 1000);
            assertEquals(30 * Pipe.PIPE_BUF, all.length);
            for (int at = 0; at < all.length; at++) assertEquals(all[at - at % Pipe.PIPE_BUF], all[at], "byte " + at);
            world.say("done");
        });
        world.run(20);

        assertEquals(1, world.log.size());
    }

    @Test
    void aWriterInterruptedHalfWayIsToldHowMuchWasTaken() {
        int writer = world.start("writer", 11, k -> {
            k.signalAction(Signal.SIGUSR1, SignalAction.handler(info -> {}));
            var posix = new Posix(k);
            int fd = posix.open(PATH, Posix.O_WRONLY);
            world.say("" + posix.write(fd, pattern(2 * CAPACITY), 2 * CAPACITY));
        });
        world.start("other", 10, k -> {
            k.sleepUntil(Ns.ms(2));
            k.kill(writer, Signal.SIGUSR1);
        });
        world.run(5);

        assertEquals(List.of("2000 " + CAPACITY), world.log);
    }

    @Test
    void pollSeesBytesAndRoom() {
        world.start("client", 10, k -> {
            var posix = new Posix(k);
            int in = posix.open(PATH, Posix.O_RDONLY);
            int out = posix.open(PATH, Posix.O_WRONLY);
            int both = Condition.INPUT | Condition.OUTPUT;
            var none = new SigEvent.None();
            assertEquals(0, posix.ionotify(in, NotifyAction.POLL, both, 1, none));
            assertEquals(Condition.OUTPUT, posix.ionotify(out, NotifyAction.POLL, both, 1, none));
            posix.write(out, pattern(CAPACITY), CAPACITY);
            assertEquals(Condition.INPUT, posix.ionotify(in, NotifyAction.POLL, both, 1, none));
            assertEquals(0, posix.ionotify(out, NotifyAction.POLL, both, 1, none));
            world.say("done");
        });
        world.run(5);

        assertEquals(1, world.log.size());
    }

    @Test
    void aPipeThatEverybodyClosedIsForgotten() {
        world.start("client", 10, k -> {
            var posix = new Posix(k);
            int first = posix.open(PATH, Posix.O_RDWR);
            write(posix, first, "old");
            posix.close(first);
            int second = posix.open(PATH, Posix.O_RDWR | Posix.O_NONBLOCK);
            assertEquals(Errno.EAGAIN, failure(() -> read(posix, second, 3)));
            for (int pipe = 1; pipe < PipeManager.PIPES_MAX; pipe++) posix.open("/dev/pipe/n" + pipe, Posix.O_RDONLY);
            assertEquals(Errno.ENOSPC, failure(() -> posix.open("/dev/pipe/more", Posix.O_RDONLY)));
            posix.close(second);
            assertTrue(posix.open("/dev/pipe/more", Posix.O_RDONLY) >= 0);
            world.say("done");
        });
        world.run(5);

        assertEquals(1, world.log.size());
    }
}
