package rtk.apps.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import rtk.apps.scenario.Scenario;
import rtk.apps.scenario.Spelling;
import rtk.apps.scenario.Units;
import rtk.trace.analysis.RunAnalysis;
import rtk.trace.analysis.Series;
import rtk.trace.analysis.blame.BlameLedger;
import rtk.trace.analysis.blame.Explanation;
import rtk.trace.analysis.blame.SeriesBlame;
import rtk.trace.file.TraceFile;

/// `rtk explain`: why a latency is as long as it is. One pass over the trace, however long it is.
@Command(name = "explain", description = {
    "Says why a latency is as long as it is: the time of one sample, to the nanosecond, by cause.",
    "Without --path: which paths there are, and what each is mostly blamed on."})
final class ExplainVerb implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "TRACE", description = "A trace.rtk file.")
    private Path file;

    @Option(names = "--path", paramLabel = "PATH", description = "A latency path of the scenario, or \"task NAME\", \"message NAME\".")
    private String path;

    @Option(names = "--worst", description = "The longest sample, the first of equals. This is the default.")
    private boolean worst;

    @Option(names = "--p", paramLabel = "PERCENT", description = "A sample at this percentile, for example 99.9.")
    private String percent;

    @Option(names = "--at", paramLabel = "TIME", description = "The sample in which this instant lies, or the next, for example 1.25s.")
    private String at;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    ExplainVerb(Console console) { this.console = console; }

    @Override
    public Integer call() throws IOException {
        double percentile = percent == null ? -1 : percentile(percent);
        long atNs = at == null ? -1 : instant(at);
        if ((worst ? 1 : 0) + (percent == null ? 0 : 1) + (at == null ? 0 : 1) > 1) {
            throw new Failure(ExitCode.USAGE, "found more than one of --worst, --p and --at, expected one");
        }
        if (path == null && (worst || percent != null || at != null)) {
            throw new Failure(ExitCode.USAGE, "found no --path, expected one; rtk explain " + file + " lists them");
        }
        try (TraceFile trace = Traces.open(file)) {
            Scenario scenario = Traces.recorded(file, trace);
            Series series = path == null ? null : series(scenario, path);
            RunAnalysis analysis = Recording.analysis(scenario);
            var ledger = new BlameLedger(analysis, one -> series == null || one.equals(series), series != null);
            if (at != null) ledger.watch(series, atNs);
            trace.replay(ledger);
            analysis.finish(trace.lastNs());
            if (!trace.isComplete()) console.note("rtk: the trace was cut off; this is what was written before");
            if (series == null) list(scenario, ledger.results());
            else explain(ledger, series, percentile);
        }
        return ExitCode.OK;
    }

    private void list(Scenario scenario, List<SeriesBlame> results) {
        if (json) {
            Map<String, Object> result = head();
            result.put("blame", BlameJson.summary(results));
            console.line("%s", Json.of(result));
        } else {
            new ExplainReport(console).list(results, unexercised(scenario, results), file);
        }
    }

    private void explain(BlameLedger ledger, Series series, double percentile) {
        Explanation sample = percent != null
                ? ledger.ofPercentile(series, percentile)
                : at != null ? ledger.at() : ledger.worst(series);
        if (sample == null) {
            boolean any = ledger.worst(series) != null;
            throw new Failure(ExitCode.USAGE, any
                    ? "--at: found " + at + ", after which no sample of " + series + " ends; expected an instant before that"
                    : "--path: " + series + " has no sample in this trace");
        }
        SeriesBlame all = ledger.results().stream().filter(one -> one.series().equals(series)).findFirst().orElseThrow();
        if (json) {
            Map<String, Object> result = head();
            result.put("path", series.toString());
            result.put("sample", BlameJson.sample(sample));
            result.put("steps", BlameJson.steps(sample.pieces()));
            result.put("all", BlameJson.series(all));
            console.line("%s", Json.of(result));
        } else {
            new ExplainReport(console).one(sample, all, which());
        }
    }

    private String which() {
        if (percent != null) return "sample at p" + percent;
        return at != null ? "sample at " + at : "worst sample";
    }

    private static Map<String, Object> head() {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("contract", Version.CONTRACT);
        return result;
    }

    private Series series(Scenario scenario, String text) {
        List<Series> known = known(scenario);
        for (Series series : known) {
            if (series.toString().equals(text.strip())) return series;
        }
        for (Series series : known) {
            if (series.name().equals(text.strip())) return series;
        }
        List<String> names = known.stream().map(Series::toString).toList();
        String hint = Spelling.hint(text.strip(), names);
        throw new Failure(ExitCode.USAGE, "--path: found " + text + ", expected a path, task or message of " + scenario.name()
                + (hint.isEmpty() ? "; it has none" : "; " + hint));
    }

    static List<Series> known(Scenario scenario) {
        List<Series> known = new ArrayList<>();
        scenario.paths().forEach(path -> known.add(new Series(Series.Kind.PATH, path.name())));
        scenario.tasks().forEach(task -> known.add(new Series(Series.Kind.TASK, task.name())));
        scenario.messages().forEach(message -> known.add(new Series(Series.Kind.MESSAGE, message.name())));
        return known;
    }

    private static List<Series> unexercised(Scenario scenario, List<SeriesBlame> results) {
        List<Series> seen = results.stream().map(SeriesBlame::series).toList();
        return known(scenario).stream().filter(series -> !seen.contains(series)).toList();
    }

    private static double percentile(String text) {
        if (text.matches("[0-9]{1,3}(\\.[0-9]{1,6})?")) {
            double percent = Double.parseDouble(text);
            if (percent > 0 && percent <= 100) return percent;
        }
        throw new Failure(ExitCode.USAGE, "--p: found " + text + ", expected a percentage above 0 and up to 100, such as 99.9");
    }

    private static long instant(String text) {
        try {
            return Units.durationNs(text);
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, "--at: " + e.getMessage());
        }
    }
}
