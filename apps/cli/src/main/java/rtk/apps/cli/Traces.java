package rtk.apps.cli;

import java.io.IOException;
import java.nio.file.Path;
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
}
