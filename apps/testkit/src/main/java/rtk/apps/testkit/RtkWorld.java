package rtk.apps.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import rtk.board.Board;
import rtk.board.sim.Ns;
import rtk.board.sim.Rank;
import rtk.board.sim.SimEvent;
import rtk.board.sim.World;
import rtk.kernel.Kernel;
import rtk.kernel.KernelConfig;
import rtk.kernel.ProcessFailure;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.ThreadAttr;
import rtk.trace.EventKind;
import rtk.trace.Timeline;
import rtk.trace.TraceSink;
import rtk.trace.TraceText;
import rtk.trace.analysis.Inversion;
import rtk.trace.analysis.InversionMonitor;
import rtk.trace.analysis.LatencyResult;
import rtk.trace.analysis.PathSpec;
import rtk.trace.analysis.RunAnalysis;
import rtk.trace.analysis.Series;
import rtk.trace.analysis.StarvationMonitor;
import rtk.trace.analysis.UnrepliedMonitor;
import rtk.trace.analysis.blame.BlameLedger;
import rtk.trace.analysis.blame.Explanation;

/// A board with a kernel, for a test: programs start at given times, time passes, and then everything that happened can be looked
/// at: as a timeline, as lines of the log and of the trace, as latencies. Everything is exact and the same in every run.
///
/// All times are nanoseconds; `rtk.board.sim.Ns` has words for others. Given by [RtkTest]; [#RtkWorld] is for those who want
/// another kernel.
public final class RtkWorld implements AutoCloseable {
    private static final int PICTURE_COLUMNS = 60;

    private final Timeline timeline = new Timeline();
    private final Record record = new Record();
    private final List<String> log = new ArrayList<>();
    private final List<String> expectedDeaths = new ArrayList<>();
    private final World world;
    private final Board board;
    private final Kernel kernel;

    /// @param cores 1 to 32
    /// @param seed of all that is random
    public RtkWorld(KernelConfig config, int cores, long seed) {
        world = new World(seed, timeline.and(record));
        board = new Board(world, "board", cores);
        kernel = new Kernel(board, config);
    }

    /// For devices, lines and stimuli.
    public Board board() { return board; }

    public Kernel kernel() { return kernel; }

    // What happens.

    /// Starts `program` at `atNs` as a process called `name`, its first thread SCHED_FIFO at `priority` and called the same.
    ///
    /// @param priority 1 to 255
    /// @param args without the program's name
    public RtkWorld at(long atNs, String name, int priority, Program program, String... args) {
        var attr = new ThreadAttr(name, priority, SchedPolicy.FIFO);
        world.engine().at(SimEvent.of(Rank.DEVICE, () -> kernel.spawn(name, program, List.of(args), attr)), atNs);
        return this;
    }

    /// As [#at(long, String, int, Program, String...)], for a program without arguments and status.
    public RtkWorld at(long atNs, String name, int priority, Consumer<KernelCalls> program) {
        return at(atNs, name, priority, (k, args) -> {
            program.accept(k);
            return 0;
        });
    }

    /// Does something to the board at `atNs`: raises a line, sends a frame.
    public RtkWorld at(long atNs, Runnable stimulus) {
        world.engine().at(SimEvent.of(Rank.DEVICE, stimulus), atNs);
        return this;
    }

    /// The process called `name` must die abnormally: then that is no failure of the test, and its survival is.
    public RtkWorld expectDeath(String name) {
        expectedDeaths.add(name);
        return this;
    }

    /// Lets time pass until `untilNs`, that instant included.
    public RtkWorld run(long untilNs) {
        kernel.run(untilNs);
        return this;
    }

    public long nowNs() { return world.nowNs(); }

    // What is to be seen.

    /// A line for the log, with the time in microseconds before it.
    public void say(String text) {
        long ns = world.nowNs();
        String time = ns % 1_000 == 0 ? Long.toString(ns / 1_000) : String.format(Locale.ROOT, "%d.%03d", ns / 1_000, ns % 1_000);
        log.add(time + " us " + text);
    }

