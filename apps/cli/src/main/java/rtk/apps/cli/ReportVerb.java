package rtk.apps.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import rtk.viz.Theme;

/// `rtk report`: all that there is to say about a trace, as one HTML file.
@Command(name = "report", description = {
    "Writes one HTML file about a trace: worst cases and bounds, verdicts, charts with their data, the blame of the worst samples,",
    "assumptions, manifest, and the command that replays it. The file needs nothing else, and prints."})
final class ReportVerb implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "TRACE", description = "A trace.rtk file.")
    private Path file;

    @Option(names = {"-o",
        "--out"}, paramLabel = "FILE", description = "The HTML file, - for standard output. Default: report.html beside the trace.")
    private Path out;

    @Option(names = "--dark", description = "On a dark ground.")
    private boolean dark;

    @Option(names = "--json", description = "Prints the name of the file as JSON.")
    private boolean json;

    ReportVerb(Console console) { this.console = console; }

    @Override
    public Integer call() throws IOException {
        Console.existing(file);
        if (out != null && Files.exists(out) && Files.isSameFile(out, file)) {
            throw new Failure(ExitCode.USAGE, "--out: found " + out + ", the trace itself; expected another file");
        }
        RunReport report = RunReport.read(file);
        String html = new ReportPage(report, dark ? Theme.DARK : Theme.LIGHT).html();
        if (out != null && out.toString().equals("-")) {
            console.out().print(html);
            return ExitCode.OK;
        }
        Path target = out == null ? file.resolveSibling("report.html") : out;
        write(target, html);
        if (json) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("contract", Version.CONTRACT);
            result.put("file", target.toString());
            console.line("%s", Json.of(result));
        } else {
            console.line("%s", target);
        }
        return ExitCode.OK;
    }

    /// Writes a report beside its trace.
    ///
    /// @return the file
    static Path beside(Path trace, RunReport report) throws IOException {
        Path target = trace.resolveSibling("report.html");
        write(target, new ReportPage(report, Theme.LIGHT).html());
        return target;
    }

    private static void write(Path target, String html) throws IOException {
        if (target.getParent() != null) Files.createDirectories(target.getParent());
        Files.writeString(target, html, StandardCharsets.UTF_8);
    }
}
