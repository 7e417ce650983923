package rtk.apps.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import rtk.apps.scenario.Scenario;

/// `rtk console`: a scenario with somebody at its serial console.
@Command(name = "console", description = {
    "Runs a scenario and connects this terminal with its serial console: in real time, until the shell "
            + "ends or Ctrl-] is typed.",
    "It ends after an hour of simulated time, unless --duration says otherwise.",
    "A scenario without a shell gets one, on a UART of its own: devc-ser, sh and what they use."})
final class ConsoleVerb implements Callable<Integer> {
    /// What comes in from the host happens at the next end of such a step.
    private static final long SLICE_NS = 1_000_000;
    private static final String DURATION = "3600s";

    private final Console console;

    @Parameters(paramLabel = "SCENARIO", description = "A scenario file, or builtin:cockpit.")
    private String location;

    @Mixin
    private final RunOptions run = new RunOptions();

    @Option(names = "--script", paramLabel = "FILE", description = "Types the lines of FILE (- for standard input) instead, at full speed, and ends when the last is answered; the same every time. "
            + "@1.5s LINE is typed at that time, others when the shell asks; ^C is Ctrl-C.")
    private String script;

    @Option(names = "--telnet", paramLabel = "PORT", description = "Listens at this port of the loopback interface for a telnet client instead; 0 for a free one.")
    private Integer telnet;

    @Option(names = "--uart", paramLabel = "NAME", description = "The serial line to connect with, if it is not that of a shell among the processes.")
    private String uart;

    @Option(names = "--out", paramLabel = "DIR", description = "Folder for summary.json, trace.rtk and what was typed.")
    private Path out;

    ConsoleVerb(Console console) { this.console = console; }

    @Override
    public Integer call() throws IOException {
        if (script != null && telnet != null) throw new Failure(ExitCode.USAGE, "--script and --telnet exclude each other");
        run.durationUnlessGiven(DURATION);
        Scenario scenario = run.scenario(location, console);
        ConsoleSetup setup = uart == null ? ConsoleSetup.of(scenario) : new ConsoleSetup(uart, 0, null);
        if (setup == null) {
            run.set(ConsoleSetup.additions(scenario));
            scenario = run.scenario(location, console);
            setup = ConsoleSetup.of(scenario);
        }
        console.note("rtk: " + scenario.name() + ", seed " + scenario.seed() + ", console " + setup.uart());
        HostLine line = line();
        var watch = new ShellWatch(setup);
        var options = run.options(script == null ? 1 : 0).sliceNs(SLICE_NS);
        var recording = new Recording.Settings(out, null, options, null, List.of(),
                new Recording.Line(setup.uart(), line, watch), RecordSpec.EVERYTHING);
        Outcome outcome = new Recording(console, scenario, recording).run();
        outcome.complain(console);
        if (line.problem() != null) console.note("rtk: " + line.problem());
        console.note(outcome.lastLine());
        return line.problem() == null ? outcome.exitCode() : ExitCode.SIMULATED;
    }

    private HostLine line() throws IOException {
        if (script != null) return new ScriptedLine(script, scriptLines(), console.out(), uart == null);
        if (telnet == null) {
            var terminal = new TerminalLine(console.in(), console.out());
            console.note("rtk: Ctrl-] leaves");
            return terminal;
        }
        if (telnet < 0 || telnet > 65_535)
            throw new Failure(ExitCode.USAGE, "--telnet: found " + telnet + ", expected a port, 0 to 65535");
        var line = new TelnetLine(telnet);
        console.note("rtk: telnet 127.0.0.1 " + line.port());
        return line;
    }

    private List<String> scriptLines() throws IOException {
        return script.equals("-")
                ? console.inputLines()
                : Files.readAllLines(Console.existing(Path.of(script)), StandardCharsets.UTF_8);
    }
}
