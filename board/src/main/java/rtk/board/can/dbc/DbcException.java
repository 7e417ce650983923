package rtk.board.can.dbc;

/// A DBC text is not as it should be. The message is one line for the user: `file:line:column: found …, expected …`.
public final class DbcException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String file;
    private final int line;
    private final int column;

    DbcException(String file, int line, int column, String problem) {
        super(file + ":" + line + ":" + column + ": " + problem);
        this.file = file;
        this.line = line;
        this.column = column;
    }

    /// The name given to [Dbc#parse].
    public String file() { return file; }

    /// From 1.
    public int line() { return line; }

    /// From 1, in characters.
    public int column() { return column; }
}
