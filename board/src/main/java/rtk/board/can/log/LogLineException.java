package rtk.board.can.log;

/// A line of a log is malformed at a column.
final class LogLineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int column;

    LogLineException(int column, String detail) {
        super(detail, null, false, false);
        this.column = column;
    }

    int column() { return column; }
}
