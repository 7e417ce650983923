package rtk.apps.cli;

import java.util.List;
import rtk.apps.scenario.ScenarioFile;

/// What `rtk run --list` says: the scenarios that come with the program, by the names they can be run by.
///
/// @param scenarios each as `builtin:NAME`
record ShippedScenarios(int contract, List<Shipped> scenarios) {
    /// @param about one sentence
    record Shipped(String name, String about) {}

    /// @return exit code
    static int print(Console console, boolean json) {
        List<Shipped> all = ScenarioFile.shipped().stream()
                .map(name -> new Shipped(ScenarioFile.BUILTIN + name, ScenarioFile.about(name))).toList();
        if (json) console.line("%s", Json.of(new ShippedScenarios(Version.CONTRACT, all)));
        else for (Shipped one : all) console.line("%-22s %s", one.name, one.about);
        console.out().flush();
        return ExitCode.OK;
    }
}
