package rtk.board.can.log;

import rtk.board.can.CanFrame;

/// Vector's ASC: `  348.161750 1 123  Rx d 1 12`, identifiers in hexadecimal or decimal as the header says (`base hex`), 29-bit ones with an
/// `x` behind; CAN FD as `0.5 CANFD 1 Rx 123 name 1 0 d 12 12 …`.
///
/// Stamps are seconds, absolute or relative to the line before, as the header says. Comments, headers, statistics, triggers and whatever
/// else is no frame are skipped; `ErrorFrame` is an error message. What follows the data of a frame is left alone. Some converters
/// write CAN FD frames as classic ones with a length code above 8 and all their data: they are read as CAN FD without BRS.
final class AscFormat implements LineFormat {
    private int radix = 16;
    private boolean relative;
    private long lastNs;

    @Override
    public boolean parse(LogLine line, LogEntry entry) {
        line.skipBlanks();
        if (line.isAtEnd()) return false;
        char first = line.peek();
        if (first < '0' || first > '9') {
            header(line.text().strip().toLowerCase(java.util.Locale.ROOT));
            return false;
        }
        long stampNs = line.seconds("seconds");
        if (relative) stampNs += lastNs;
        lastNs = stampNs;
        String channel = line.word("a channel");
        if (channel.equals("CANFD")) return fd(line, entry, stampNs);
        long number = LogLine.number(channel, 10, 255);
        if (number < 0) return false; // an event of something other than CAN
        line.skipBlanks();
        int column = line.column();
        String id = line.word("an identifier");
        entry.isErrorMessage = id.equals("ErrorFrame");
        if (entry.isErrorMessage) return true;
        if (!Character.isLetterOrDigit(id.charAt(0)) || id.contains(":")) return false; // statistics
        boolean extended = isExtended(id);
        int identifier = identifier(line, column, id);
        direction(line);
        line.skipBlanks();
        String kind = line.word("d or r");
        CanFrame frame = switch (kind) {
            case "d" -> data(line, identifier, extended);
            case "r" -> CanFrame.remote(identifier, extended,
                    line.isAtEnd() ? 0 : (int) Math.min(8, line.number(16, 15, "a length code")));
            default -> throw line.wrong(line.column() - kind.length(), "'" + kind + "'", "d (data) or r (remote)");
        };
        entry.set(stampNs, LogEntry.channel(number), frame);
        return true;
    }

    private static boolean isExtended(String id) { return id.endsWith("x"); }

    private int identifier(LogLine line, int column, String id) {
        boolean extended = isExtended(id);
        return LogFrames.identifier(line, column, extended ? id.substring(0, id.length() - 1) : id, radix, extended);
    }

    private void header(String text) {
        if (!text.startsWith("base")) return;
        radix = text.contains("dec") ? 10 : 16;
        relative = text.contains("relative");
    }

    private static void direction(LogLine line) {
        line.skipBlanks();
        int column = line.column();
        String word = line.word("Rx or Tx");
        if (!word.equals("Rx") && !word.equals("Tx") && !word.equals("TxRq"))
            throw line.wrong(column, "'" + word + "'", "Rx or Tx");
    }

    private CanFrame data(LogLine line, int identifier, boolean extended) {
        line.skipBlanks();
        int column = line.column();
        String digits = line.word("a length code");
        long code = LogLine.number(digits, digits.length() == 1 ? 16 : 10, 15);
        if (code < 0) throw line.wrong(column, "'" + digits + "'", "a length code");
        if (code > 8 && line.wordsLeft() > 8)
            return LogFrames.fd(line, column, identifier, extended, false, false,
                    line.bytes(CanFrame.fdLength((int) code), radix));
        return CanFrame.classic(identifier, extended, line.bytes((int) Math.min(8, code), radix));
    }

    private boolean fd(LogLine line, LogEntry entry, long stampNs) {
        long channel = line.number(10, 255, "a channel");
        direction(line);
        line.skipBlanks();
        int column = line.column();
        String id = line.word("an identifier");
        entry.isErrorMessage = id.equals("ErrorFrame");
        if (entry.isErrorMessage) return true;
        boolean extended = isExtended(id);
        int identifier = identifier(line, column, id);
        String next = line.word("BRS");
        if (!next.equals("0") && !next.equals("1")) next = line.word("BRS"); // it was a name
        String esi = line.word("ESI");
        line.number(16, 15, "a length code");
        column = line.column();
        byte[] data = line.bytes((int) line.number(10, 64, "the number of data bytes"), 16);
        entry.set(stampNs, LogEntry.channel(channel),
                LogFrames.fd(line, column, identifier, extended, next.equals("1"), esi.equals("1"), data));
        return true;
    }
}
