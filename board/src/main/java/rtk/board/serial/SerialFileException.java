package rtk.board.serial;

import java.io.IOException;

/// A recording or script of a serial line is not as it should be. The message is one line for the user:
/// `file:line:column: found …, expected …`.
public final class SerialFileException extends IOException {
    private static final long serialVersionUID = 1L;
    private final long line;
    private final int column;

    SerialFileException(String file, long line, int column, String problem) {
        super(file + ":" + line + ":" + column + ": " + problem);
        this.line = line;
        this.column = column;
    }

    /// From 1.
    public long line() { return line; }

    /// From 1, in characters.
    public int column() { return column; }
}
