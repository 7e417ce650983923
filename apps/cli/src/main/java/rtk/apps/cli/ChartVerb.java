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
import rtk.apps.scenario.Spelling;
import rtk.trace.analysis.Series;
import rtk.viz.Theme;

/// `rtk chart`: the latencies of a trace as pictures.
@Command(name = "chart", description = "Draws the latencies of a trace: histogram, percentile curve, latency over time, jitter, blame, and what happened at the worst. Needs no display.")
final class ChartVerb implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "TRACE", description = "A trace.rtk file.")
    private Path file;

    @Option(names = "--path", paramLabel = "PATH", description = "Only this latency path, \"task NAME\" or \"message NAME\"; may be given more than once. Default: all paths.")
    private List<String> paths = new ArrayList<>();

    @Option(names = {"-o", "--out"}, paramLabel = "DIR", description = "Folder for the charts. Default: charts beside the trace.")
    private Path out;

    @Option(names = "--kind", paramLabel = "KIND", split = ",", description = "histogram, percentiles, over-time, jitter, blame, gantt. Default: all of them")
    private List<String> kinds = new ArrayList<>(ChartSet.KINDS);

    @Option(names = "--format", paramLabel = "FORMAT", split = ",", description = "png, svg, pdf, or csv for the data. Default: png,svg,csv")
    private List<String> formats = new ArrayList<>(List.of("png", "svg", "csv"));

    @Option(names = "--dark", description = "On a dark ground.")
    private boolean dark;

    @Option(names = "--json", description = "Prints the names of the files as JSON.")
    private boolean json;

    ChartVerb(Console console) { this.console = console; }

    @Override
    public Integer call() throws IOException {
        check("--format", formats, ChartSet.FORMATS);
        check("--kind", kinds, ChartSet.KINDS);
        Path folder = out == null ? Path.of("charts") : out;
        if (out == null && file.getParent() != null) folder = file.getParent().resolve("charts");
        RunReport report = RunReport.read(file);
        List<String> known = ExplainVerb.known(report.scenario()).stream().map(Series::toString).toList();
        for (String path : paths) check("--path", List.of(path), known);
        var charts = new ChartSet(report, kinds, formats, dark ? Theme.DARK : Theme.LIGHT);
        List<Path> files = charts.write(folder, paths);
        if (files.isEmpty()) console.note("rtk: nothing that is measured has samples, nothing to draw");
        if (json) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("contract", Version.CONTRACT);
            result.put("files", files.stream().map(Path::toString).toList());
            console.line("%s", Json.of(result));
        } else {
            for (Path written : files) console.line("%s", written);
        }
        return ExitCode.OK;
    }

    private static void check(String option, List<String> found, List<String> expected) {
        for (String one : found) {
            if (expected.contains(one)) continue;
            String hint = Spelling.hint(one, expected);
            throw new Failure(ExitCode.USAGE, option + ": found " + one + ", expected one of " + String.join(", ", expected)
                    + (hint.isEmpty() ? "" : "; " + hint));
        }
    }
}
