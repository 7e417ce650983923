package rtk.apps.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Consumer;
import rtk.apps.infotainment.DriveCycle;
import rtk.apps.scenario.bridge.Bridge;
import rtk.board.Board;
import rtk.board.can.CanBus;
import rtk.board.can.CanFrame;
import rtk.board.can.CanReplay;
import rtk.board.can.log.CanLog;
import rtk.board.can.PeriodicMessage;
import rtk.board.can.PeriodicSender;
import rtk.board.can.ReplayOptions;
import rtk.board.gpio.Button;
import rtk.board.serial.DialogueScript;
import rtk.board.serial.FeedOptions;
import rtk.board.serial.SerialDialogue;
import rtk.board.serial.SerialCable;
import rtk.board.serial.SerialFeed;
import rtk.board.serial.Uart;
import rtk.board.sim.Ns;
import rtk.board.sim.Rank;
import rtk.board.sim.SimEvent;
import rtk.board.sim.World;
import rtk.kernel.CoroutineKind;
import rtk.kernel.Diagnostic;
import rtk.kernel.Kernel;
import rtk.kernel.KernelConfig;
import rtk.kernel.ProcessFailure;
import rtk.kernel.SpinningException;
import rtk.kernel.Unreplied;
import rtk.kernel.Watchdog;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.ThreadAttr;
import rtk.trace.TraceSink;

/// A scenario as a world that runs.
///
/// Things are made in this order, each sort in the order of the file: the boards with their parts ([BoardAssembly]), a kernel for
/// each, messages, stimuli; then the processes ([Startup]); and the process `tasks` if there are tasks, on the first board.
///
/// Not thread-safe, except for [#stop].
public final class Simulation implements AutoCloseable {
    /// Time passes in steps of this; between them progress is told, pace is kept and a stop is heard. The run does not depend on it.
    private static final long SLICE_NS = Ns.ms(20);
    private static final long HOST_SLEEP_MAX_MS = 50;
    private static final long SPIN_LIMIT_MS = 10_000;

    /// Choices that do not change the run.
    ///
    /// @param coroutines how threads are carried
    /// @param pace simulated seconds per second of the host; 0 for as fast as possible
    /// @param lenient malformed lines of logs are reported and left out; else the first one ends the run
    /// @param sliceNs step in which time passes
    /// @param spinLimitMs so much of the host's time a program may use between two events before it is taken to spin; 0 for any
    /// @param warnings told in one line each of what is wrong with logs
    public record Options(
            CoroutineKind coroutines,
            double pace,
            boolean lenient,
            long sliceNs,
            long spinLimitMs,
            Consumer<String> warnings) {
        public static final Options DEFAULT = new Options(CoroutineKind.best(), 0, false, SLICE_NS,
                isDebugged() ? 0 : SPIN_LIMIT_MS,
                warning -> {});

        /// Somebody may hold a program at a breakpoint.
        private static boolean isDebugged() {
            return ManagementFactory.getRuntimeMXBean().getInputArguments().toString().contains("jdwp");
        }

        public Options coroutines(CoroutineKind kind) { return new Options(kind, pace, lenient, sliceNs, spinLimitMs, warnings); }

        public Options pace(double newPace) { return new Options(coroutines, newPace, lenient, sliceNs, spinLimitMs, warnings); }

        public Options lenient(boolean isLenient) {
            return new Options(coroutines, pace, isLenient, sliceNs, spinLimitMs, warnings);
        }

        public Options sliceNs(long newSliceNs) {
            return new Options(coroutines, pace, lenient, newSliceNs, spinLimitMs, warnings);
        }

        public Options spinLimitMs(long ms) { return new Options(coroutines, pace, lenient, sliceNs, ms, warnings); }

        public Options warnings(Consumer<String> newWarnings) {
            return new Options(coroutines, pace, lenient, sliceNs, spinLimitMs, newWarnings);
        }

        /// Reads a pace as `1x` or `0.5x`.
        ///
        /// @throws IllegalArgumentException with found, expected and a hint
        public static double parsePace(String text) {
            if (text.matches("[0-9]{1,6}(\\.[0-9]{1,6})?x")) {
                double pace = Double.parseDouble(text.substring(0, text.length() - 1));
                if (pace > 0) return pace;
            }
            throw new IllegalArgumentException(
                    "found " + text + ", expected a pace such as 1x or 0.5x; leave it out to run at full speed");
        }
    }

