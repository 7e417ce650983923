package rtk.apps.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/// The program `rtk`.
@Command(name = "rtk", description = "Simulates a QNX-like real-time microkernel on an embedded board, to the nanosecond.", synopsisSubcommandLabel = "VERB", versionProvider = Version.class)
@SuppressWarnings({"UnusedVariable", "SystemConsoleNull"}) // picocli acts upon the options; a console may be missing
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(names = {"-h", "--help"}, usageHelp = true, scope = ScopeType.INHERIT, description = "Shows this text.")
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "Shows the version and the version of the contract.")
    private boolean version;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Shows stack traces of failures.")
    private boolean debug;

    @Option(names = "--no-color", scope = ScopeType.INHERIT, description = "Writes without colours, as with NO_COLOR set.")
    private boolean noColor;

    private Main() {}

    /// Runs one verb and ends the process with its exit code.
    public static void main(String[] args) {
        ClassLoader.getSystemClassLoader().setDefaultAssertionStatus(true);
        PrintStream out = new PrintStream(
                new BufferedOutputStream(new PipeOutput(new FileOutputStream(FileDescriptor.out)), 1 << 15), false,
                StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        boolean interactive = System.console() != null && System.console().isTerminal() && System.getenv("CI") == null;
        boolean colour = interactive && System.getenv("NO_COLOR") == null && !List.of(args).contains("--no-color");
        int exitCode = run(args, new Console(System.in, out, err, interactive, colour));
        out.flush();
        if (out.checkError() && exitCode == ExitCode.OK) {
            err.println("rtk: standard output cannot be written (disk full?)");
            exitCode = ExitCode.IO;
        }
        Interruption.finished();
        Runtime.getRuntime().exit(exitCode);
    }

    /// Runs one verb as if from a shell; for tests and callers in the same process.
    ///
    /// @return the exit code
    public static int run(String[] args, InputStream in, PrintStream out, PrintStream err) {
        return run(args, new Console(in, out, err, false, false));
    }

    private static int run(String[] args, Console console) {
        Main main = new Main();
        CommandLine line = commandLine(main, console);
        line.setColorScheme(
                CommandLine.Help.defaultColorScheme(console.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        line.setOut(new java.io.PrintWriter(console.out(), true, StandardCharsets.UTF_8));
        line.setErr(new java.io.PrintWriter(console.err(), true, StandardCharsets.UTF_8));
        line.setParameterExceptionHandler((problem, given) -> misused(problem, console));
        line.setExecutionExceptionHandler((problem, command, parsed) -> failed(problem, console, main.debug));
        int exitCode = line.execute(args);
        console.out().flush();
        console.err().flush();
        return exitCode;
    }

    static CommandLine commandLine(Main main, Console console) {
        CommandLine line = new CommandLine(main);
        line.addSubcommand("demo", new DemoVerb(console));
        line.addSubcommand("init", new InitVerb(console));
        line.addSubcommand("run", new RunVerb(console));
        line.addSubcommand("bound", new BoundVerb(console));
        line.addSubcommand("verify", new VerifyVerb(console));
        line.addSubcommand("console", new ConsoleVerb(console));
        line.addSubcommand("generate", new GenerateVerb(console));
        line.addSubcommand("replay", new ReplayVerb(console));
        line.addSubcommand("record", new RecordVerb(console));
        line.addSubcommand("metrics", new MetricsVerb(console));
        line.addSubcommand("explain", new ExplainVerb(console));
        line.addSubcommand("trace", TraceVerb.commandLine(console));
        line.addSubcommand("chart", new ChartVerb(console));
        line.addSubcommand("report", new ReportVerb(console));
        line.addSubcommand("top", new TopVerb(console));
        line.addSubcommand("can", CanVerb.commandLine(console));
        line.addSubcommand("doctor", new DoctorVerb(console));
        line.addSubcommand("completion", new CompletionVerb(console));
        line.setExpandAtFiles(false);
        line.setUsageHelpAutoWidth(true);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        return line;
    }

    /// The tree of verbs alone, for whoever describes it.
    static CommandLine commandLine(Console console) { return commandLine(new Main(), console); }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no verb given");
    }

    private static int misused(ParameterException problem, Console console) {
        console.note("rtk: " + lowerFirst(problem.getMessage()));
        if (problem instanceof UnmatchedArgumentException unmatched) {
            List<String> suggestions = unmatched.getSuggestions();
            if (!suggestions.isEmpty()) {
                console.note("did you mean: " + String.join(" or ", suggestions) + "?");
            }
        }
        console.note("see: " + problem.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE;
    }

    private static int failed(Exception problem, Console console, boolean debug) {
        console.out().flush();
        int exitCode;
        switch (problem) {
            case Failure failure -> {
                console.note("rtk: " + failure.getMessage());
                exitCode = failure.exitCode();
            }
            case IOException io -> {
                console.note("rtk: " + Console.reason(io));
                exitCode = ExitCode.of(io);
            }
            case UncheckedIOException io -> {
                console.note("rtk: " + Console.reason(io.getCause()));
                exitCode = ExitCode.IO;
            }
            default -> {
                console.note("rtk: internal error, please report it: " + problem + (debug ? "" : " (--debug shows where)"));
                exitCode = ExitCode.SIMULATED;
            }
        }
        if (debug) {
            Throwable shown = problem instanceof Failure && problem.getCause() != null ? problem.getCause() : problem;
            shown.printStackTrace(console.err());
        }
        return exitCode;
    }

    private static String lowerFirst(String text) {
        return text.isEmpty() || text.startsWith("rtk") ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }
}
