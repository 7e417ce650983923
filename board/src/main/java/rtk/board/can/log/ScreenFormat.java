package rtk.board.can.log;

import rtk.board.can.CanFrame;

/// What candump writes on the screen: `(000.123456)  can0  123   [8]  11 22 …`, the stamp only with `-t`, flags of frames never; and
/// what its ancestor wrote: `<0x18eeff01> [8] 05 a0 …`. Without stamps frames have no times: they follow each other directly.
///
/// A bracket with two digits, `[08]`, is CAN FD. `remote request` and `ERRORFRAME` are known. Lines that begin with `#` or `interface`
/// are skipped. A stamp that is a date (`-t A`) is not read.
final class ScreenFormat implements LineFormat {
    @Override
    public boolean parse(LogLine line, LogEntry entry) {
        line.skipBlanks();
        if (line.isAtEnd() || line.peek() == '#' || line.text().startsWith("interface")) return false;
        long stampNs = LogEntry.NO_STAMP;
        if (line.take('(')) {
            stampNs = line.seconds("seconds since a start, as candump -t a, d or z writes them");
            line.expect(')', "')' after the time stamp");
            line.skipBlanks();
        }
        boolean old = line.peek() == '<';
        String interfaceName = old ? "can0" : line.word("the name of an interface");
        line.skipBlanks();
        int idColumn = line.column();
        String digits = line.word("an identifier");
        if (old) digits = digits.replaceAll("[<>]|0x", "");
        long identifier = LogLine.number(digits, 16, 0xffff_ffffL);
        if (identifier < 0 || digits.length() > 8)
            throw line.wrong(idColumn, "'" + digits + "'", "an identifier of 3 or 8 digits");
        boolean extended = digits.length() == 8;
        if (identifier >> 29 == 1 && extended) {
            entry.isErrorMessage = true;
            return true;
        }
        if (identifier > (extended ? CanFrame.EXTENDED_ID_MAX : CanFrame.STANDARD_ID_MAX))
            throw line.wrong(idColumn, "'" + digits + "'", "an identifier of " + (extended ? 29 : 11) + " bits");
        entry.isErrorMessage = false;
        entry.set(stampNs, interfaceName, frame(line, (int) identifier, extended));
        return true;
    }

    private static CanFrame frame(LogLine line, int identifier, boolean extended) {
        line.skipBlanks();
        int column = line.column();
        String bracket = line.word("the number of data bytes, as [8]");
        long length = bracket.startsWith("[") && bracket.endsWith("]")
                ? LogLine.number(bracket.substring(1, bracket.length() - 1), 10, 64)
                : -1;
        boolean fd = bracket.length() == 4;
        if (length < 0 || (!fd && length > 8)) throw line.wrong(column, "'" + bracket + "'", "the number of data bytes, as [8]");
        line.skipBlanks();
        if (!fd && line.text().substring(line.column() - 1).startsWith("remote request"))
            return CanFrame.remote(identifier, extended, (int) length);
        byte[] data = line.bytes((int) length, 16);
        return fd
                ? LogFrames.fd(line, column, identifier, extended, false, false, data)
                : CanFrame.classic(identifier, extended, data);
    }
}