    /// Told how far a run is.
    @FunctionalInterface
    public interface Progress {
        void at(long nowNs, long endNs);
    }

    private final Scenario scenario;
    private final Options options;
    private final World world;
    private final BoardAssembly assembly;
    /// By number of the board.
    private final List<Kernel> kernels = new ArrayList<>();
    /// Each with its log.
    private final LinkedHashMap<CanReplay, String> replays = new LinkedHashMap<>();
    private final List<SerialFeed> feeds = new ArrayList<>();
    /// By name of the UART.
    private final TreeMap<String, SerialDialogue> dialogues = new TreeMap<>();
    private final List<InputStream> inputs = new ArrayList<>();
    private final List<Bridge<?>> bridges = new ArrayList<>();
    private IOException bridgeFailure;
    private volatile boolean stopped;
    private boolean spinning;

    /// Assembles the world; simulated time is 0 after this.
    ///
    /// @param trace told of all that happens
    /// @throws IOException a file of a stimulus cannot be opened
    public Simulation(Scenario scenario, TraceSink trace, Options options) throws IOException {
        this.scenario = scenario;
        this.options = options;
        var numbers = scenario.tasks().isEmpty() ? null : new ThreadNumbers(trace, taskProcess(scenario));
        world = new World(scenario.seed(), numbers == null ? trace : numbers);
        assembly = new BoardAssembly(world, scenario.boards());
        for (int number = 0; number < scenario.boards().size(); number++) kernels.add(kernel(number));
        var senders = new ArrayList<PeriodicSender>();
        for (MessageSpec message : scenario.messages())
            senders.add(new PeriodicSender(assembly.bus(message.bus()), periodic(message)));
        senders.forEach(PeriodicSender::start);
        for (StimulusSpec stimulus : scenario.stimuli()) start(stimulus);
        for (Scenario.Cable cable : scenario.cables()) SerialCable.connect(uart(cable.from()), uart(cable.to()));
        schedule(scenario.faults(), new BusFaults(assembly.boards(), senders), new BoardFaults(world, assembly, kernels));
        spawn(numbers);
    }

    /// Those of buses are set before those of boards, and these before those of processes.
    private void schedule(List<FaultSpec> faults, BusFaults onBuses, BoardFaults onBoards) {
        for (FaultSpec fault : faults) {
            if (fault instanceof BusFaultSpec onBus) onBuses.schedule(onBus, assembly.bus(onBus.bus()));
        }
        for (FaultSpec fault : faults) {
            if (fault instanceof BoardFaultSpec onBoard) onBoards.schedule(onBoard);
        }
        for (FaultSpec fault : faults) {
            if (fault instanceof KillSpec kill) world.engine().at(SimEvent.of(Rank.DEVICE, () -> slay(kill)), kill.atNs());
        }
    }

    private void slay(KillSpec kill) {
        kernelOf(kill.board()).spawn("slay", new KillFault(kill, options.warnings()), List.of(kill.process()),
                new ThreadAttr(null, TaskProcess.PRIORITY, SchedPolicy.FIFO));
    }

    /// What the process of the tasks is called in the trace.
    private static String taskProcess(Scenario scenario) {
        List<BoardSpec> boards = scenario.boards();
        return boards.size() == 1 ? TaskProcess.NAME : boards.getFirst().name() + '.' + TaskProcess.NAME;
    }

    private Kernel kernel(int board) {
        var spec = scenario.kernel();
        return new Kernel(assembly.boards().get(board), KernelConfig.DEFAULT.costs(scenario.boards().get(board).costs())
                .version(spec.version()).scheduling(spec.scheduling()).clusters(spec.clusters()).partitions(spec.partitions())
                .tickNs(spec.tickNs()).highResolution(spec.highResolution()).programs(scenario.source().programs())
                .coroutines(options.coroutines()));
    }

