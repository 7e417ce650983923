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
import rtk.kernel.api.ThreadAttr;
import rtk.resmgr.PathManager;
import rtk.resmgr.dev.CanManager;
import rtk.resmgr.dev.SerialManager;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;

/// The head unit of the shipped scenario, for tests: board, drivers and, as wanted, services; remembers what programs trace.
final class Cockpit implements AutoCloseable {
    /// A value that a program has traced.
    record Traced(long timeNs, long value) {}

    final Map<String, List<Traced>> traced = new TreeMap<>();
    final World world = new World(42, new Eyes());
    final Board board = new Board(world, "cockpit", 1);
    final CanBus bus = new CanBus(world, "can0", 500_000, 0);
    final Uart uart;
    final Kernel kernel;
    private long eventHash = 1;
    private long eventCount;

    Cockpit(CoroutineKind coroutines) {
        new CanController(board, "can0", bus);
        uart = new Uart(board, "ser1", 115_200, 16);
        kernel = new Kernel(board, KernelConfig.DEFAULT.coroutines(coroutines));
        spawn("procnto", new PathManager(), 254);
        spawn("dev-can", new CanManager(), 21, "can0");
        spawn("devc-ser", new SerialManager(), 20, "ser1");
    }

    Cockpit spawn(String name, Program program, int priority, String... args) {
        kernel.spawn(name, program, List.of(args), new ThreadAttr("main", priority, SchedPolicy.RR));
        return this;
    }

    /// What has been traced by that name so far.
    List<Traced> traced(String name) { return traced.getOrDefault(name, List.of()); }

    /// A number that says whether two runs were the same, event by event.
    long eventHash() { return eventHash; }

    long eventCount() { return eventCount; }

    @Override
    public void close() { kernel.close(); }

    private final class Eyes implements TraceSink {
        private final Map<Integer, String> texts = new TreeMap<>();

        @Override
        public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
            eventCount++;
            for (long part : new long[]{timeNs, kind.ordinal(), a, b, c, d, e}) eventHash = eventHash * 1_000_003 + part;
            if (kind == EventKind.USER) {
                traced.computeIfAbsent(texts.get((int) b), name -> new ArrayList<>()).add(new Traced(timeNs, c));
            }
        }

        @Override
        public void text(int id, String text) { texts.put(id, text); }
    }
}
