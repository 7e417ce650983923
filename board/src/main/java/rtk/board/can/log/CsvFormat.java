package rtk.board.can.log;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import rtk.board.can.CanFrame;

/// Tables of two makers, told apart by their first line, whose columns may come in any order:
/// SavvyCAN's GVRET (`Time Stamp,ID,Extended,Dir,Bus,LEN,D1,…`, microseconds) and CSS Electronics'
/// (`TimestampEpoch;BusChannel;ID;IDE;DLC;DataLength;Dir;EDL;BRS;DataBytes`, seconds).
final class CsvFormat implements LineFormat {
    private final char separator;
    private final List<String> columns;

    /// @param header the first line
    CsvFormat(String header) {
        separator = header.contains(";") ? ';' : ',';
        columns = Stream.of(header.split(String.valueOf(separator), -1)).map(name -> name.strip().toLowerCase(Locale.ROOT))
                .toList();
    }

    static boolean isHeader(String line) {
        String lower = line.toLowerCase(Locale.ROOT);
        return lower.startsWith("time stamp,id,") || lower.startsWith("timestampepoch;");
    }

    /// The values of a line.
    private static final class Row {
        long stampNs;
        long bus = 1;
        String id = "";
        int idColumn = 1;
        boolean extended;
        boolean fd;
        boolean brs;
        int length;
        final byte[] data = new byte[64];
        int dataCount;
    }

    @Override
    public boolean parse(LogLine line, LogEntry entry) {
        if (line.isAtEnd() || isHeader(line.text())) return false;
        var row = new Row();
        for (String column : columns) {
            if (line.isAtEnd() && !column.startsWith("d")) throw line.wrong("a value for " + column);
            value(line, row, column);
        }
        if (row.dataCount < row.length) throw line.wrong(row.length + " data bytes");
        int identifier = LogFrames.identifier(line, row.idColumn, row.id, 16, row.extended);
        byte[] data = java.util.Arrays.copyOf(row.data, row.length);
        if (!row.fd && row.length > 8) throw line.wrong(1, row.length + " data bytes", "0 to 8, as classic CAN has");
        CanFrame frame = row.fd
                ? LogFrames.fd(line, 1, identifier, row.extended, row.brs, false, data)
                : CanFrame.classic(identifier, row.extended, data);
        entry.set(row.stampNs, LogEntry.channel(row.bus), frame);
        return true;
    }

    private void value(LogLine line, Row row, String column) {
        int at = line.column();
        switch (column) {
            case "time stamp" -> {
                row.stampNs = line.time(1_000, "microseconds");
                line.field(separator);
            }
            case "timestampepoch" -> {
                row.stampNs = line.seconds("seconds");
                line.field(separator);
            }
            case "id" -> {
                row.idColumn = at;
                row.id = line.field(separator);
            }
            case "extended" -> row.extended = line.field(separator).equalsIgnoreCase("true");
            case "ide" -> row.extended = line.field(separator).equals("1");
            case "edl" -> row.fd = line.field(separator).equals("1");
            case "brs" -> row.brs = line.field(separator).equals("1");
            case "bus" -> row.bus = number(line, at, 255, "a bus") + 1;
            case "buschannel" -> row.bus = number(line, at, 255, "a channel");
            case "len", "datalength" -> row.length = (int) number(line, at, 64, "the number of data bytes");
            case "databytes" -> bytes(line, row, at, line.field(separator));
            default -> {
                String value = line.field(separator);
                if (column.matches("d[0-9]+") && !value.isEmpty() && row.dataCount < row.length) bytes(line, row, at, value);
            }
        }
    }

    private long number(LogLine line, int column, long max, String expected) {
        String field = line.field(separator);
        long value = LogLine.number(field, 10, max);
        if (value < 0) throw line.wrong(column, "'" + field + "'", expected);
        return value;
    }

    private static void bytes(LogLine line, Row row, int column, String digits) {
        for (int at = 0; at + 1 < digits.length() + digits.length() % 2; at += 2) {
            long value = LogLine.number(digits.substring(at, Math.min(at + 2, digits.length())), 16, 0xff);
            if (value < 0 || row.dataCount == row.data.length)
                throw line.wrong(column, "'" + digits + "'", "data bytes in hexadecimal");
            row.data[row.dataCount++] = (byte) value;
        }
    }
}
