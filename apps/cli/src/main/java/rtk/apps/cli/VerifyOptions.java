package rtk.apps.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import rtk.apps.scenario.Scenario;

/// What of a scenario is changed before it is verified.
final class VerifyOptions {
    @Option(names = "--seed", paramLabel = "N", description = "Seed of all random numbers of the scenario as it is.")
    private Long seed;

    @Option(names = "--duration", paramLabel = "D", description = "Simulated time, for example 10s.")
    private String duration;

    @Option(names = "--set", paramLabel = "PATH=VALUE", description = "Changes a value of the scenario, for example board.can.can0.bitrate=250k.")
    private List<String> settings = new ArrayList<>();

    Scenario scenario(String location, Console console) {
        var overrides = new ArrayList<>(settings);
        if (seed != null) overrides.add("seed=" + seed);
        if (duration != null) overrides.add("duration=" + duration);
        return RunOptions.load(location, overrides, console);
    }
}