    private static PeriodicMessage periodic(MessageSpec message) {
        byte[] data = new byte[message.length()];
        if (message.data() != null) {
            for (int i = 0; i < message.data().size(); i++) data[i] = message.data().get(i).byteValue();
        }
        CanFrame frame = message.fd()
                ? CanFrame.fd(message.id(), message.extended(), true, false, data)
                : CanFrame.classic(message.id(), message.extended(), data);
        var timing = new PeriodicMessage.Timing(message.periodNs(), message.offsetNs(), message.jitterNs());
        return new PeriodicMessage(message.name(), frame, message.data() == null, message.worstLength(), timing);
    }

    private void start(StimulusSpec stimulus) throws IOException {
        switch (stimulus) {
            case StimulusSpec.CanReplay(String bus, String file, ReplayOptions how) -> {
                var mode = options.lenient() ? CanLog.Mode.LENIENT : CanLog.Mode.STRICT;
                var replay = new CanReplay(assembly.bus(bus),
                        () -> new CanLog(file, open(file), mode, problem -> options.warnings().accept(problem.toString())), how);
                replays.put(replay, file);
                replay.start();
            }
            case StimulusSpec.UartFeed(String uart, String file, FeedOptions how) ->
                feed(SerialFeed.of(world, assembly.uart(uart), file, open(file), how), how.delayNs());
            case StimulusSpec.UartDialogue(String uart, String file) -> {
                var dialogue = new SerialDialogue(world, assembly.uart(uart), DialogueScript.read(file, open(file)));
                dialogues.put(uart, dialogue);
                dialogue.start();
            }
            case StimulusSpec.Press(String gpio, int pin, long atNs, long forNs, int bounces) -> new Button(world,
                    gpio + ' ' + pin, assembly.port(gpio), pin, bounces, StimulusSpec.BOUNCE_NS).press(atNs, forNs);
            case StimulusSpec.Drive(String bus, String uart) -> {
                DriveCycle.start(world, assembly.bus(bus));
                if (uart != null) feed(new SerialFeed(world, assembly.uart(uart), DriveCycle.nmea(scenario.durationNs())), 0);
            }
        }
    }

    private void feed(SerialFeed feed, long delayNs) {
        feeds.add(feed);
        feed.start(delayNs);
    }

    private InputStream open(String file) throws IOException {
        InputStream in = scenario.source().root().open(file);
        inputs.add(in);
        return in;
    }

    private void spawn(ThreadNumbers numbers) {
        new Startup(scenario, kernels).spawn();
        if (numbers == null) return;
        var attr = new ThreadAttr(null, TaskProcess.PRIORITY, SchedPolicy.FIFO);
        kernels.getFirst().spawn(TaskProcess.NAME, new TaskProcess(scenario, world, numbers), List.of(), attr);
    }

    private Kernel kernelOf(String board) {
        List<BoardSpec> boards = scenario.boards();
        for (int number = 0; number < boards.size(); number++) {
            if (boards.get(number).name().equals(board)) return kernels.get(number);
        }
        throw new IllegalStateException(board);
    }

    public Scenario scenario() { return scenario; }

    public World world() { return world; }

    /// Joins a CAN bus or UART of this world with the host, before the run. The run is then no function of the scenario any more.
    public void bridge(Bridge<?> bridge) { bridges.add(bridge); }

    /// The CAN bus of this name, or null.
    public CanBus bus(String name) { return assembly.bus(name); }

    /// The UART of this name, after that of its board and a dot if there are several, or null.
    public Uart uart(String name) { return assembly.uart(name); }

    /// In the order of the file.
    public List<Board> boards() { return List.copyOf(assembly.boards()); }

    /// One for each board, in their order.
    public List<Kernel> kernels() { return List.copyOf(kernels); }

    /// Runs to the end of the scenario.
    ///
    /// @return false if it was stopped before, by [#stop] or by a stimulus that failed
    public boolean run() {
        return run((nowNs, endNs) -> {});
    }

    /// Runs to the end of the scenario.
    ///
    /// @param progress told after each step
    /// @return false if it was stopped before, by [#stop] or by a stimulus that failed
    /// @throws SpinningException a program spins
    public boolean run(Progress progress) {
        if (options.spinLimitMs() == 0) return runAlone(progress);
        try {
            return Watchdog.watch(kernels, options.spinLimitMs(), () -> runAlone(progress));
        } catch (SpinningException spins) {
            spinning = true;
            throw spins;
        }
    }

