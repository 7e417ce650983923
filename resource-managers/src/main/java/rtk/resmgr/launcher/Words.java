package rtk.resmgr.launcher;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/// The words of one line of a script, taken from left to right.
///
/// Blanks separate words. `"…"` and `'…'` keep blanks in one; in double quotes `\"` and `\\` stand for themselves. `&` is a word
/// of its own, and `[…]` one word with all that is in it; `#` at the start of a word begins a comment.
public final class Words {
    /// Longest line, in characters.
    public static final int LINE_MAX = 1_000;

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,18})(?:\\.([0-9]{1,9}))?(ns|us|ms|s)");
    private static final long DURATION_MAX_NS = Long.MAX_VALUE / 2;
    private static final Pattern NUMBER = Pattern.compile("[0-9.]+");

    /// A word where it stands.
    ///
    /// @param column from 1
    /// @param quoted in quotes, so that it is no sign
    public record Word(String text, int column, boolean quoted) {
        /// Is this the sign `text`?
        public boolean is(String sign) { return !quoted && text.equals(sign); }

        /// As a whole number.
        ///
        /// @throws SyntaxException it is none, or out of range
        public int number(int low, int high) {
            String digits = text.startsWith("0x") ? text.substring(2) : text;
            try {
                long number = Long.parseLong(digits, text.startsWith("0x") ? 16 : 10);
                if (number >= low && number <= high) return (int) number;
            } catch (NumberFormatException e) {
                // Said below, as for a number out of range.
            }
            throw wrong("a whole number from " + low + " to " + high, "");
        }

        /// As a duration in ns: `250us`, `1.5ms`, `10s`.
        ///
        /// @throws SyntaxException it is none
        public long durationNs() {
            var match = DURATION.matcher(text);
            if (!match.matches()) {
                String hint = NUMBER.matcher(text).matches()
                        ? "write " + text + "s or " + text + "ms"
                        : "write for example 100ms";
                throw wrong("a duration with a unit (ns, us, ms, s)", hint);
            }
            long unitNs = switch (match.group(3)) {
                case "ns" -> 1L;
                case "us" -> 1_000L;
                case "ms" -> 1_000_000L;
                default -> 1_000_000_000L;
            };
            String decimals = match.group(2) == null ? "" : match.group(2);
            long partNs = Long.parseLong("0" + decimals) * unitNs;
            long scale = Math.powExact(10L, decimals.length());
            if (partNs % scale != 0) throw wrong("whole nanoseconds", "");
            long whole = Long.parseLong(match.group(1));
            if (whole > DURATION_MAX_NS / unitNs) throw wrong("at most 146 years", "");
            return whole * unitNs + partNs / scale;
        }

        public SyntaxException wrong(String expected, String hint) { return new SyntaxException(column, text, expected, hint); }
    }

    private final String line;
    private final List<Word> words = new ArrayList<>();
    private int next;

    /// @throws SyntaxException a quote or bracket that is not closed; a line longer than [#LINE_MAX]
    public Words(String line) {
        this.line = line;
        if (line.length() > LINE_MAX)
            throw new SyntaxException(LINE_MAX + 1, line.length() + " characters", "a line of at most " + LINE_MAX, "");
        for (int at = blanks(0); at < line.length() && line.charAt(at) != '#';) at = blanks(word(at));
    }

    private int blanks(int from) {
        int at = from;
        while (at < line.length() && Character.isWhitespace(line.charAt(at))) at++;
        return at;
    }

    /// @return where the word from `start` on ends
    private int word(int start) {
        char first = line.charAt(start);
        if (first == '&') return add("&", start, start + 1, false);
        if (first == '[') {
            int end = line.indexOf(']', start);
            if (end < 0) throw new SyntaxException(start + 1, "[ without an end", "]", "");
            return add(line.substring(start, end + 1), start, end + 1, false);
        }
        var text = new StringBuilder();
        boolean quoted = false;
        int at = start;
        while (at < line.length() && !Character.isWhitespace(line.charAt(at)) && line.charAt(at) != '&') {
            char c = line.charAt(at);
            if (c == '"' || c == '\'') {
                quoted = true;
                at = quotation(at, text);
            } else {
                text.append(c);
                at++;
            }
        }
        return add(text.toString(), start, at, quoted);
    }

    /// @return behind the closing quote
    private int quotation(int open, StringBuilder text) {
        char quote = line.charAt(open);
        for (int at = open + 1; at < line.length(); at++) {
            char c = line.charAt(at);
            if (c == quote) return at + 1;
            boolean escapes = quote == '"' && c == '\\' && at + 1 < line.length() && "\"\\".indexOf(line.charAt(at + 1)) >= 0;
            text.append(escapes ? line.charAt(++at) : c);
        }
        throw new SyntaxException(open + 1, "a quote without an end", String.valueOf(quote), "");
    }

    private int add(String text, int start, int end, boolean quoted) {
        words.add(new Word(text, start + 1, quoted));
        return end;
    }

    public boolean hasNext() { return next < words.size(); }

    /// The next word, which stays.
    ///
    /// @return null at the end
    public Word peek() { return hasNext() ? words.get(next) : null; }

    /// Takes the next word.
    ///
    /// @param expected in words, for messages
    /// @throws SyntaxException there is none
    public Word next(String expected) {
        if (!hasNext()) throw new SyntaxException(endColumn(), "the end of the line", expected, "");
        return words.get(next++);
    }

    /// Takes the words that are left.
    public List<String> rest() {
        var rest = new ArrayList<String>();
        while (hasNext()) rest.add(words.get(next++).text);
        return rest;
    }

    /// @throws SyntaxException something is left
    public void end() {
        if (hasNext()) throw peek().wrong("the end of the line", "");
    }

    /// The line from the next word on, as it is written.
    public String restOfLine() { return hasNext() ? line.substring(peek().column - 1) : ""; }

    private int endColumn() { return line.stripTrailing().length() + 1; }

    /// `text` as one word of a line.
    public static String quoted(String text) {
        boolean plain = !text.isEmpty() && text.chars().noneMatch(c -> Character.isWhitespace(c) || "\"'&[]#\\".indexOf(c) >= 0);
        return plain ? text : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /// `did you mean X?`, for the one of `known` that differs from `word` by one letter, or the words that there are.
    public static String hint(String word, Collection<String> known) {
        for (String candidate : known) {
            if (isNear(word, candidate)) return "did you mean " + candidate + "?";
        }
        return known.isEmpty() ? "" : "there is " + String.join(", ", known);
    }

    /// One letter too many, too few or different, or two swapped.
    private static boolean isNear(String word, String other) {
        int shorter = Math.min(word.length(), other.length());
        int longer = Math.max(word.length(), other.length());
        int front = 0;
        while (front < shorter && word.charAt(front) == other.charAt(front)) front++;
        int back = 0;
        while (back < shorter - front && word.charAt(word.length() - 1 - back) == other.charAt(other.length() - 1 - back)) back++;
        int differing = longer - front - back;
        boolean swapped = differing == 2 && longer == shorter && word.charAt(front) == other.charAt(front + 1)
                && word.charAt(front + 1) == other.charAt(front);
        return differing <= 1 || swapped;
    }
}
