package rtk.apps.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import rtk.apps.scenario.Scenario;
import rtk.apps.scenario.Units;
import rtk.apps.verify.search.Choice;
import rtk.apps.verify.search.Exhaustion;
import rtk.apps.verify.search.Search;
import rtk.apps.verify.search.SearchState;
import rtk.apps.verify.verdict.Sensitivity;
import rtk.apps.verify.verdict.Verification;

/// `rtk verify`: simulation, search for the worst, and analysis, held against the requirements and each other.
@Command(name = "verify", description = {
    "Verifies a scenario: runs it, bounds it by analysis, searches for worse runs, and judges its requirements.",
    "Exit code 1 if a requirement fails, or if a run exceeds a bound: then the model or the analysis is wrong."})
final class VerifyVerb implements Callable<Integer> {
    private static final int RUNS_MAX = 10_000_000;
    private static final int POINTS_MAX = 1000;

    private final Console console;

    @Parameters(paramLabel = "SCENARIO", description = "A scenario file, builtin:NAME, or - for standard input.")
    private String location;

    @Mixin
    private final VerifyOptions options = new VerifyOptions();

    @Option(names = "--runs", paramLabel = "N", description = "Runs of the search, 0 for none. Default: ${DEFAULT-VALUE}")
    private long runs = 300;

    @Option(names = "--budget", paramLabel = "D", description = "The search begins nothing new after so much time, for example 30s. Default: ${DEFAULT-VALUE}")
    private String budget = "45s";

    @Option(names = "--jobs", paramLabel = "N", description = "Runs at a time; the result is the same for any number. Default: as many as there are processors")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Option(names = "--search-seed", paramLabel = "N", description = "Seed of the choices that the search makes. Default: ${DEFAULT-VALUE}")
    private long searchSeed = 1;

    @Option(names = "--phases", paramLabel = "WHICH", description = "free: tasks and messages may begin at any time; fixed: as the scenario says; auto: fixed if it gives any an offset. Default: ${DEFAULT-VALUE}")
    private Choice.Phases phases = Choice.Phases.AUTO;

    @Option(names = "--exhaustive", paramLabel = "POINTS", arity = "0..1", fallbackValue = "0", description = "Runs every combination of the ends of each range, the points next to them and so many between, instead of a search; --runs and --budget still end it.")
    private Integer exhaustive;

    @Option(names = "--out", paramLabel = "DIR", description = "Folder for verify.json, summary.md, and a witness file worst-*.yaml for each failure; worst.yaml is the first of them, or the run nearest to a limit.")
    private Path out;

    @Option(names = "--sensitivity", description = "Says by how much each wcet and rate may grow, all others as they are, before a requirement breaks.")
    private boolean sensitivity;

    @Option(names = "--resume", paramLabel = "FILE", description = "Goes on from what a search found that FILE keeps, if it is there, and keeps what this one finds.")
    private Path resume;

    @Option(names = "--baseline", paramLabel = "FILE", description = "An earlier verify.json: exit code 1 if a percentile, a longest response or a bound is worse now.")
    private Path baseline;

    @Option(names = "--tolerance", paramLabel = "PERCENT", description = "What may be worse than the baseline and by how much. Default: ${DEFAULT-VALUE}")
    private String tolerance = "0%";

    @Option(names = "--junit", paramLabel = "FILE", description = "Writes the verdicts as JUnit XML.")
    private Path junit;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    VerifyVerb(Console console) { this.console = console; }

    @Override
    public Integer call() throws IOException {
        long budgetNs = budgetNs();
        if (jobs < 1) throw new Failure(ExitCode.USAGE, "--jobs: found " + jobs + ", expected at least 1");
        if (exhaustive != null && (exhaustive < 0 || exhaustive > POINTS_MAX))
            throw new Failure(ExitCode.USAGE, "--exhaustive: found " + exhaustive + ", expected 0 to " + POINTS_MAX);
        if (runs < 0 || runs > RUNS_MAX)
            throw new Failure(ExitCode.USAGE, "--runs: found " + runs + ", expected 0 to " + RUNS_MAX);
        Baseline before = baseline == null ? null : Baseline.read(baseline, tolerance);
        Scenario scenario = options.scenario(location, console);
        console.note("rtk: " + scenario);
        long startNs = System.nanoTime();
        var verification = verification(scenario);
        search(verification, budgetNs);
        var report = VerifyReport.of(verification, before, slacks(verification));
        if (json) console.line("%s", Json.of(report.document()));
        else {
            report.print(console);
            report.printSlacks(console);
        }
        console.out().flush();
        long wallNs = System.nanoTime() - startNs;
        if (out != null) new WitnessFiles(out, scenario).write(report);
        if (junit != null) Files.writeString(junit, report.junit(wallNs), StandardCharsets.UTF_8);
        report.complain(console);
        long allRuns = 1 + (verification.found() == null ? 0 : verification.found().runs()) + verification.shrinkingRuns();
        console.note(String.format(Locale.ROOT, "%d runs, wall %.2fs, %.1f runs/s, jobs %d", allRuns, wallNs / 1e9,
                allRuns / Math.max(wallNs / 1e9, 1e-9), jobs));
        return Interruption.happened() ? ExitCode.INTERRUPTED : report.exitCode();
    }

    private Verification verification(Scenario scenario) {
        try {
            return new Verification(scenario, phases);
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, scenario.source().file() + ": " + e.getMessage(), e);
        }
    }

    private void search(Verification verification, long budgetNs) throws IOException {
        if (runs == 0 || verification.failure() != null) return;
        var stopped = new AtomicBoolean();
        Runnable uninterrupted = Interruption.calls(() -> stopped.set(true));
        var progress = new SearchProgress(console, runs, budgetNs);
        try {
            var settings = new Search.Settings(runs, budgetNs, jobs, searchSeed, verification.searchDurationNs(), true);
            if (exhaustive == null) {
                var search = new Search(verification.laboratory(), settings);
                String identity = SearchState.identity(verification.laboratory(), settings);
                if (resume != null && Files.exists(resume)) goOn(search, identity);
                verification.search(search, progress, stopped::get);
                if (resume != null) {
                    var found = verification.found();
                    Files.writeString(resume, new SearchState(identity, found.runs(), found.bests()).text(),
                            StandardCharsets.UTF_8);
                }
            } else {
                var exhaustion = new Exhaustion(verification.laboratory(), exhaustive, settings.durationNs());
                verification.exhausted(exhaustion.look(runs, budgetNs, jobs, progress, stopped::get));
            }
        } finally {
            progress.clear();
            uninterrupted.run();
        }
    }

    private List<Sensitivity.Slack> slacks(Verification verification) {
        if (!sensitivity) return List.of();
        return new Sensitivity(verification.laboratory().scenario(), verification.searchDurationNs()).slacks();
    }

    private void goOn(Search search, String identity) throws IOException {
        try {
            SearchState state = SearchState.parse(Files.readString(resume));
            if (!state.identity().equals(identity))
                throw new Failure(ExitCode.USAGE,
                        "--resume: " + resume + " is of another scenario, seed or setting; take another file");
            search.resume(state.runs(), state.bests());
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, "--resume: " + resume + ": " + e.getMessage(), e);
        }
    }

    private long budgetNs() {
        try {
            return Units.durationNs(budget);
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, "--budget: " + e.getMessage());
        }
    }
}
