package rtk.apps.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import rtk.apps.scenario.Scenario;
import rtk.viz.Theme;

/// `rtk demo`: the shipped scenario, with all there is to see.
@Command(name = "demo", description = "Runs the shipped infotainment scenario and shows its latencies.")
final class DemoVerb implements Callable<Integer> {
    private static final String SCENARIO = "builtin:cockpit";

    private final Console console;

    @Mixin
    private final RunOptions run = new RunOptions();

    @Option(names = "--out", paramLabel = "DIR", description = "Folder for trace, summary and charts. Default: ${DEFAULT-VALUE}")
    private Path out = Path.of("out", "demo");

    @Option(names = "--live", description = "In real time, through an embedded MQTT broker, with latencies as a subscriber sees them.")
    private boolean live;

    @Option(names = "--json", description = "Prints the summary as JSON.")
    private boolean json;

    DemoVerb(Console console) { this.console = console; }

    @Override
    public Integer call() throws IOException {
        Scenario scenario = run.scenario(SCENARIO, console);
        console.note("rtk: " + scenario);
        Outcome outcome = live
                ? LiveDemo.run(console, scenario, out, run)
                : new Recording(console, scenario, new Recording.Settings(out, null, run.options(0), null)).run();
        Path trace = out.resolve("trace.rtk");
        RunReport read = outcome.writeFailure() == null ? RunReport.read(trace) : null;
        Path report = read == null ? null : ReportVerb.beside(trace, read);
        if (read != null)
            new ChartSet(read, List.of("histogram", "percentiles"), List.of("png", "svg"), Theme.LIGHT).write(
                    out.resolve("charts"),
                    List.of());
        if (json) {
            console.line("%s", Json.of(outcome.summary()));
        } else {
            Report.print(console, outcome.analysis(), outcome.verdicts());
            if (read != null) Report.chart(console, read);
            console.line("%s", "");
            console.line("In %s: summary.json, trace.rtk, latency.hlog, and charts in charts/", out);
            if (report != null) console.line("The report is %s; open it in a browser", report);
            console.line("%s", "Try next:");
            console.line("  rtk explain %s --path needle --worst   why the worst one took so long, to the nanosecond", trace);
            console.line("  rtk verify builtin:cockpit   searches for worse, and holds it against bounds by analysis");
            console.line("  rtk console builtin:cockpit   a shell on the board's serial console: try pidin, slay dev-can");
            console.line("  rtk run --list   more scenarios; rtk demo --live   this one in real time, through an MQTT broker");
            console.line("  rtk replay %s   does it again and compares digests", trace);
        }
        console.out().flush();
        outcome.complain(console);
        console.note(outcome.lastLine());
        return outcome.exitCode();
    }
}
