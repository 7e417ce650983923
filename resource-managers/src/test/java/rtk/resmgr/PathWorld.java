package rtk.resmgr;

import java.util.ArrayList;
import java.util.List;
import rtk.board.Board;
import rtk.board.sim.Ns;
import rtk.board.sim.World;
import rtk.kernel.Kernel;
import rtk.kernel.KernelConfig;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.ThreadAttr;
import rtk.trace.EventKind;
import rtk.trace.ThreadState;
import rtk.trace.TraceSink;

/// A world for tests: one board with a kernel on which the path manager runs, and a list of what was said.
public final class PathWorld implements AutoCloseable {
    private static final int PATH_MANAGER_PRIORITY = 60;

    /// A client's code.
    public interface Code {
        void run(KernelCalls k);
    }

    public final List<String> log = new ArrayList<>();
    public final World world;
    public final Board board;
    public final Kernel kernel;
    private int messages;
    private int switches;
    private long digest;

    public PathWorld() { this(KernelConfig.DEFAULT); }

    public PathWorld(KernelConfig config) { this(config, 1); }

    public PathWorld(KernelConfig config, int cores) {
        world = new World(1, new TraceSink() {
            @Override
            public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
                if (kind == EventKind.MSG_SEND) messages++;
                if (kind == EventKind.THREAD_STATE && b == ThreadState.RUNNING.ordinal()) switches++;
                digest = 31 * (31 * (31 * (31 * digest + timeNs) + kind.ordinal()) + a) + b;
            }

            @Override
            public void text(int id, String text) {}
        });
        board = new Board(world, "test", cores);
        kernel = new Kernel(board, config);
        start("procnto", PATH_MANAGER_PRIORITY, new PathManager());
    }

    /// A number that differs if anything happened differently.
    public long digest() { return digest; }

    /// Messages sent so far by anyone.
    public int messages() { return messages; }

    /// How often a core went over to another thread so far.
    public int switches() { return switches; }

    public int start(String name, int priority, Program program, String... args) {
        return kernel.spawn(name, program, List.of(args), new ThreadAttr(name, priority, SchedPolicy.FIFO));
    }

    public int start(String name, int priority, Code code) {
        return start(name, priority, (k, args) -> {
            code.run(k);
            return 0;
        });
    }

    /// Notes something, with the time in microseconds.
    public void say(String text) { log.add(world.nowNs() / 1000 + " " + text); }

    /// Runs until `ms`, and fails if a program died.
    public PathWorld run(long ms) {
        kernel.run(Ns.ms(ms));
        if (!kernel.failures().isEmpty()) throw new AssertionError(kernel.failures().getFirst().toString());
        return this;
    }

    @Override
    public void close() { kernel.close(); }
}
