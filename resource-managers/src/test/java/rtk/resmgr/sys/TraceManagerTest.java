package rtk.resmgr.sys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import rtk.board.Board;
import rtk.board.sim.Ns;
import rtk.board.sim.World;
import rtk.kernel.Kernel;
import rtk.kernel.KernelConfig;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.ThreadAttr;
import rtk.resmgr.PathManager;
import rtk.resmgr.Posix;
import rtk.trace.TraceText;
import rtk.trace.file.TraceGate;

/// A program that controls what is recorded of it.
class TraceManagerTest {
    private interface Code {
        void run(KernelCalls k);
    }

    private final StringBuilder recorded = new StringBuilder();
    private final StringBuilder happened = new StringBuilder();
    private final World world = new World(1,
            new TraceGate(new TraceText(recorded, TraceText.kinds(List.of("user", "trace")))).and(new TraceText(happened)));
    private final Kernel kernel = new Kernel(new Board(world, "board", 1), KernelConfig.DEFAULT);

    @AfterEach
    void close() { kernel.close(); }

    private void client(Code code) {
        kernel.spawn("procnto", new PathManager(), List.of(), new ThreadAttr("procnto", 60, SchedPolicy.FIFO));
        kernel.spawn("trace", new TraceManager(), List.of(), new ThreadAttr("trace", 20, SchedPolicy.FIFO));
        kernel.spawn("client", (k, args) -> {
            code.run(k);
            k.trace("done", 1);
            return 0;
        }, List.of(), new ThreadAttr("client", 10, SchedPolicy.FIFO));
        kernel.run(Ns.ms(10));
        assertEquals("[]", kernel.failures().toString());
    }

    private static void write(KernelCalls k, String text) {
        var posix = new Posix(k);
        int fd = posix.open("/dev/trace", Posix.O_WRONLY);
        assertEquals(text.length(), posix.write(fd, text.getBytes(UTF_8), text.length()));
    }

    private static List<String> events(StringBuilder text) {
        return text.toString().lines().map(line -> line.strip().split("\\s+", 3)[2].replaceAll("\\s+", " ")).toList();
    }

    @Test
    void whatHappensWhileItIsStoppedIsCountedAndNotKept() {
        client(k -> {
            k.trace("before", 1);
            write(k, "stop");
            k.trace("hidden", 2);
            write(k, "start\nmark seen -3\n");
        });

        List<String> kept = events(recorded).stream().map(line -> line.replaceAll("events \\d+", "events N")).toList();
        assertEquals(
                List.of("user client/1 before value 1", "trace.control trace/1 recording 0 all",
                        "trace.skipped events N reason 0",
                        "trace.control trace/1 recording 1 all", "user trace/1 seen value -3", "user client/1 done value 1"),
                kept);
        assertEquals(1, events(happened).stream().filter(line -> line.contains("hidden")).count());
    }

    @Test
    void theWorldIsTheSameWhateverIsRecorded() {
        client(k -> {
            write(k, "only msg\n");
            k.compute(Ns.us(3));
        });

        assertEquals("user client/1 done value 1",
                events(happened).stream().filter(line -> line.contains("done")).findAny().get());
        assertEquals(0, events(recorded).stream().filter(line -> line.startsWith("user")).count());
    }

    @Test
    void wrongLinesFailAndTheStateCanBeRead() {
        client(k -> {
            for (String wrong : List.of("begin", "only", "only nonsense", "mark x", "mark x 1.5")) {
                assertEquals(Errno.EINVAL, assertThrows(ErrnoException.class, () -> write(k, wrong)).errno(), wrong);
            }
            write(k, "only msg thread.state\nstop\n");
            var posix = new Posix(k);
            var buffer = new byte[100];
            int fd = posix.open("/dev/trace", Posix.O_RDONLY);
            assertEquals("recording no\nkinds msg thread.state\n", new String(buffer, 0, posix.read(fd, buffer), UTF_8));
            assertEquals(0, posix.read(fd, buffer));
        });
    }
}
