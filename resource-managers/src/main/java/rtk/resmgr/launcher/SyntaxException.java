package rtk.resmgr.launcher;

/// A line of a script is not as it should be: `found X, expected Y; hint`.
public final class SyntaxException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private final int column;
    private final String found;
    private final String expected;
    private final String hint;

    /// @param column from 1
    /// @param hint one suggestion, or empty
    public SyntaxException(int column, String found, String expected, String hint) {
        super("found " + found + ", expected " + expected + (hint.isEmpty() ? "" : "; " + hint));
        this.column = column;
        this.found = found;
        this.expected = expected;
        this.hint = hint;
    }

    /// From 1, in characters.
    public int column() { return column; }

    public String found() { return found; }

    public String expected() { return expected; }

    public String hint() { return hint; }
}
