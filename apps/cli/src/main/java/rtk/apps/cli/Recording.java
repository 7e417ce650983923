package rtk.apps.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import rtk.apps.scenario.Scenario;
import rtk.apps.scenario.Simulation;
import rtk.kernel.KernelPanic;
import rtk.kernel.ProcessFailure;
import rtk.kernel.SpinningException;
import rtk.kernel.Unreplied;
import rtk.trace.TraceSink;
import rtk.trace.analysis.BusSpec;
import rtk.trace.analysis.IntervalLog;
import rtk.trace.analysis.MessageSpec;
import rtk.trace.analysis.PathSpec;
import rtk.trace.analysis.Requirement;
import rtk.trace.analysis.RunAnalysis;
import rtk.trace.analysis.Verdict;
import rtk.trace.analysis.blame.BlameLedger;
import rtk.trace.file.TraceGate;
import rtk.trace.relay.Relay;

/// One simulation with all that listens to it: trace file, analysis, broker, progress. What listens never changes what happens.
final class Recording {
    private static final long LOG_INTERVAL_NS = 100_000_000;
    private static final int WARNINGS_SHOWN = 20;
    private static final int EXTENDED = 0x8000_0000;

    private final Console console;
    private final Scenario scenario;
    private final Settings settings;
    private long warnings;
    /// To call when all is written.
    private Runnable uninterrupted = () -> {};

    /// How to run.
    ///
    /// @param out folder for the files, or null for none
    /// @param broker where to publish, or null
    /// @param extra told of every event, after the analysis
    /// @param bridges to the host, as `--bridge` names them
    /// @param line joined with the console, or null
    /// @param record what of it goes into the trace file
    record Settings(Path out, Publishing broker, Simulation.Options options, TraceSink extra, List<String> bridges, Line line,
            RecordSpec record) {
        Settings(Path out, Publishing broker, Simulation.Options options, TraceSink extra) {
            this(out, broker, options, extra, List.of());
        }

        Settings(Path out, Publishing broker, Simulation.Options options, TraceSink extra, List<String> bridges) {
            this(out, broker, options, extra, bridges, null, RecordSpec.EVERYTHING);
        }

        /// What is joined with the outside, as [Bridges#mark] names it.
        private List<String> joined() { return line == null ? bridges : List.of(line.uart + "=console"); }
    }

    /// Somebody at the far end of a UART, who may end the run.
    ///
    /// @param watch knows when the shell has ended
    record Line(String uart, HostLine outside, ShellWatch watch) {
        /// Is it time to end the run?
        boolean isOver(Simulation simulation) {
            if (watch.hasEnded(simulation)) outside.shellEnded();
            return outside.isOver();
        }
    }

    Recording(Console console, Scenario scenario, Settings settings) {
        this.console = console;
        this.scenario = scenario;
        this.settings = settings;
    }

    /// Runs it, and writes the files.
    Outcome run() throws IOException {
        String manifest = Bridges.mark(scenario.manifestJson(Version.product()), settings.joined());
        RunAnalysis analysis = analysis(scenario);
        FileChannel traceChannel = settings.out == null ? null : create(settings.out);
        OutputStream logStream = settings.out == null ? OutputStream.nullOutputStream() : log(settings.out);
        try (logStream; var storage = new Storage(traceChannel, manifest, settings.record)) {
            IntervalLog log = new IntervalLog(logStream, "rtk " + Version.product() + ", " + scenario);
            if (settings.out != null) analysis.everyInterval(LOG_INTERVAL_NS, log);
            Outcome outcome = simulate(storage, analysis, manifest);
            log.flush();
            if (settings.out != null) {
                Files.writeString(settings.out.resolve("summary.json"), Json.of(outcome.summary()) + "\n",
                        StandardCharsets.UTF_8);
            }
            return outcome;
        } finally {
            if (traceChannel != null) traceChannel.close();
            uninterrupted.run();
        }
    }

