package rtk.board.can.log;

/// Reads the lines of one format. May remember what the lines before have said.
interface LineFormat {
    /// @return whether the line has a frame, or an error message of a controller, now in `entry`; false for headers, comments and the like
    /// @throws LogLineException if it is malformed
    boolean parse(LogLine line, LogEntry entry);
}
