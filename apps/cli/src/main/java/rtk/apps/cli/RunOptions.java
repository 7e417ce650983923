package rtk.apps.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import rtk.apps.scenario.Scenario;
import rtk.apps.scenario.ScenarioException;
import rtk.apps.scenario.ScenarioFile;
import rtk.apps.scenario.Simulation;
import rtk.apps.scenario.SourceRoot;
import rtk.kernel.CoroutineKind;

/// The options of all verbs that simulate.
final class RunOptions {
    @Option(names = "--seed", paramLabel = "N", description = "Seed of all random numbers.")
    private Long seed;

    @Option(names = "--duration", paramLabel = "D", description = "Simulated time, for example 10s.")
    private String duration;

    @Option(names = "--set", paramLabel = "PATH=VALUE", description = "Changes a value of the scenario, for example board.can.can0.bitrate=250k.")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--pace", paramLabel = "X", description = "Holds the run to X times real time, for example 1x.")
    private String pace;

    @Option(names = "--lenient", description = "Reports malformed lines of input logs, counts them and goes on.")
    private boolean lenient;

    @Option(names = "--coroutines", paramLabel = "KIND", description = "How simulated threads are run: continuation or virtual-thread. The result is the same.")
    private String coroutines = "continuation";

    /// Sets the duration unless the option does.
    void durationUnlessGiven(String usual) {
        if (duration == null) duration = usual;
    }

    /// Adds settings, as `--set` does.
    void set(List<String> more) { settings.addAll(more); }

    /// Loads `location` with what the options change.
    ///
    /// @param location file, `builtin:NAME`, or `-` for standard input, whose paths start in the current folder
    Scenario scenario(String location, Console console) {
        List<String> overrides = new ArrayList<>(settings);
        if (seed != null) overrides.add("seed=" + seed);
        if (duration != null) overrides.add("duration=" + duration);
        return load(location, overrides, console);
    }

    /// Loads `location` with `path=value` changes.
    ///
    /// @param location as above
    static Scenario load(String location, List<String> overrides, Console console) {
        try {
            if (!location.equals("-")) return ScenarioFile.load(location, overrides);
            String text = String.join("\n", console.inputLines()) + "\n";
            return ScenarioFile.parse(location, text, new SourceRoot.Directory(Path.of("")), overrides);
        } catch (ScenarioException e) {
            throw new Failure(ExitCode.USAGE, e.getMessage(), e);
        }
    }

    /// How to run it.
    ///
    /// @param defaultPace simulated seconds per second unless the option says otherwise; 0 for full speed
    Simulation.Options options(double defaultPace) {
        double asked = defaultPace;
        if (pace != null) {
            try {
                asked = Simulation.Options.parsePace(pace);
            } catch (IllegalArgumentException e) {
                throw new Failure(ExitCode.USAGE, "--pace: " + e.getMessage());
            }
        }
        return Simulation.Options.DEFAULT.coroutines(coroutines(coroutines)).pace(asked).lenient(lenient);
    }

    /// The kind of coroutine that `name` names.
    static CoroutineKind coroutines(String name) {
        for (CoroutineKind kind : CoroutineKind.values()) {
            if (Coroutines.name(kind).equals(name)) return kind;
        }
        throw new Failure(ExitCode.USAGE, "--coroutines: found " + name + ", expected continuation or virtual-thread");
    }
}
