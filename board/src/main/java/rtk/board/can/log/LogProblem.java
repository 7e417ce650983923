package rtk.board.can.log;

/// Something in a log that is not as it should be.
///
/// @param file name of the log as given
/// @param line from 1
/// @param column from 1
/// @param message what was found and what was expected
public record LogProblem(String file, long line, int column, String message) {
    /// `file:line:column: found …, expected …`, one line.
    @Override
    public String toString() { return file + ":" + line + ":" + column + ": " + message; }
}
