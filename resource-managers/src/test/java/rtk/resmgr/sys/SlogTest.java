package rtk.resmgr.sys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rtk.board.sim.Ns;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Signal;
import rtk.resmgr.PathWorld;
import rtk.resmgr.Poll;
import rtk.resmgr.Posix;
import rtk.resmgr.Rule;
import rtk.resmgr.sys.Slog.Severity;

class SlogTest {
    private final PathWorld world = new PathWorld();
    private int slogger;

    @BeforeEach
    void start() { slogger = world.start("slogger2", 20, new SlogManager()); }

    @AfterEach
    void close() { world.close(); }

    private static Errno failure(Runnable call) { return assertThrows(ErrnoException.class, call::run).errno(); }

    private static List<String> lines(KernelCalls k) {
        var posix = new Posix(k);
        int fd = posix.open("/dev/slog", Posix.O_RDONLY);
        var text = new StringBuilder();
        var buffer = new byte[1000];
        for (int count = posix.read(fd, buffer); count > 0; count = posix.read(fd, buffer)) {
            text.append(new String(buffer, 0, count, UTF_8));
        }
        return text.isEmpty() ? List.of() : List.of(text.toString().split("\n"));
    }

    /// What somebody finds who reads at `ms`.
    private List<String> readAt(long ms) {
        world.start("reader", 9, k -> {
            k.sleepUntil(Ns.ms(ms));
            world.log.addAll(lines(k));
        });
        world.run(ms + 1);
        return world.log;
    }

    @Test
    @Rule("G1")
    void g1LinesOfAllProcessesComeByTime() {
        world.start("one", 10, k -> {
            var slog = Slog.register(k);
            k.sleepUntil(Ns.ms(1));
            slog.log(Severity.INFO, "first");
            k.sleepUntil(Ns.ms(3));
            slog.log(Severity.CRITICAL, "third");
        });
        world.start("two", 10, k -> {
            var slog = Slog.register(k, "set", Severity.DEBUG2, "main=1", "extra=1");
            k.sleepUntil(Ns.ms(2));
            slog.log(1, 77, Severity.DEBUG2, "second");
        });

        assertEquals(List.of("0.001000500 one.3.1 main info 0 first", "0.002000500 set.4.1 extra debug2 77 second",
                "0.003000500 one.3.1 main critical 0 third"), readAt(5));
    }

    @Test
    @Rule("G1")
    void g1WhatIsLessSevereThanTheVerbosityIsDropped() {
        world.start("one", 10, k -> {
            var slog = Slog.register(k, "one", Severity.WARNING, "main=1");
            for (var severity : Severity.values()) slog.log(severity, "a");
            slog.setVerbosity(0, Severity.ERROR);
            for (var severity : Severity.values()) slog.log(severity, "b");
        });

        var seen = readAt(5).stream().map(line -> line.split(" ")[3] + line.split(" ")[5]).toList();
        assertEquals(List.of("shutdowna", "criticala", "errora", "warninga", "shutdownb", "criticalb", "errorb"), seen);
    }

    @Test
    @Rule("G1")
    void g1AFullBufferOverwritesItsOldestLines() {
        world.start("one", 10, k -> {
            var slog = Slog.register(k, "one", Severity.INFO, "main=1");
            for (int line = 0; line < 1000; line++) slog.log(Severity.INFO, "line " + line + "-".repeat(line % 40));
        });

        var seen = readAt(5);
        int first = Integer.parseInt(seen.getFirst().replaceAll(".*line (\\d+).*", "$1"));
        assertEquals(1000 - first, seen.size());
        int bytes = 0;
        for (int line = first - 1; line < 1000; line++) {
            assertTrue(line < first || seen.get(line - first).endsWith("line " + line + "-".repeat(line % 40)));
            bytes += 20 + ("line " + line).length() + line % 40;
        }
        assertTrue(bytes > 4096, "one line more would not have fitted");
        assertTrue(bytes - (20 + ("line " + (first - 1)).length() + (first - 1) % 40) <= 4096);
    }

    @Test
    @Rule("G1")
    void g1LogsOutliveTheirProcessAndTheLogger() {
        int writer = world.start("one", 10, k -> {
            Slog.register(k).log(Severity.NOTICE, "last words");
            k.sleep(Ns.ms(100));
        });
        world.start("killer", 11, k -> {
            k.sleepUntil(Ns.ms(1));
            k.kill(writer, Signal.SIGKILL);
            k.kill(slogger, Signal.SIGKILL);
        });
        world.run(2);
        world.start("slogger2", 20, new SlogManager());

        assertEquals(List.of("0.000000500 one.3.1 main notice 0 last words"), readAt(3));
    }

