package rtk.board.serial;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import rtk.board.serial.SerialFeed.Burst;

/// Reads a recording of a serial line with the time of each byte, or of each group of bytes, as CSV.
///
/// ```
/// time,bytes
/// 1.5ms,41 54 0D
/// 20ms,"OK\r\n"
/// ```
///
/// *Time* is when the start bit of the first byte begins, counted from the start of the feed; with a unit (`ns us ms s`) or
/// without, then in ns. *Bytes* are pairs of hexadecimal digits with or without blanks between, or a text in quotes with the
/// escapes `\r \n \t \\ \" \xNN`.
///
/// The first line may name the columns, which then come in any order, with others among them: the time is the column `time` or
/// the first whose name ends with its unit (`start_bit_us`), the bytes are in `bytes`, `byte_hex` or `hex`. A column `line` says
/// which wire a row is about; the reader can be told to take only one. Empty lines and lines that begin with `#` say nothing.
///
/// Rows come in order of time. Bytes that are due while the line is busy follow those before them directly, so a recording of
/// a sender that is a little faster than its nominal rate loses nothing.
public final class ByteTimedCsv implements BurstSource {
    private final LineReader lines;
    private final String wire;
    private int timeColumn;
    private int bytesColumn = 1;
    private int wireColumn = -1;
    private long unitNs = 1;
    private boolean started;
    private long lastNs;

    /// @param file name for messages
    /// @param wire take only rows whose column `line` says this; null for all rows
    public ByteTimedCsv(String file, InputStream in, String wire) {
        lines = new LineReader(file, in);
        this.wire = wire;
    }

    /// Does a text begin as one of these recordings does?
    static boolean isBeginning(String text) {
        for (String line : text.lines().toList()) {
            if (line.isBlank() || line.startsWith("#")) continue;
            List<String> cells = cells(line);
            return isHeader(cells) || (cells.size() == 2 && SerialText.timeNs(cells.getFirst(), 1) >= 0
                    && (cells.get(1).startsWith("\"") || cells.get(1).matches("([0-9A-Fa-f]{2}\\s*)+")));
        }
        return false;
    }

    private static boolean isHeader(List<String> cells) {
        return cells.stream().anyMatch(ByteTimedCsv::isTime) && cells.stream().anyMatch(ByteTimedCsv::isBytes);
    }

    private static boolean isTime(String name) {
        return name.equals("time") || SerialText.unitNs(name.substring(name.lastIndexOf('_') + 1)) > 0;
    }

    private static boolean isBytes(String name) {
        return name.equals("bytes") || name.equals("byte_hex") || name.equals("hex");
    }

    @Override
    public Burst next() throws IOException {
        for (String line = lines.nextLine(); line != null; line = lines.nextLine()) {
            List<String> cells = cells(line);
            boolean first = !started;
            started = true;
            if (first && isHeader(cells)) header(cells);
            else if (wire == null || wire.equals(cell(line, cells, wireColumn, "a column line"))) return row(line, cells);
        }
        return null;
    }

    private void header(List<String> names) throws SerialFileException {
        timeColumn = -1;
        bytesColumn = -1;
        for (int n = names.size() - 1; n >= 0; n--) {
            String name = names.get(n);
            if (isTime(name)) timeColumn = n;
            if (isBytes(name)) bytesColumn = n;
            if (name.equals("line")) wireColumn = n;
        }
        String time = names.get(timeColumn);
        unitNs = time.equals("time") ? 1 : SerialText.unitNs(time.substring(time.lastIndexOf('_') + 1));
    }

    private Burst row(String line, List<String> cells) throws SerialFileException {
        String time = cell(line, cells, timeColumn, "a time");
        long timeNs = SerialText.timeNs(time, unitNs);
        if (timeNs < 0) {
            throw lines.error(column(line, timeColumn),
                    "found " + SerialText.shown(time) + ", expected a time such as 1500 (in ns) or 1.5us");
        }
        if (timeNs < lastNs) {
            throw lines.error(column(line, timeColumn), "found the time " + SerialText.shown(time)
                    + " before that of the row above, expected times in order");
        }
        lastNs = timeNs;
        return new Burst(timeNs, bytes(cell(line, cells, bytesColumn, "bytes"), column(line, bytesColumn)));
    }

    private String cell(String line, List<String> cells, int column, String expected) throws SerialFileException {
        if (column >= 0 && column < cells.size()) return cells.get(column);
        throw lines.error(line.length(), "found the end of the line, expected " + expected);
    }

    private byte[] bytes(String text, int column) throws SerialFileException {
        if (text.startsWith("\"")) {
            if (text.length() < 2 || !text.endsWith("\"")) {
                throw lines.error(column + text.length(), "found the end of the field, expected a closing \"");
            }
            return SerialText.unescaped(lines, column + 1, text.substring(1, text.length() - 1));
        }
        var bytes = new byte[text.length() / 2 + 1];
        int count = 0;
        for (int n = 0; n < text.length(); n++) {
            if (text.charAt(n) == ' ') continue;
            int value = SerialText.hexByte(text, n++);
            if (value < 0) {
                throw lines.error(column + n - 1, "found " + SerialText.shown(text.substring(n - 1))
                        + ", expected pairs of hexadecimal digits, or a text in quotes");
            }
            bytes[count++] = (byte) value;
        }
        return Arrays.copyOf(bytes, count);
    }

    /// Cuts at commas outside of quotes; quotes stay, blanks around cells do not.
    private static List<String> cells(String line) {
        var cells = new ArrayList<String>();
        for (int start = 0; start <= line.length(); start = end(line, start) + 1) {
            cells.add(line.substring(start, end(line, start)).strip());
        }
        return cells;
    }

    private static int end(String line, int start) {
        boolean quoted = false;
        for (int n = start; n < line.length(); n++) {
            char c = line.charAt(n);
            if (quoted && c == '\\') n++;
            else if (c == '"') quoted = !quoted;
            else if (c == ',' && !quoted) return n;
        }
        return line.length();
    }

    /// Where the text of a cell begins, from 0.
    private static int column(String line, int cell) {
        int start = 0;
        for (int n = 0; n < cell; n++) start = end(line, start) + 1;
        while (start < line.length() && line.charAt(start) == ' ') start++;
        return start;
    }
}
