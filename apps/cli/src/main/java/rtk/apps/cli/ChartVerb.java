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
import rtk.trace.analysis.LatencyResult;
import rtk.trace.analysis.RunAnalysis;
import rtk.trace.file.TraceFile;
import rtk.viz.Theme;

/// `rtk chart`: the latencies of a trace as pictures.
@Command(name = "chart", description = "Draws the latencies of a trace: histogram and percentile curve of each path. Needs no display.")
final class ChartVerb implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "TRACE", description = "A trace.rtk file.")
    private Path file;

    @Option(names = "--path", paramLabel = "PATH", description = "Only this latency path; may be given more than once.")
    private List<String> paths = new ArrayList<>();

    @Option(names = {"-o", "--out"}, paramLabel = "DIR", description = "Folder for the charts. Default: charts beside the trace.")
    private Path out;

    @Option(names = "--format", paramLabel = "FORMAT", split = ",", description = "png, svg or both. Default: png,svg")
    private List<String> formats = new ArrayList<>(List.of("png", "svg"));

    @Option(names = "--dark", description = "On a dark ground.")
    private boolean dark;

    @Option(names = "--json", description = "Prints the names of the files as JSON.")
    private boolean json;

    ChartVerb(Console console) { this.console = console; }

    @Override
    public Integer call() throws IOException {
        for (String format : formats) {
            if (!format.equals("png") && !format.equals("svg")) {
                throw new Failure(ExitCode.USAGE, "--format: found " + format + ", expected png or svg");
            }
        }
        Path folder = out == null ? Path.of("charts") : out;
        if (out == null && file.getParent() != null) folder = file.getParent().resolve("charts");
        try (TraceFile trace = Traces.open(file)) {
            Scenario scenario = Traces.recorded(file, trace);
            RunAnalysis analysis = Recording.analysis(scenario);
            trace.replay(analysis);
            analysis.finish(trace.lastNs());
            List<String> known = analysis.latencies().stream().map(LatencyResult::path).toList();
            for (String path : paths) {
                if (!known.contains(path)) {
                    throw new Failure(ExitCode.USAGE, "--path: found " + path + ", expected one of " + String.join(", ", known));
                }
            }
            List<Path> files = new ChartSet(analysis, scenario.requirements(), formats).write(folder, paths,
                    dark ? Theme.DARK : Theme.LIGHT);
            if (files.isEmpty()) console.note("rtk: no latency path has samples, nothing to draw");
            if (json) {
                Map<String, Object> result = new LinkedHashMap<>();
                result.put("contract", Version.CONTRACT);
                result.put("files", files.stream().map(Path::toString).toList());
                console.line("%s", Json.of(result));
            } else {
                for (Path written : files) console.line("%s", written);
            }
        }
        return ExitCode.OK;
    }
}
