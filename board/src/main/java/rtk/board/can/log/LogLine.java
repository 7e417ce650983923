package rtk.board.can.log;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// A line of text being read: words and numbers from left to right, each with its column for messages.
final class LogLine {
    private static final int DECIMALS_MAX = 9;
    /// Seconds beyond this do not fit a `long` of nanoseconds.
    private static final long SECONDS_MAX = Long.MAX_VALUE / 1_000_000_000 - 1;

    private final String text;
    private int at;

    LogLine(byte[] bytes, int length) { text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1); }

    String text() { return text; }

    /// From 1, of what comes next.
    int column() { return at + 1; }

    boolean isAtEnd() {
        skipBlanks();
        return at == text.length();
    }

    char peek() { return at < text.length() ? text.charAt(at) : '\0'; }

    void skipBlanks() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) at++;
    }

    boolean take(char wanted) {
        if (peek() != wanted) return false;
        at++;
        return true;
    }

    void expect(char wanted, String expected) {
        if (!take(wanted)) throw wrong(expected);
    }

    /// The next word, up to a blank.
    String word(String expected) {
        skipBlanks();
        int start = at;
        while (at < text.length() && text.charAt(at) != ' ' && text.charAt(at) != '\t') at++;
        if (at == start) throw wrong(expected);
        return text.substring(start, at);
    }

    /// The next field, up to `separator`, which is taken too; blanks around it are left out.
    String field(char separator) {
        int end = text.indexOf(separator, at);
        String field = text.substring(at, end < 0 ? text.length() : end).strip();
        at = end < 0 ? text.length() : end + 1;
        return field;
    }

    /// What is wrong with something that began at column `column`.
    LogLineException wrong(int column, String found, String expected) {
        return new LogLineException(column, "found " + found + ", expected " + expected);
    }

    LogLineException wrong(String expected) { return wrong(column(), found(at), expected); }

    private String found(int from) {
        if (from >= text.length()) return "the end";
        char c = text.charAt(from);
        if (c == ' ' || c == '\t') return "a blank";
        return c > ' ' && c < 0x7f ? "'" + c + "'" : String.format(Locale.ROOT, "byte 0x%02x", (int) c);
    }

    /// Seconds with up to nine decimals, as nanoseconds.
    long seconds(String expected) {
        int first = at;
        long seconds = 0;
        for (; isDigit(peek()); at++) {
            seconds = seconds * 10 + peek() - '0';
            if (seconds > SECONDS_MAX) throw wrong("fewer seconds than " + SECONDS_MAX);
        }
        if (at == first) throw wrong(expected);
        return seconds * 1_000_000_000 + decimals(DECIMALS_MAX);
    }

    /// A number with decimals in units of `unitNs`, a power of ten, as nanoseconds.
    long time(long unitNs, String expected) {
        skipBlanks();
        boolean negative = take('-');
        int first = at;
        long units = 0;
        for (; isDigit(peek()); at++) {
            units = units * 10 + peek() - '0';
            if (units > Long.MAX_VALUE / unitNs / 10) throw wrong("a smaller number");
        }
        if (at == first) throw wrong(expected);
        int places = Long.toString(unitNs).length() - 1;
        long ns = units * unitNs + decimals(places);
        return negative ? -ns : ns;
    }

    /// The decimals that follow, as a whole number of `places` digits.
    private long decimals(int places) {
        long value = 0;
        int count = 0;
        if (take('.')) {
            for (; isDigit(peek()); at++) {
                if (++count > places) {
                    if (count > DECIMALS_MAX) throw wrong("at most " + DECIMALS_MAX + " decimals");
                    continue; // finer than a nanosecond
                }
                value = value * 10 + peek() - '0';
            }
        }
        for (; count < places; count++) value *= 10;
        return value;
    }

    private static boolean isDigit(char c) { return c >= '0' && c <= '9'; }

    /// A number in `radix`, at most `max`.
    static long number(String digits, int radix, long max) {
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = Character.digit(digits.charAt(i), radix);
            if (digit < 0 || digits.charAt(i) > 0x7f) return -1;
            value = value * radix + digit;
            if (value > max) return -1;
        }
        return digits.isEmpty() ? -1 : value;
    }

    /// The next word as a number in `radix`, 0 to `max`.
    long number(int radix, long max, String expected) {
        skipBlanks();
        int column = column();
        String word = word(expected);
        long value = number(word, radix, max);
        if (value < 0) throw wrong(column, "'" + word + "'", expected);
        return value;
    }

    /// How many words are left.
    int wordsLeft() {
        String rest = text.substring(at).strip();
        return rest.isEmpty() ? 0 : rest.split("\\s+", -1).length;
    }

    /// The next `count` words as data bytes.
    byte[] bytes(int count, int radix) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) bytes[i] = (byte) number(radix, 0xff, "data byte " + (i + 1) + " of " + count);
        return bytes;
    }
}
