package rtk.apps.infotainment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import rtk.board.Board;
import rtk.board.can.CanBus;
import rtk.board.can.CanController;
import rtk.board.gpio.GpioPort;
import rtk.board.hw.Oscillator;
import rtk.board.media.Camera;
import rtk.board.media.Display;
import rtk.board.media.SoundOutput;
import rtk.board.serial.Uart;
import rtk.board.sim.Rank;
import rtk.board.sim.SimEvent;
import rtk.board.sim.World;
import rtk.kernel.Kernel;
import rtk.kernel.KernelConfig;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;
import rtk.kernel.api.ProgramStore;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.ThreadAttr;
import rtk.resmgr.PathManager;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;

/// A board with all that a head unit is seen and heard by, and the path manager, for tests of services; remembers what programs trace
/// and devices note.
public final class HeadUnit implements AutoCloseable {
    /// A value that a program has traced, or a device noted.
    public record Seen(long timeNs, long value) {}

    private final Map<String, List<Seen>> seen = new TreeMap<>();
    public final World world = new World(42, new Eyes());
    public final Board board = new Board(world, "unit", 1);
    public final CanBus bus = new CanBus(world, "can0", 500_000, 0);
    public final Uart uart;
    public final GpioPort gpio;
    public final SoundOutput sound;
    public final Display display;
    public final Camera camera;
    public final Kernel kernel;

    public HeadUnit() { this(ProgramStore.EMPTY); }

    public HeadUnit(ProgramStore programs) {
        new CanController(board, "can0", bus);
        uart = new Uart(board, "ser1", 115_200, 16);
        gpio = new GpioPort(board, "gpio0");
        sound = new SoundOutput(board, "sound0", new Oscillator(SoundOutput.MASTER_CLOCK_HZ, 0));
        display = new Display(board, "display0", new Oscillator(Display.PIXEL_CLOCK_HZ, 0));
        camera = new Camera(board, "camera0", new Oscillator(Camera.PIXEL_CLOCK_HZ, 0));
        kernel = new Kernel(board, KernelConfig.DEFAULT.programs(programs));
        spawn("procnto", new PathManager(), 254);
    }

    public HeadUnit spawn(String name, Program program, int priority, String... args) {
        kernel.spawn(name, program, List.of(args), new ThreadAttr("main", priority, SchedPolicy.RR));
        return this;
    }

    public HeadUnit spawn(String name, int priority, Consumer<KernelCalls> program) {
        return spawn(name, (k, args) -> {
            program.accept(k);
            return 0;
        }, priority);
    }

    public HeadUnit at(long atNs, Runnable action) {
        world.engine().at(SimEvent.of(Rank.DEVICE, action), atNs);
        return this;
    }

    /// Lets time pass; fails if a program dies of what it threw.
    public HeadUnit run(long untilNs) {
        kernel.run(untilNs);
        assertEquals(List.of(), kernel.failures());
        return this;
    }

    /// What has been traced or noted by that name so far.
    public List<Seen> seen(String name) { return seen.getOrDefault(name, List.of()); }

    public List<Long> values(String name) { return seen(name).stream().map(Seen::value).toList(); }

    @Override
    public void close() { kernel.close(); }

    private final class Eyes implements TraceSink {
        private final Map<Integer, String> texts = new TreeMap<>();

        @Override
        public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
            if (kind != EventKind.USER && kind != EventKind.DEVICE_NOTE) return;
            seen.computeIfAbsent(texts.get((int) b), name -> new ArrayList<>()).add(new Seen(timeNs, c));
        }

        @Override
        public void text(int id, String text) { texts.put(id, text); }
    }
}
