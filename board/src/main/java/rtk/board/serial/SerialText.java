package rtk.board.serial;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What recordings and scripts of serial lines have in common: times with units, and bytes written as text.
final class SerialText {
    private static final Pattern TIME = Pattern.compile("([0-9]{1,19}(?:\\.[0-9]{1,12})?)\\s*(ns|us|ms|s)?");
    private static final BigDecimal TIME_MAX_NS = BigDecimal.valueOf(Long.MAX_VALUE / 4);

    private SerialText() {}

    /// Nanoseconds of a unit; 0 if there is no such unit.
    static long unitNs(String unit) {
        return switch (unit) {
            case "ns" -> 1;
            case "us" -> 1_000;
            case "ms" -> 1_000_000;
            case "s" -> 1_000_000_000;
            default -> 0;
        };
    }

    /// A time, to the nearest nanosecond.
    ///
    /// @param bareUnitNs unit of a number without one; 0 if it must have one
    /// @return -1 if it is none
    static long timeNs(String text, long bareUnitNs) {
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches()) return -1;
        long unitNs = matcher.group(2) == null ? bareUnitNs : unitNs(matcher.group(2));
        if (unitNs == 0) return -1;
        BigDecimal ns = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unitNs));
        return ns.compareTo(TIME_MAX_NS) > 0 ? -1 : ns.setScale(0, RoundingMode.HALF_UP).longValueExact();
    }

    /// The bytes of a text, one for each character, with the escapes `\r \n \t \\ \" \xNN`.
    ///
    /// @param column of the text in its line, from 0
    static byte[] unescaped(LineReader at, int column, String text) throws SerialFileException {
        var bytes = new byte[text.length()];
        int count = 0;
        for (int n = 0; n < text.length(); n++) {
            char c = text.charAt(n);
            if (c == '\\') {
                int start = n++;
                int value = switch (n < text.length() ? text.charAt(n) : ' ') {
                    case 'r' -> '\r';
                    case 'n' -> '\n';
                    case 't' -> '\t';
                    case '\\' -> '\\';
                    case '"' -> '"';
                    case 'x' -> hexByte(text, n + 1);
                    default -> -1;
                };
                if (value < 0) {
                    throw at.error(column + start, "found " + shown(text.substring(start, Math.min(text.length(), start + 4)))
                            + ", expected one of \\r \\n \\t \\\\ \\\" \\x00 to \\xff");
                }
                if (text.charAt(n) == 'x') n += 2;
                c = (char) value;
            }
            bytes[count++] = (byte) c;
        }
        return java.util.Arrays.copyOf(bytes, count);
    }

    /// @return -1 if there are not two hexadecimal digits at `at`
    static int hexByte(String text, int at) {
        if (at + 2 > text.length()) return -1;
        int high = Character.digit(text.charAt(at), 16);
        int low = Character.digit(text.charAt(at + 1), 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    /// In quotes and not too long, for messages.
    static String shown(String text) {
        if (text.isEmpty()) return "nothing";
        String printable = text.replaceAll("[^ -~]", "?");
        return "'" + (printable.length() > 40 ? printable.substring(0, 40) + "…" : printable) + "'";
    }
}
