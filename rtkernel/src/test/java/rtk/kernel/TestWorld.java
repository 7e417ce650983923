package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import rtk.board.Board;
import rtk.board.sim.Ns;
import rtk.board.sim.Rank;
import rtk.board.sim.SimEvent;
import rtk.board.sim.World;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.ThreadAttr;
import rtk.trace.EventKind;
import rtk.trace.Timeline;
import rtk.trace.TraceSink;

/// A world for tests: processes started at given times, and their states drawn as a [Timeline] with columns of a millisecond.
final class TestWorld implements AutoCloseable {
    private final Timeline timeline = new Timeline();
    final List<String> log = new ArrayList<>();
    private Eye eye = (timeNs, kind, a, b, c, d, e) -> {};
    private final World world = new World(1, timeline.and(new TraceSink() {
        @Override
        public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
            eye.event(timeNs, kind, a, b, c, d, e);
        }

        @Override
        public void text(int id, String text) {}
    }));
    final Board board;
    final Kernel kernel;

    TestWorld(KernelConfig config) { this(config, 1); }

    TestWorld(KernelConfig config, int cores) { this(config, cores, 1_000_000_000); }

    /// @param timerRateHz of the clock that ticks are divided from
    TestWorld(KernelConfig config, int cores, long timerRateHz) {
        board = new Board(world, "test", cores);
        board.setTimerRateHz(timerRateHz);
        kernel = new Kernel(board, config);
    }

    World world() { return world; }

    /// Shows `watcher` all that happens from now on.
    void watch(Eye watcher) { eye = watcher; }

    /// As [TraceSink#event].
    interface Eye {
        void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e);
    }

    /// How a call ended, that returns nothing of interest.
    static Errno errnoOf(Runnable call) {
        try {
            call.run();
            return Errno.EOK;
        } catch (ErrnoException failed) {
            return failed.errno();
        }
    }

    /// A thread of a program, FIFO.
    static int thread(KernelCalls k, String name, int priority, Runnable body) {
        return k.threadCreate(new ThreadAttr(name, priority, SchedPolicy.FIFO), body);
    }

    /// Starts a process of that name, priority and code at `ms`.
    TestWorld at(long ms, String name, int priority, Consumer<KernelCalls> code) {
        return at(ms, name, priority, SchedPolicy.FIFO, code);
    }

    TestWorld at(long ms, String name, int priority, SchedPolicy policy, Consumer<KernelCalls> code) {
        return at(ms, new ThreadAttr(name, priority, policy), code);
    }

    /// Starts a process with the name of its first thread.
    TestWorld at(long ms, ThreadAttr attr, Consumer<KernelCalls> code) {
        row(attr.name(), attr.priority());
        world.engine().at(SimEvent.of(Rank.DEVICE, () -> {
            kernel.spawn(attr.name(), (k, args) -> {
                code.accept(k);
                return 0;
            }, List.of(), attr);
        }), Ns.ms(ms));
        return this;
    }

    /// A row for a thread that a process makes itself; to be called before the thread is made.
    void row(String name, int priority) { timeline.row(name, priority); }

    TestWorld run(long ms) {
        kernel.run(Ns.ms(ms));
        return this;
    }

    /// As [#run]; a process that dies abnormally, by an assertion in it, fails the test.
    TestWorld runWell(long ms) {
        run(ms);
        assertEquals(List.of(), kernel.failures());
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
    String timeline(long fromMs, long untilMs) { return timeline.draw(Ns.ms(fromMs), Ns.ms(untilMs), Ns.ms(1)); }
}
