package rtk.board.can;

/// A text that is no frame in candump notation.
public final class FrameNotationException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final int column;
    private final String detail;

    FrameNotationException(int column, String detail) {
        super("column " + column + ": " + detail);
        this.column = column;
        this.detail = detail;
    }

    /// Where, from 1.
    public int column() { return column; }

    /// What was found and what was expected, without the column.
    public String detail() { return detail; }
}
