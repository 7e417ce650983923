package rtk.apps.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import rtk.board.sim.Ns;
import rtk.trace.analysis.RunAnalysis;
import rtk.trace.analysis.blame.Band;
import rtk.trace.analysis.blame.BlameLedger;
import rtk.trace.analysis.blame.Preemptions;
import rtk.trace.analysis.blame.Reason;
import rtk.trace.analysis.blame.SeriesBlame;
import rtk.trace.analysis.blame.Share;
import rtk.trace.file.TraceFile;

/// `rtk trace diff`: where two runs part, and what that did to latencies.
@Command(name = "diff", description = {
    "Says where two traces part, which preemptions are others, and what each latency is blamed on more or less.",
    "Ends with exit code 0 if the events are the same, with 4 if they are not."})
final class TraceDiffVerb implements Callable<Integer> {
    private static final int PREEMPTIONS_MAX = 12;
    private static final int REASONS_MAX = 5;

    private final Console console;

    @Parameters(index = "0", paramLabel = "A", description = "A trace.rtk file.")
    private Path first;

    @Parameters(index = "1", paramLabel = "B", description = "Another.")
    private Path second;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    /// What a trace says.
    private record Told(EventHashes hashes, RunAnalysis analysis, BlameLedger ledger, Preemptions preemptions, String digest) {}

    /// So many more, or fewer, in the second.
    private record Change(String what, long before, long after) {}

    /// How a latency moved; times in ns.
    private record Moved(String path, long samplesBefore, long samplesAfter, long p999Before, long p999After, long maxBefore,
            long maxAfter,
            List<Change> meanNsByReason, List<Change> tailNsByReason) {}

    TraceDiffVerb(Console console) { this.console = console; }

    @Override
    public Integer call() throws IOException {
        try (TraceFile a = Traces.open(first); TraceFile b = Traces.open(second)) {
            Told before = tell(first, a);
            Told after = tell(second, b);
            boolean same = before.digest.equals(after.digest);
            List<String> parting = same ? List.of() : parting(a, b, before.hashes.firstDifference(after.hashes));
            List<Change> preemptions = changes(before.preemptions.counts(), after.preemptions.counts());
            List<Moved> moved = moved(before, after);
            if (json) printJson(same, parting, preemptions, moved);
            else print(same, parting, preemptions, moved);
            return same ? ExitCode.OK : ExitCode.MISMATCH;
        }
    }

    private static Told tell(Path file, TraceFile trace) throws IOException {
        RunAnalysis analysis = Recording.analysis(Traces.recorded(file, trace));
        var told = new Told(new EventHashes(), analysis, new BlameLedger(analysis), new Preemptions(), trace.computeDigest());
        trace.replay(told.hashes.and(told.ledger).and(told.preemptions));
        analysis.finish(trace.lastNs());
        return told;
    }

    /// The first events that differ, one of each.
    private static List<String> parting(TraceFile a, TraceFile b, long from) throws IOException {
        var before = new EventLines(from);
        a.replay(before);
        var after = new EventLines(from);
        b.replay(after);
        for (int i = 0; i < Math.max(before.lines().size(), after.lines().size()); i++) {
            String left = i < before.lines().size() ? before.lines().get(i) : "(the trace ends)";
            String right = i < after.lines().size() ? after.lines().get(i) : "(the trace ends)";
            if (!left.equals(right)) return List.of(Long.toString(from + i), left, right);
        }
        return List.of(Long.toString(from), "(reads the same as text)", "(reads the same as text)");
    }

    private static List<Change> changes(Map<String, Long> before, Map<String, Long> after) {
        var names = new TreeSet<String>(before.keySet());
        names.addAll(after.keySet());
        List<Change> changes = new ArrayList<>();
        for (String name : names) {
            var change = new Change(name, before.getOrDefault(name, 0L), after.getOrDefault(name, 0L));
            if (change.before != change.after) changes.add(change);
        }
        changes.sort(Comparator.comparingLong((Change change) -> Math.abs(change.after - change.before)).reversed());
        return changes;
    }

    private static List<Moved> moved(Told before, Told after) {
        List<Moved> moved = new ArrayList<>();
        for (SeriesBlame was : before.ledger.results()) {
            for (SeriesBlame is : after.ledger.results()) {
                if (!was.series().equals(is.series())) continue;
                List<Change> mean = changes(means(was.shares(), was.samples()), means(is.shares(), is.samples()));
                Band tailWas = was.bands().getLast();
                Band tailIs = is.bands().getLast();
                List<Change> tail = changes(means(tailWas.shares(), tailWas.samples()), means(tailIs.shares(), tailIs.samples()));
                if (mean.isEmpty() && was.samples() == is.samples()) continue;
                moved.add(new Moved(was.series().toString(), was.samples(), is.samples(), p999(before, was),
                        p999(after, is), was.worst().ns(), is.worst().ns(), mean, tail));
            }
        }
        return moved;
    }

    /// Never above the maximum, which is exact.
    private static long p999(Told told, SeriesBlame blame) {
        String name = blame.series().name();
        Histogram lengths = switch (blame.series().kind()) {
            case PATH -> told.analysis.histogram(name);
            case TASK -> told.analysis.taskHistogram(name);
            case MESSAGE -> told.analysis.messageHistogram(name);
        };
        return Math.min(lengths.getValueAtPercentile(99.9), blame.worst().ns());
    }

    private static Map<String, Long> means(List<Share> shares, long samples) {
        var means = new TreeMap<String, Long>();
        for (Share share : shares) {
            Reason reason = share.reason();
            means.merge(reason.text(), share.ns() / Math.max(1, samples), Long::sum);
        }
        return means;
    }

    private void printJson(boolean same, List<String> parting, List<Change> preemptions, List<Moved> moved) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("contract", Version.CONTRACT);
        result.put("same", same);
        result.put("firstDifference", same ? null : Map.of("event", Long.parseLong(parting.get(0))));
        result.put("before", same ? null : parting.get(1));
        result.put("after", same ? null : parting.get(2));
        result.put("preemptions", preemptions);
        result.put("latencies", moved);
        console.line("%s", Json.of(result));
    }

    private void print(boolean same, List<String> parting, List<Change> preemptions, List<Moved> moved) {
        if (same) {
            console.line("the same: every event of one is in the other");
            return;
        }
        console.line("event %s is the first that differs", parting.get(0));
        console.line("  A  %s", parting.get(1));
        console.line("  B  %s", parting.get(2));
        if (!preemptions.isEmpty()) console.line("%n%s", "preemptions that are more or fewer");
        for (Change change : preemptions.subList(0, Math.min(PREEMPTIONS_MAX, preemptions.size()))) {
            console.line("  %,10d → %,-10d %s", change.before, change.after, change.what);
        }
        for (Moved one : moved) {
            console.line("%n%s: p99.9 %s → %s, max %s → %s, %,d → %,d samples", one.path, Ns.text(one.p999Before),
                    Ns.text(one.p999After),
                    Ns.text(one.maxBefore), Ns.text(one.maxAfter), one.samplesBefore, one.samplesAfter);
            reasons("on average", one.meanNsByReason);
            reasons("in the longest", one.tailNsByReason);
        }
    }

    private void reasons(String of, List<Change> changes) {
        for (Change change : changes.subList(0, Math.min(REASONS_MAX, changes.size()))) {
            long more = change.after - change.before;
            console.line("  %-14s %12s  %s", of, String.format(Locale.ROOT, "%s%s", more > 0 ? "+" : "", Ns.text(more)),
                    change.what);
        }
    }
}