    /// What was said, in order: `1500 us received 3`.
    public List<String> log() { return List.copyOf(log); }

    /// One row per thread, one character per `columnNs`, from the start until now; see [Timeline].
    public String timeline(long columnNs) { return timeline.draw(0, world.nowNs(), columnNs); }

    public String timeline(long fromNs, long untilNs, long columnNs) { return timeline.draw(fromNs, untilNs, columnNs); }

    /// The trace so far as text, one event a line, see [TraceText].
    ///
    /// @param kinds labels or families such as `msg.send`, `thread`; none for all
    public List<String> trace(String... kinds) {
        var text = new StringBuilder();
        Set<EventKind> wanted = TraceText.kinds(List.of(kinds));
        record.replay(new TraceText(text, wanted));
        return text.toString().lines().toList();
    }

    /// How long it took from one trace point to another: count, minimum, percentiles, maximum.
    ///
    /// @param from as in scenario files: `timer sensor`, `pulse gateway` … see [rtk.trace.analysis.TracePoint]
    /// @throws IllegalArgumentException if that is no trace point
    public LatencyResult latency(String from, String to) {
        var analysis = new RunAnalysis(List.of(new PathSpec("path", from, to)));
        record.replay(analysis);
        analysis.finish(world.nowNs());
        return analysis.latency("path");
    }

    /// Why the longest way from one trace point to another took its time, in order and without gaps: `4 us mutex held by app/low (m)`.
    ///
    /// @throws IllegalArgumentException if that is no trace point, or nothing went that way
    public List<String> explain(String from, String to) {
        var analysis = new RunAnalysis(List.of(new PathSpec("path", from, to)));
        var ledger = new BlameLedger(analysis);
        record.replay(ledger);
        Explanation worst = ledger.worst(new Series(Series.Kind.PATH, "path"));
        if (worst == null) throw new IllegalArgumentException("nothing went from " + from + " to " + to);
        return worst.pieces().stream().map(piece -> Ns.text(piece.ns()) + " " + piece.reason().text()).toList();
    }

    /// The longest priority inversion so far of each thread and kind.
    public List<Inversion> inversions() {
        var monitor = new InversionMonitor();
        record.replay(monitor);
        monitor.finish(world.nowNs());
        return monitor.longest();
    }

    /// Threads that were READY for longer than `limitNs` at a stretch so far.
    public List<StarvationMonitor.Starved> starved(long limitNs) {
        var monitor = new StarvationMonitor(limitNs);
        record.replay(monitor);
        monitor.finish(world.nowNs());
        return monitor.starved();
    }

    /// Messages whose senders wait now.
    public List<UnrepliedMonitor.Unreplied> unreplied() {
        var monitor = new UnrepliedMonitor();
        record.replay(monitor);
        return monitor.unreplied();
    }

    /// What observers of a run see, from its start until now.
    public void replay(TraceSink sink) { record.replay(sink); }

    // For the extension.

    List<ProcessFailure> unexpectedDeaths() {
        return kernel.failures().stream().filter(failure -> !expectedDeaths.contains(failure.process())).toList();
    }

    List<String> missingDeaths() {
        List<String> dead = kernel.failures().stream().map(ProcessFailure::process).toList();
        return expectedDeaths.stream().filter(name -> !dead.contains(name)).toList();
    }

    static String describe(ProcessFailure death) {
        return String.format(Locale.ROOT, "%s/%d died at %.3f us: %s%n%s", death.process(), death.tid(), death.atNs() / 1e3,
                death.message(), death.stack());
    }

    /// The whole run in one picture, with its legend.
    String picture() {
        long columnNs = Math.max(1, world.nowNs() / PICTURE_COLUMNS);
        return timeline(columnNs) + String.format(Locale.ROOT, "one column is %.3f us%n", columnNs / 1e3) + Timeline.LEGEND;
    }

    @Override
    public void close() { kernel.close(); }
}
