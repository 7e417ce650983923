package rtk.board.can.log;

import rtk.board.can.CanFrame;
import rtk.board.can.FrameNotationException;

/// `candump -L`: `(1436509052.249713) can0 044#2A366C2BBA`.
///
/// Seconds with up to 9 decimals; any interface name; frames as in [CanFrame#parse]; a last word `R` or `T` (direction, from
/// `candump -x`). Empty lines and lines that begin with `#` are skipped. Identifier bit 29 marks an error message of the controller.
final class CandumpFormat implements LineFormat {
    private static final long ERROR_FLAG = 0x2000_0000L;

    @Override
    public boolean parse(LogLine line, LogEntry entry) {
        line.skipBlanks();
        if (line.isAtEnd() || line.peek() == '#') return false;
        line.expect('(', "'(' and a time stamp");
        long stampNs = line.seconds("seconds");
        line.expect(')', "')' after the time stamp");
        String interfaceName = line.word("the name of an interface");
        line.skipBlanks();
        int frameColumn = line.column();
        String notation = line.word("a frame such as 123#DEADBEEF");
        if (!line.isAtEnd() && !line.take('R') && !line.take('T')) throw line.wrong("the end of the line");
        if (!line.isAtEnd()) throw line.wrong("the end of the line");
        entry.isErrorMessage = isErrorMessage(notation);
        if (entry.isErrorMessage) return true;
        try {
            entry.set(stampNs, interfaceName, CanFrame.parse(notation));
        } catch (FrameNotationException e) {
            throw new LogLineException(frameColumn - 1 + e.column(), e.detail());
        }
        return true;
    }

    private static boolean isErrorMessage(String notation) {
        if (notation.length() < 9 || notation.charAt(8) != '#') return false;
        long identifier = LogLine.number(notation.substring(0, 8), 16, 0xffff_ffffL);
        return identifier >> 29 == 1 && (identifier & ERROR_FLAG) != 0;
    }
}