    private Outcome simulate(Storage storage, RunAnalysis analysis, String manifest) throws IOException {
        Publishing broker = settings.broker;
        var ledger = new BlameLedger(analysis);
        TraceSink measures = ledger;
        if (broker != null) {
            broker.start(scenario, manifest, analysis);
            measures = broker.sink().and(ledger);
        }
        var monitors = new Monitors();
        var gate = new TraceGate(storage.sink());
        var listeners = new ArrayList<TraceSink>(List.of(gate, measures, monitors));
        if (settings.extra != null) listeners.add(settings.extra);

        long startNs = System.nanoTime();
        long endNs;
        List<ProcessFailure> failures;
        List<Diagnosis> diagnoses;
        List<Unreplied> unreplied;
        IOException inputFailure;
        var bridges = new Bridges(console);
        try (var relay = new Relay(listeners.toArray(TraceSink[]::new));
                var simulation = new Simulation(scenario, relay, settings.options.warnings(this::warn))) {
            bridges.open(settings.bridges, simulation, settings.out);
            Line line = settings.line;
            if (line != null) bridges.join(simulation, line.uart, line.outside, settings.out);
            uninterrupted = Interruption.calls(simulation::stop);
            Progress progress = new Progress(console);
            var freshness = new Freshness(relay);
            try {
                simulation.run((nowNs, lastNs) -> {
                    freshness.look();
                    if (line == null) progress.at(nowNs, lastNs);
                    else if (line.isOver(simulation)) simulation.stop();
                });
            } catch (SpinningException | KernelPanic fatal) {
                throw new Failure(ExitCode.SIMULATED, fatal.getMessage(), fatal.getCause());
            } finally {
                progress.clear();
                bridges.close();
            }
            endNs = simulation.world().nowNs();
            failures = simulation.failures();
            diagnoses = Diagnosis.of(simulation);
            unreplied = simulation.unreplied();
            inputFailure = simulation.inputFailure();
        }
        long wallNs = System.nanoTime() - startNs;
        analysis.finish(endNs);
        monitors.finish(endNs);
        diagnoses.addAll(monitors.diagnoses());
        storage.finish();
        if (gate.skippedCount() > 0) {
            console.note("rtk: %d events are not in the trace, by what programs wrote to /dev/trace", gate.skippedCount());
        }
        boolean interrupted = Interruption.happened();
        if (broker != null)
            broker.finish(interrupted,
                    !failures.isEmpty() || inputFailure != null || diagnoses.stream().anyMatch(Diagnosis::isDeadlock), endNs);

        List<Verdict> verdicts = new ArrayList<>();
        for (Requirement require : scenario.requirements()) verdicts.add(require.evaluate(analysis));
        return new Outcome(scenario, new Json.Raw(manifest), storage.digest(), storage.eventCount(), storage.kept(), endNs,
                wallNs, interrupted,
                analysis, ledger.results(),
                verdicts, failures, new Diagnoses(diagnoses, monitors.inversions(), monitors.starvation(), unreplied), warnings,
                inputFailure, storage.failure(), broker == null ? null : broker.problem());
    }

    private void warn(String warning) {
        warnings++;
        if (warnings <= WARNINGS_SHOWN) console.note("rtk: " + warning);
        if (warnings == WARNINGS_SHOWN) console.note("rtk: more warnings of this sort are counted only");
    }

    /// The analysis that a scenario asks for.
    static RunAnalysis analysis(Scenario scenario) {
        List<MessageSpec> messages = scenario.messages().stream().map(message -> new MessageSpec(message.name(), message.bus(),
                (message.extended() ? message.id() | EXTENDED : message.id()) & 0xFFFF_FFFFL, message.deadlineNs())).toList();
        List<BusSpec> buses = scenario.buses().stream().map(can -> new BusSpec(can.name(), can.bitrateHz())).toList();
        try {
            return new RunAnalysis(paths(scenario), messages, buses);
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, scenario.source().file() + ": " + e.getMessage(), e);
        }
    }

    /// The latency paths that a scenario asks for.
    static List<PathSpec> paths(Scenario scenario) {
        return scenario.paths().stream().map(path -> new PathSpec(path.name(), path.from(), path.to())).toList();
    }

    private static FileChannel create(Path out) throws IOException {
        Files.createDirectories(out);
        return FileChannel.open(out.resolve("trace.rtk"), StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING);
    }

    private static OutputStream log(Path out) throws IOException {
        return new BufferedOutputStream(Files.newOutputStream(out.resolve("latency.hlog")));
    }
}
