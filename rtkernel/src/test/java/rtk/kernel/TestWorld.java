package rtk.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import rtk.board.Board;
import rtk.board.sim.Ns;
import rtk.board.sim.Rank;
import rtk.board.sim.SimEvent;
import rtk.board.sim.World;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.ThreadAttr;
import rtk.trace.EventKind;
import rtk.trace.ThreadState;
import rtk.trace.TraceSink;

/// A one-core world for tests: processes started at given times, and their states drawn as a timeline.
///
/// `#` running, `-` ready, `s` SEND, `r` RECEIVE, `p` REPLY, `m` MUTEX, `c` CONDVAR, `z` NANOSLEEP, `i` INTR, `e` SEM, `j` JOIN,
/// blank dead. One column is one millisecond, drawn as the state at its beginning, after all that happened at that instant.
final class TestWorld implements AutoCloseable {
    private final List<long[]> states = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final List<Integer> priorities = new ArrayList<>();
    final List<String> log = new ArrayList<>();
    private final World world = new World(1, new Eyes());
    final Board board;
    final Kernel kernel;

    TestWorld(KernelConfig config) { this(config, 1); }

    TestWorld(KernelConfig config, int cores) {
        board = new Board(world, "test", cores);
        kernel = new Kernel(board, config);
    }

    World world() { return world; }

    /// Starts a process of that name, priority and code at `ms`.
    TestWorld at(long ms, String name, int priority, Consumer<KernelCalls> code) {
        return at(ms, name, priority, SchedPolicy.FIFO, code);
    }

    TestWorld at(long ms, String name, int priority, SchedPolicy policy, Consumer<KernelCalls> code) {
        names.add(name);
        priorities.add(priority);
        world.engine().at(SimEvent.of(Rank.DEVICE, () -> {
            kernel.spawn(name, (k, args) -> {
                code.accept(k);
                return 0;
            }, List.of(), new ThreadAttr(name, priority, policy));
        }), Ns.ms(ms));
        return this;
    }

    /// A row for a thread that a process makes itself; to be called before the thread is made.
    void row(String name, int priority) {
        names.add(name);
        priorities.add(priority);
    }

    TestWorld run(long ms) {
        kernel.run(Ns.ms(ms));
        return this;
    }

    @Override
    public void close() { kernel.close(); }

    /// Notes something with the time in milliseconds.
    void say(String text) {
        long us = world.nowNs() / 1_000;
        log.add(us % 1_000 == 0 ? us / 1_000 + " " + text : String.format(Locale.ROOT, "%.3f %s", us / 1_000.0, text));
    }

    /// The threads as rows, in the order in which they were declared, from `fromMs` to `untilMs`.
    String timeline(long fromMs, long untilMs) {
        var picture = new StringBuilder();
        for (int row = 0; row < names.size(); row++) {
            picture.append(String.format(Locale.ROOT, "%-5s %3d |", names.get(row), priorities.get(row)));
            var line = new StringBuilder();
            for (long ms = fromMs; ms < untilMs; ms++) line.append(symbol(row, Ns.ms(ms)));
            picture.append(line.toString().stripTrailing()).append('\n');
        }
        return picture.toString();
    }

    private char symbol(int row, long atNs) {
        ThreadState state = ThreadState.DEAD;
        for (long[] change : states) {
            if (change[1] == row && change[0] <= atNs) state = ThreadState.ofNumber(change[2]);
        }
        return switch (state) {
            case RUNNING -> '#';
            case READY -> '-';
            case SEND -> 's';
            case RECEIVE -> 'r';
            case REPLY -> 'p';
            case MUTEX -> 'm';
            case CONDVAR -> 'c';
            case NANOSLEEP -> 'z';
            case INTR -> 'i';
            case SEM -> 'e';
            case JOIN -> 'j';
            default -> ' ';
        };
    }

    /// Rows go by the names of threads.
    private final class Eyes implements TraceSink {
        private final List<Integer> rows = new ArrayList<>();
        private final List<String> texts = new ArrayList<>();

        @Override
        public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
            if (kind == EventKind.THREAD_CREATED) {
                rows.add(names.indexOf(texts.get((int) e - 1)));
            } else if (kind == EventKind.THREAD_STATE) {
                states.add(new long[]{timeNs, rows.get((int) a - 1), b});
            }
        }

        @Override
        public void text(int id, String text) { texts.add(text); }
    }
}
