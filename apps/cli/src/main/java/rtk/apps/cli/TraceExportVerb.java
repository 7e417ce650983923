package rtk.apps.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import rtk.trace.analysis.PathSpec;
import rtk.trace.file.TraceFile;
import rtk.trace.format.CandumpExport;
import rtk.trace.format.CsvExport;
import rtk.trace.format.HgrmExport;
import rtk.trace.format.TraceExport;

/// `rtk trace export`: a trace in the format of another tool.
@Command(name = "export", description = "Writes a trace in a format that other tools read.")
final class TraceExportVerb implements Callable<Integer> {
    private static final List<String> FORMATS = List.of("candump", "csv", "hgrm");

    private final Console console;

    @Parameters(paramLabel = "TRACE", description = "A trace.rtk file.")
    private Path file;

    @Option(names = "--format", required = true, paramLabel = "FORMAT", description = "candump (frames on the buses, as candump -L), csv (all events), hgrm (percentiles of a latency path).")
    private String format;

    @Option(names = {"-o", "--output"}, paramLabel = "FILE", description = "Where to write; - is standard output. Default: -")
    private String output = "-";

    @Option(names = "--path", paramLabel = "PATH", description = "Only this latency path, for hgrm.")
    private String path;

    TraceExportVerb(Console console) { this.console = console; }

    @Override
    public Integer call() throws IOException {
        if (!FORMATS.contains(format)) {
            throw new Failure(ExitCode.USAGE, "--format: found " + format + ", expected one of " + String.join(", ", FORMATS));
        }
        try (TraceFile trace = Traces.open(file)) {
            if (output.equals("-")) {
                export(trace, console.out());
                if (console.out().checkError()) throw new Failure(ExitCode.IO, "standard output cannot be written");
            } else {
                try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(Path.of(output)), 1 << 16)) {
                    export(trace, out);
                }
            }
            if (!trace.isComplete()) console.note("rtk: the trace was cut off; this is what was written before");
        }
        return ExitCode.OK;
    }

    private void export(TraceFile trace, OutputStream out) throws IOException {
        PrintStream text = new PrintStream(out, false, StandardCharsets.UTF_8);
        TraceExport export = switch (format) {
            case "candump" -> new CandumpExport(text);
            case "csv" -> new CsvExport(text);
            default -> new HgrmExport(paths(trace), text);
        };
        trace.replay(export);
        export.finish();
        text.flush();
        if (text.checkError()) throw new IOException(output + ": cannot be written");
    }

    private List<PathSpec> paths(TraceFile trace) {
        List<PathSpec> known = Recording.paths(Traces.recorded(file, trace));
        if (known.isEmpty()) throw new Failure(ExitCode.USAGE, file + ": its scenario has no latency paths");
        if (path == null) return known;
        for (PathSpec spec : known) {
            if (spec.name().equals(path)) return List.of(spec);
        }
        List<String> names = known.stream().map(PathSpec::name).toList();
        throw new Failure(ExitCode.USAGE, "--path: found " + path + ", expected one of " + String.join(", ", names));
    }
}
