package rtk.apps.cli;

import java.io.IOException;
import java.nio.file.Path;
import rtk.apps.scenario.Scenario;
import rtk.apps.scenario.ScenarioException;
import rtk.apps.scenario.ScenarioFile;
import rtk.trace.file.CorruptTraceException;
import rtk.trace.file.TraceFile;

/// Opens traces for verbs.
final class Traces {
    private Traces() {}

    /// @throws Failure with a sentence if there is no such file or it is no trace
    static TraceFile open(Path file) throws IOException {
        Console.existing(file);
        try {
            return TraceFile.open(file);
        } catch (CorruptTraceException e) {
            throw new Failure(ExitCode.USAGE, file + ": " + e.getMessage() + "; expected a trace.rtk written by rtk run --out",
                    e);
        }
    }

    /// The scenario that a trace is of.
    ///
    /// @param root where the files are that it names; null for where they were
    static Scenario scenario(Path file, TraceFile trace, Path root) {
        try {
            return ScenarioFile.fromManifest(trace.manifest(), root);
        } catch (ScenarioException e) {
            throw new Failure(ExitCode.USAGE, file + ": " + e.getMessage() + "; --root names the folder they are in now", e);
        }
    }

    /// The scenario that a trace is of, to read the trace by. The logs that it names may be gone.
    static Scenario recorded(Path file, TraceFile trace) {
        try {
            return ScenarioFile.recorded(trace.manifest());
        } catch (ScenarioException e) {
            throw new Failure(ExitCode.USAGE, file + ": " + e.getMessage(), e);
        }
    }
}