    private boolean runAlone(Progress progress) {
        long hostStartNs = System.nanoTime();
        long startNs = world.nowNs();
        long endNs = scenario.durationNs();
        do {
            if (stopped || inputFailure() != null) return false;
            long untilNs = Math.min(endNs, world.nowNs() + options.sliceNs());
            if (!kernels.getFirst().run(untilNs)) return false; // lets time pass for all of them
            pump();
            progress.at(world.nowNs(), endNs);
            if (options.pace() > 0) keepPace(hostStartNs, world.nowNs() - startNs);
        } while (world.nowNs() < endNs);
        return !stopped && inputFailure() == null;
    }

    private void pump() {
        try {
            for (Bridge<?> bridge : bridges) bridge.pump();
        } catch (IOException e) {
            bridgeFailure = e;
            stopped = true;
        }
    }

    private void keepPace(long hostStartNs, long simulatedNs) {
        long dueNs = hostStartNs + (long) (simulatedNs / options.pace());
        try {
            for (long aheadNs = dueNs - System.nanoTime(); aheadNs > 1_000_000 && !stopped; aheadNs = dueNs - System.nanoTime()) {
                Thread.sleep(Math.min(aheadNs / 1_000_000, HOST_SLEEP_MAX_MS));
            }
        } catch (InterruptedException e) {
            stopped = true;
            Thread.currentThread().interrupt();
        }
    }

    /// Ends [#run] after its present step. May be called from any thread.
    public void stop() { stopped = true; }

    /// Processes that died abnormally so far.
    public List<ProcessFailure> failures() { return kernels.stream().flatMap(kernel -> kernel.failures().stream()).toList(); }

    /// Something that the monitors of a kernel found.
    ///
    /// @param board its name and a colon if there are several boards, else empty
    /// @param lasts a circle of waits that stands, and that no timeout will open
    public record Finding(String board, Diagnostic diagnostic, boolean lasts) {}

    /// What the monitors of the kernels found so far, board by board, in order of time; deadlocks always, of other things the first ones.
    public List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        for (int number = 0; number < kernels.size(); number++) {
            String board = kernels.size() == 1 ? "" : scenario.boards().get(number).name() + ": ";
            List<Diagnostic> lasting = kernels.get(number).deadlocks();
            var all = new ArrayList<>(kernels.get(number).diagnostics());
            for (Diagnostic deadlock : lasting) {
                if (!all.contains(deadlock)) all.add(deadlock);
            }
            for (Diagnostic one : all) findings.add(new Finding(board, one, lasting.contains(one)));
        }
        return findings;
    }

    /// Messages received and not replied to so far, board by board.
    public List<Unreplied> unreplied() { return kernels.stream().flatMap(kernel -> kernel.unreplied().stream()).toList(); }

    /// Why a stimulus ended before its file did, or null. A malformed line is named in the message.
    public IOException inputFailure() {
        if (bridgeFailure != null) return bridgeFailure;
        for (CanReplay replay : replays.keySet()) {
            if (replay.failure() != null) return replay.failure();
        }
        for (SerialFeed feed : feeds) {
            if (feed.failure() != null) return feed.failure();
        }
        return null;
    }

    /// Takes all threads off their stacks, unless one spins, and closes the files of stimuli.
    @Override
    public void close() {
        if (!spinning) kernels.forEach(Kernel::close);
        warnOfWhatWasLeftOut();
        for (InputStream in : inputs) {
            try {
                in.close();
            } catch (IOException e) {
                options.warnings().accept("closing a file of a stimulus: " + e.getMessage());
            }
        }
    }

    private void warnOfWhatWasLeftOut() {
        replays.forEach((replay, file) -> {
            if (replay.fdSkippedCount() == 0) return;
            options.warnings().accept(file + ": " + replay.fdSkippedCount()
                    + " CAN FD frames are left out: the bus has no data bit rate; give it a data-bitrate");
        });
        dialogues.forEach((uart, dialogue) -> {
            if (dialogue.unknownCount() + dialogue.droppedCount() == 0) return;
            options.warnings().accept(String.format(Locale.ROOT,
                    "dialogue of %s: %d of %d commands are not in the script, %d answers were dropped because too many waited",
                    uart,
                    dialogue.unknownCount(), dialogue.commandCount(), dialogue.droppedCount()));
        });
    }
}
