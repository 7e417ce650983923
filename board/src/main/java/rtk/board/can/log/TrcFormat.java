package rtk.board.can.log;

import java.util.Locale;
import rtk.board.can.CanFrame;

/// PEAK's TRC, versions 1.0 to 2.1 (PEAK-System, "Documentation: PEAK CAN TRC File Format").
///
/// Stamps are milliseconds since the start. A version 1 line begins with a number and `)`; identifiers of four digits have 11 bits, of
/// eight 29. A version 2 file says its columns. Types other than frames (status, errors, events) are error messages or skipped.
final class TrcFormat implements LineFormat {
    private static final long MS = 1_000_000;

    private String version = "1.0";
    private String columns = "N,O,T,I,d,l,D";

    @Override
    public boolean parse(LogLine line, LogEntry entry) {
        line.skipBlanks();
        if (line.isAtEnd()) return false;
        if (line.peek() == ';') {
            header(line.text().strip());
            return false;
        }
        entry.isErrorMessage = false;
        return version.startsWith("2") ? two(line, entry) : one(line, entry);
    }

    private void header(String text) {
        if (text.startsWith(";$FILEVERSION=")) version = text.substring(14).strip();
        if (text.startsWith(";$COLUMNS=")) columns = text.substring(10).strip();
    }

    private boolean one(LogLine line, LogEntry entry) {
        line.word("a message number and )");
        long stampNs = line.time(MS, "milliseconds since the start");
        long bus = 1;
        if (version.equals("1.2") || version.equals("1.3")) bus = line.number(10, 255, "a bus");
        if (!version.equals("1.0")) {
            String type = line.word("a type");
            if (!type.equals("Rx") && !type.equals("Tx")) {
                entry.isErrorMessage = type.equals("Error");
                return entry.isErrorMessage;
            }
        }
        line.skipBlanks();
        int column = line.column();
        String id = line.word("an identifier");
        if (id.equals("FFFFFFFF")) return false; // a status message of version 1.0
        if (version.equals("1.3")) line.word("-");
        boolean extended = id.length() > 4;
        int identifier = LogFrames.identifier(line, column, id, 16, extended);
        int length = (int) line.number(10, 8, "the number of data bytes, 0 to 8");
        boolean remote = line.text().strip().endsWith("RTR");
        CanFrame frame = remote
                ? CanFrame.remote(identifier, extended, length)
                : CanFrame.classic(identifier, extended, line.bytes(length, 16));
        entry.set(stampNs, LogEntry.channel(bus), frame);
        return true;
    }

    private boolean two(LogLine line, LogEntry entry) {
        long stampNs = 0;
        long bus = 1;
        String type = "DT";
        String id = "";
        int idColumn = 1;
        int length = -1;
        for (String column : columns.split(",", -1)) {
            switch (column.strip()) {
                case "O" -> stampNs = line.time(MS, "milliseconds since the start");
                case "T" -> type = line.word("a type").toUpperCase(Locale.ROOT);
                case "B" -> bus = line.number(10, 255, "a bus");
                case "I" -> {
                    line.skipBlanks();
                    idColumn = line.column();
                    id = line.word("an identifier");
                }
                case "L" -> length = LogFrames.length(line.number(10, 15, "a length code"), isFd(type));
                case "l" -> length = (int) line.number(10, 64, "the number of data bytes");
                case "D" -> {}
                default -> line.word("column " + column);
            }
            if (column.strip().equals("T") && !isFrame(type)) {
                entry.isErrorMessage = type.equals("ER");
                return entry.isErrorMessage;
            }
        }
        if (length < 0) throw line.wrong("a length, which $COLUMNS does not name");
        boolean extended = id.length() > 4;
        int identifier = LogFrames.identifier(line, idColumn, id, 16, extended);
        entry.set(stampNs, LogEntry.channel(bus), frame(line, type, identifier, extended, length));
        return true;
    }

    private static boolean isFd(String type) { return type.startsWith("F") || type.equals("BI"); }

    private static boolean isFrame(String type) {
        return switch (type) {
            case "DT", "RR", "FD", "FB", "FE", "BI" -> true;
            default -> false;
        };
    }

    private static CanFrame frame(LogLine line, String type, int identifier, boolean extended, int length) {
        if (type.equals("RR")) return CanFrame.remote(identifier, extended, Math.min(8, length));
        int column = line.column();
        byte[] data = line.bytes(length, 16);
        if (!isFd(type)) {
            if (length > 8) throw line.wrong(column, length + " data bytes", "0 to 8, as classic CAN has");
            return CanFrame.classic(identifier, extended, data);
        }
        boolean brs = type.equals("FB") || type.equals("BI");
        return LogFrames.fd(line, column, identifier, extended, brs, type.equals("FE") || type.equals("BI"), data);
    }
}
