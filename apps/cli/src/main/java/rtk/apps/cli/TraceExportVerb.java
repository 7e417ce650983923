package rtk.apps.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import rtk.trace.TraceSink;
import rtk.trace.analysis.PathSpec;
import rtk.trace.file.TraceFile;
import rtk.trace.format.TraceExport;

/// `rtk trace export`: a trace in the format of another tool.
@Command(name = "export", description = "Writes a trace in a format that other tools read.")
final class TraceExportVerb implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "TRACE", description = "A trace.rtk file.")
    private Path file;

    @Option(names = "--format", required = true, paramLabel = "FORMAT", completionCandidates = Formats.class, description = "${COMPLETION-CANDIDATES}.")
    private String format;

    @Option(names = {"-o",
        "--output"}, paramLabel = "FILE", description = "Where to write; - is standard output. ctf makes a folder of that name. Default: -")
    private String output = "-";

    @Option(names = "--path", paramLabel = "PATH", description = "Only this latency path, for hgrm, hlog and cyclictest.")
    private String path;

    TraceExportVerb(Console console) { this.console = console; }

    /// For completion and help.
    static final class Formats implements Iterable<String> {
        @Override
        public Iterator<String> iterator() { return Arrays.stream(ExportFormat.values()).map(ExportFormat::label).iterator(); }
    }

    @Override
    public Integer call() throws IOException {
        ExportFormat chosen = ExportFormat.of(format);
        if (chosen.isFolder() && output.equals("-"))
            throw new Failure(ExitCode.USAGE, "--format " + format + " is a folder: say which by -o DIR");
        try (TraceFile trace = Traces.open(file)) {
            if (chosen.isFolder()) {
                export(trace, chosen, OutputStream.nullOutputStream());
            } else if (output.equals("-")) {
                export(trace, chosen, console.out());
                if (console.out().checkError()) throw new Failure(ExitCode.IO, "standard output cannot be written");
            } else {
                try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(Path.of(output)), 1 << 16)) {
                    export(trace, chosen, out);
                }
            }
            if (!trace.isComplete()) console.note("rtk: the trace was cut off; this is what was written before");
        }
        return ExitCode.OK;
    }

    private void export(TraceFile trace, ExportFormat chosen, OutputStream out) throws IOException {
        List<PathSpec> known = chosen.wantsPaths() ? paths(trace) : List.of();
        // Text is checked for errors at the end only, so it goes through a stream that remembers them.
        var checked = new PrintStream(out, false, StandardCharsets.UTF_8);
        TraceExport export = chosen.open(new ExportFormat.Target(checked, Path.of(output), known, "rtk " + Version.product()));
        TraceSink survey = export.survey();
        if (survey != TraceSink.NONE) trace.replay(survey);
        trace.replay(export);
        export.finish();
        checked.flush();
        if (checked.checkError()) throw new IOException(output + ": cannot be written");
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
