package rtk.apps.infotainment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import rtk.board.Board;
import rtk.board.can.CanBus;
import rtk.board.can.CanController;
import rtk.board.serial.Uart;
import rtk.board.sim.World;
import rtk.kernel.CoroutineKind;
import rtk.kernel.Kernel;
import rtk.kernel.KernelConfig;
import rtk.kernel.api.Program;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.Signal;
import rtk.kernel.api.ThreadAttr;
import rtk.resmgr.PathManager;
import rtk.resmgr.dev.CanManager;
import rtk.resmgr.dev.SerialManager;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;

/// A board for tests of services: buses and lines as wanted, their drivers, and what programs trace, by name.
public final class Bench implements AutoCloseable {
    /// A value that a program has traced.
    public record Traced(long timeNs, long value) {}

    private final Map<String, List<Traced>> traced = new TreeMap<>();
    private final Map<String, Integer> pids = new TreeMap<>();
    private final World world = new World(42, new Eyes());
    private final Board board = new Board(world, "bench", 1);
    private final Kernel kernel;

    public Bench() {
        kernel = new Kernel(board, KernelConfig.DEFAULT.coroutines(CoroutineKind.best()));
        spawn("procnto", new PathManager(), 254);
    }

    public World world() { return world; }

    public Kernel kernel() { return kernel; }

    /// A bus at 500 kbit/s, and a controller on it for each name, with its driver.
    public CanBus bus(String... controllers) {
        var bus = new CanBus(world, controllers[0], 500_000, 0);
        for (String name : controllers) {
            new CanController(board, name, bus);
            spawn("dev-" + name, new CanManager(), 21, name);
        }
        return bus;
    }

    /// A line at 115200 baud with its driver.
    public Uart line(String name) {
        var uart = new Uart(board, name, 115_200, 16);
        spawn("devc-" + name, new SerialManager(), 20, name);
        return uart;
    }

    /// @return pid
    public int spawn(String name, Program program, int priority, String... args) {
        int pid = kernel.spawn(name, program, List.of(args), new ThreadAttr("main", priority, SchedPolicy.RR));
        pids.put(name, pid);
        return pid;
    }

    /// Kills the process spawned last under that name, by SIGKILL.
    public void killAt(long timeNs, String name) {
        int pid = pids.get(name);
        spawn("killer", (k, args) -> {
            k.sleepUntil(timeNs);
            k.kill(pid, Signal.SIGKILL);
            return 0;
        }, 30);
    }

    /// What has been traced by that name so far.
    public List<Traced> traced(String name) { return traced.getOrDefault(name, List.of()); }

    /// The values of [#traced].
    public List<Long> values(String name) { return traced(name).stream().map(Traced::value).toList(); }

    @Override
    public void close() { kernel.close(); }

    private final class Eyes implements TraceSink {
        private final Map<Integer, String> texts = new TreeMap<>();

        @Override
        public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
            if (kind != EventKind.USER) return;
            traced.computeIfAbsent(texts.get((int) b), name -> new ArrayList<>()).add(new Traced(timeNs, c));
        }

        @Override
        public void text(int id, String text) { texts.put(id, text); }
    }
}
