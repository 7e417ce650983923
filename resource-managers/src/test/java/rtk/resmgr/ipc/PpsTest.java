package rtk.resmgr.ipc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rtk.board.sim.Ns;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.resmgr.PathWorld;
import rtk.resmgr.Posix;
import rtk.resmgr.Rule;

class PpsTest {
    private static final int MAKE = Posix.O_RDWR | Posix.O_CREAT;
    private final PathWorld world = new PathWorld();

    @BeforeEach
    void start() { world.start("pps", 20, new PpsManager()); }

    @AfterEach
    void close() { world.close(); }

    private static Errno failure(Runnable call) { return assertThrows(ErrnoException.class, call::run).errno(); }

    private record Opened(Posix posix, int fd) {
        static Opened of(KernelCalls k, String path, int oflag) {
            var posix = new Posix(k);
            return new Opened(posix, posix.open(path, oflag));
        }

        void write(String text) {
            byte[] bytes = text.getBytes(UTF_8);
            assertEquals(bytes.length, posix.write(fd, bytes, bytes.length));
        }

        String read(int room) {
            var buffer = new byte[room];
            return new String(buffer, 0, posix.read(fd, buffer), UTF_8).replace('\n', ' ').strip();
        }

        String read() { return read(8192); }
    }

    private void runs(PathWorld.Code code) {
        world.start("client", 10, k -> {
            code.run(k);
            world.say("done");
        });
        world.run(20);
        assertEquals(1, world.log.stream().filter(line -> line.endsWith("done")).count());
    }

    @Test
    @Rule("S1")
    void s1OnlyNamedAttributesChangeAndAllOfAWriteOrNothing() {
        runs(k -> {
            var engine = Opened.of(k, "/pps/engine", MAKE);
            engine.write("rpm:n:800\nstate::idle\n");
            engine.write("rpm:n:900\ntemp::90\n-state\n");
            assertEquals(Errno.EINVAL, failure(() -> engine.write("temp::91\nnonsense\n")));
            assertEquals("@engine rpm:n:900 temp::90", engine.read());
            assertEquals("", engine.read());
        });
    }

    @Test
    @Rule("S2")
    void s2FullModeGivesTheLatestAndDeltaModeEveryChange() {
        runs(k -> {
            var publisher = Opened.of(k, "/pps/engine", MAKE);
            publisher.write("rpm:n:800\nstate::idle\n");
            var full = Opened.of(k, "/pps/engine", Posix.O_RDONLY);
            var delta = Opened.of(k, "/pps/engine?delta", Posix.O_RDONLY);
            assertEquals("@engine rpm:n:800 state::idle", delta.read());
            publisher.write("rpm:n:900\n");
            publisher.write("rpm:n:950\n");
            publisher.write("-state\n");
            assertEquals("@engine rpm:n:950", full.read());
            assertEquals("@engine rpm:n:900", delta.read(25));
            assertEquals(Errno.EMSGSIZE, failure(() -> delta.read(5)));
            assertEquals("@engine rpm:n:950 @engine -state", delta.read());
            assertEquals("", delta.read());
        });
    }

    @Test
    @Rule("S2")
    void s2AReaderThatWaitsIsAnsweredAtTheInstantOfTheChange() {
        world.start("full", 11, k -> {
            var full = Opened.of(k, "/pps/a?wait", MAKE);
            for (int round = 0; round < 3; round++) world.say("full " + full.read());
        });
        world.start("delta", 12, k -> {
            var delta = Opened.of(k, "/pps/a?delta,wait", MAKE);
            for (int round = 0; round < 3; round++) world.say("delta " + delta.read());
        });
        world.start("publisher", 10, k -> {
            var publisher = Opened.of(k, "/pps/a", Posix.O_WRONLY);
            k.sleepUntil(Ns.ms(1));
            publisher.write("x::1\ny::1\n");
            k.sleepUntil(Ns.ms(2));
            publisher.write("x::2\n");
        });
        world.run(10);

        assertEquals(List.of("0 delta @a", "0 full @a", "1000 delta @a x::1 y::1", "1000 full @a x::1 y::1", "2000 delta @a x::2",
                "2000 full @a x::2 y::1"), world.log);
    }

    @Test
    @Rule("S4")
    void s4TruncationIsAnnounced() {
        runs(k -> {
            var delta = Opened.of(k, "/pps/a?delta", MAKE);
            delta.write("x::1\n");
            delta.read();
            Opened.of(k, "/pps/a", Posix.O_WRONLY | Posix.O_TRUNC).write("y::2\n");
            assertEquals("#@a @a y::2", delta.read());
        });
    }

    @Test
    @Rule("S4")
    void s4DeletionIsAnnouncedAndSoIsWhatComesAfter() {
        runs(k -> {
            var delta = Opened.of(k, "/pps/a?delta", MAKE);
            var full = Opened.of(k, "/pps/a", Posix.O_RDONLY);
            delta.write("x::1\n");
            delta.read();
            delta.posix.unlink("/pps/a");
            assertEquals(Errno.ENOENT, failure(() -> delta.write("x::2\n")));
            assertEquals(Errno.ENOENT, failure(() -> Opened.of(k, "/pps/a", Posix.O_RDONLY)));
            assertEquals("-@a", delta.read());
            assertEquals("-@a", full.read());
            Opened.of(k, "/pps/a", Posix.O_WRONLY | Posix.O_CREAT).write("y::1\n");
            assertEquals("+@a @a y::1", delta.read());
            assertEquals("@a y::1", full.read());
        });
    }

    @Test
    void aReaderThatDoesNotKeepUpGetsTheWholeObject() {
        runs(k -> {
            var delta = Opened.of(k, "/pps/a?delta", MAKE);
            delta.read();
            for (int value = 0; value <= PpsSubscriber.CHANGES_MAX; value++) delta.write("x::" + value + "\n");
            assertEquals("@a x::" + PpsSubscriber.CHANGES_MAX, delta.read());
            delta.write("x::0\n");
            assertEquals("@a x::0", delta.read());
        });
    }

    @Test
    void namesAndBoundsAreChecked() {
        runs(k -> {
            assertEquals(Errno.ENOENT, failure(() -> Opened.of(k, "/pps/a", Posix.O_RDONLY)));
            var object = Opened.of(k, "/pps/a/b", MAKE);
            assertEquals(Errno.EEXIST, failure(() -> Opened.of(k, "/pps/a/b", MAKE | Posix.O_EXCL)));
            assertEquals(Errno.EINVAL, failure(() -> object.write("a:b\n")));
            assertEquals(Errno.EINVAL, failure(() -> object.write(":n:b\n")));
            for (int attribute = 0; attribute < PpsObject.ATTRIBUTES_MAX; attribute++) object.write("a" + attribute + "::\n");
            assertEquals(Errno.ENOSPC, failure(() -> object.write("more::\n")));
            object.write("a0::new:with:colons\n");
        });
    }
}