    @Test
    void aLineIsNoMessage() {
        world.start("one", 10, k -> {
            var slog = Slog.register(k);
            int before = world.messages();
            for (int line = 0; line < 100; line++) slog.log(Severity.INFO, "x");
            world.log.add("messages " + (world.messages() - before));
        });
        world.run(5);

        assertEquals(List.of("messages 0"), world.log);
    }

    @Test
    void registrationIsCheckedAndBounded() {
        world.start("one", 10, k -> {
            assertEquals(Errno.EINVAL, failure(() -> Slog.register(k, "a b", Severity.INFO, "main=1")));
            assertEquals(Errno.EINVAL, failure(() -> Slog.register(k, "a", Severity.INFO, "main=65")));
            assertEquals(Errno.EINVAL, failure(() -> Slog.register(k, "a", Severity.INFO, "a=1", "b=1", "c=1", "d=1", "e=1")));
            for (int set = 0; set <= SlogManager.SETS_MAX; set++) {
                Slog.register(k, "set" + set, Severity.INFO, "main=1").log(Severity.INFO, "x".repeat(600));
            }
            assertEquals(Errno.EEXIST, failure(() -> Slog.register(k, "set1", Severity.INFO, "main=1")));
            world.log.add("oldest " + lines(k).getFirst().split(" ")[1] + ", text " + lines(k).getFirst().split(" ")[5].length());
        });
        world.run(5);

        assertEquals(List.of("oldest set1.3.1, text 512"), world.log);
    }

    @Test
    void aReaderMayWaitForNewLines() {
        world.start("one", 10, k -> {
            var slog = Slog.register(k);
            for (int line = 1; line <= 3; line++) {
                k.sleepUntil(Ns.ms(20L * line));
                slog.log(Severity.INFO, "line " + line);
            }
        });
        world.start("reader", 9, k -> {
            k.sleepUntil(Ns.ms(21));
            var posix = new Posix(k);
            int fd = posix.open("/dev/slog/wait", Posix.O_RDONLY);
            var buffer = new byte[1000];
            for (int round = 0; round < 3; round++) {
                world.say(new String(buffer, 0, posix.read(fd, buffer), UTF_8).strip());
            }
            int nonblocking = posix.open("/dev/slog/wait", Posix.O_RDONLY | Posix.O_NONBLOCK);
            assertTrue(posix.read(nonblocking, buffer) > 0);
            assertEquals(Errno.EAGAIN, failure(() -> posix.read(nonblocking, buffer)));
        });
        world.run(200);

        assertEquals(List.of("21000 0.020000500 one.3.1 main info 0 line 1", "41000 0.040000500 one.3.1 main info 0 line 2",
                "61000 0.060000500 one.3.1 main info 0 line 3"), world.log);
    }

    @Test
    void whoReadsTooSlowlyIsToldHowMuchWasOverwritten() {
        world.start("one", 10, k -> {
            var slog = Slog.register(k, "one", Severity.INFO, "main=1");
            slog.log(Severity.INFO, "seen");
            k.sleepUntil(Ns.ms(2));
            for (int line = 0; line < 300; line++) slog.log(Severity.INFO, "y".repeat(12)); // 32 bytes each
        });
        world.start("reader", 9, k -> {
            k.sleepUntil(Ns.ms(1));
            var posix = new Posix(k);
            int fd = posix.open("/dev/slog/wait", Posix.O_RDONLY);
            var buffer = new byte[20_000];
            posix.read(fd, buffer);
            k.sleepUntil(Ns.ms(15));
            var lines = new String(buffer, 0, posix.read(fd, buffer), UTF_8).lines().toList();
            world.log.add(lines.getFirst());
            world.log.add(lines.size() - 1 + " lines");
        });
        world.run(20);

        assertEquals(List.of("- one.3 main: 5504 bytes overwritten before they were read", "128 lines"), world.log);
    }

    @Test
    void pollSeesNewLines() {
        world.start("one", 10, k -> {
            var slog = Slog.register(k);
            k.sleepUntil(Ns.ms(15));
            slog.log(Severity.INFO, "x");
        });
        world.start("reader", 9, k -> {
            k.sleepUntil(Ns.ms(1));
            var posix = new Posix(k);
            var log = new Poll(posix.open("/dev/slog/wait", Posix.O_RDONLY), Poll.POLLIN);
            world.say(posix.poll(Ns.ms(5), log) + " ready");
            world.say(posix.poll(Poll.FOREVER, log) + " ready");
        });
        world.run(50);

        assertEquals(List.of("6000 0 ready", "21000 1 ready"), world.log);
    }
}
