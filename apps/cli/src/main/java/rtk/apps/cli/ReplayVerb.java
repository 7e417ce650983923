package rtk.apps.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import rtk.apps.scenario.Scenario;
import rtk.apps.scenario.Simulation;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;
import rtk.trace.file.TraceFile;
import rtk.trace.file.TraceFileWriter;
import rtk.trace.file.TraceGate;
import rtk.trace.relay.Relay;

/// `rtk replay`: does the run of a trace again and compares.
@Command(name = "replay", description = {"Runs the scenario stored in a trace again and compares digests.",
    "On a difference it prints the first event that differs and ends with exit code 4."})
final class ReplayVerb implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "TRACE", description = "A trace.rtk file.")
    private Path file;

    /// What of the run the trace has.
    private RecordSpec record = RecordSpec.EVERYTHING;

    @Option(names = "--root", paramLabel = "DIR", description = "Where the files are that the scenario names. Default: where they were.")
    private Path root;

    @Option(names = "--coroutines", paramLabel = "KIND", description = "continuation or virtual-thread.")
    private String coroutines = "continuation";

    @Option(names = "--lenient", description = "As the run was done.")
    private boolean lenient;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    ReplayVerb(Console console) { this.console = console; }

    @Override
    public Integer call() throws IOException {
        try (TraceFile trace = Traces.open(file)) {
            if (Bridges.isMarked(trace.manifest()))
                throw new Failure(ExitCode.USAGE,
                        file + ": was recorded with input from outside; run its scenario again with --bridge "
                                + "and what came in, for example --bridge can0=file:bridge-can0.log");
            Scenario scenario = Traces.scenario(file, trace, root);
            record = RecordSpec.ofManifest(trace.manifest());
            console.note("rtk: " + scenario);
            TraceFileWriter whole = new TraceFileWriter(null, "{}");
            Prefix prefix = new Prefix(trace.eventCount());
            EventHashes again = new EventHashes();
            try (var relay = new Relay(prefix, whole, again)) {
                simulate(scenario, relay);
            }
            String recorded = trace.computeDigest();
            String replayed = trace.eventCount() < whole.eventCount() ? prefix.writer.digest() : whole.digest();
            boolean same = recorded.equals(replayed);
            String difference = same ? null : difference(trace, scenario, again);
            print(trace, whole, recorded, replayed, same, difference);
            return same ? ExitCode.OK : ExitCode.MISMATCH;
        }
    }

    private void print(TraceFile trace, TraceFileWriter whole, String recorded, String replayed, boolean same,
            String difference) {
        if (json) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("contract", Version.CONTRACT);
            result.put("same", same);
            result.put("recorded", recorded);
            result.put("replayed", replayed);
            result.put("events", trace.eventCount());
            result.put("replayedEvents", whole.eventCount());
            result.put("firstDifference", difference);
            console.line("%s", Json.of(result));
            return;
        }
        if (same) {
            console.line("same: %,d events, digest %s", trace.eventCount(), recorded);
            if (trace.eventCount() < whole.eventCount()) {
                console.line("the trace ends early (interrupted run?); the events it has are the same");
            }
        } else {
            console.line("different: recorded %s, replayed %s", recorded, replayed);
            console.line("%s", difference);
        }
    }

    private void simulate(Scenario scenario, TraceSink sink) throws IOException {
        Simulation.Options options = Simulation.Options.DEFAULT.coroutines(RunOptions.coroutines(coroutines)).lenient(lenient);
        RecordSpec.Chain chain = record.open(sink);
        try (Simulation simulation = new Simulation(scenario, new TraceGate(record.isEverything() ? sink : chain.sink()),
                options)) {
            simulation.run();
        }
        if (!record.isEverything()) chain.finish();
    }

    /// The first event that differs, as text: found by block first, then within the block.
    private String difference(TraceFile trace, Scenario scenario, EventHashes again) throws IOException {
        EventHashes before = new EventHashes();
        trace.replay(before);
        long from = before.firstDifference(again);
        EventLines recorded = new EventLines(from);
        trace.replay(recorded);
        EventLines replayed = new EventLines(from);
        simulate(scenario, replayed);
        List<String> was = recorded.lines();
        List<String> is = replayed.lines();
        for (int i = 0; i < Math.max(was.size(), is.size()); i++) {
            String left = i < was.size() ? was.get(i) : "(the trace ends)";
            String right = i < is.size() ? is.get(i) : "(the run ends)";
            if (!left.equals(right)) return "event " + (from + i) + "\n  recorded " + left + "\n  replayed " + right;
        }
        return "the events read the same as text";
    }

    /// Takes the first events only.
    private static final class Prefix implements TraceSink {
        private final TraceFileWriter writer = new TraceFileWriter(null, "{}");
        private final long limit;
        private long events;

        Prefix(long limit) { this.limit = limit; }

        @Override
        public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
            if (events++ < limit) writer.event(timeNs, kind, a, b, c, d, e);
        }

        @Override
        public void text(int id, String text) {
            if (events < limit) writer.text(id, text);
        }
    }
}
