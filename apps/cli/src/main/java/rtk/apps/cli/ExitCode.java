package rtk.apps.cli;

import java.io.IOException;
import rtk.board.can.log.MalformedLogException;
import rtk.board.serial.SerialFileException;

/// The exit codes of every verb.
final class ExitCode {
    static final int OK = 0;
    /// A requirement was not met.
    static final int VERDICT = 1;
    /// The command line, a scenario or another input file is wrong.
    static final int USAGE = 2;
    /// The simulated system, or a program in it, failed.
    static final int SIMULATED = 3;
    /// A replay differs from what was recorded.
    static final int MISMATCH = 4;
    /// A file could not be written or read, or a broker not be reached.
    static final int IO = 5;
    /// Ctrl-C.
    static final int INTERRUPTED = 130;

    private ExitCode() {}

    /// Is what a file says wrong, or can it not be read?
    static int of(IOException failure) {
        return failure instanceof MalformedLogException || failure instanceof SerialFileException ? USAGE : IO;
    }
}
