package rtk.board.serial;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the far end of a serial line says to which command: the script of a modem that is spoken to with AT commands.
///
/// | line | meaning |
/// |---|---|
/// | `> AT+CSQ` | a command; the answers that follow are to it |
/// | `else` | the answers that follow are to any other command |
/// | `< +CSQ: 20,99` | answer: this text between carriage return and line feed on either side, as ITU-T V.250 frames results |
/// | `= OK\r\n` | answer: exactly these bytes |
/// | `wait 50ms` | a pause, before the next answer or after the command |
/// | `at 5s < +CREG: 1` | said at this time from the start by itself; with `=` exactly these bytes |
/// | `echo` | the far end sends back what it receives, as a modem after `ATE1` |
///
/// One blank stands behind the first word or sign; the rest is text with the escapes `\r \n \t \\ \" \xNN`. Empty lines and
/// lines that begin with `#` say nothing. A command that is there several times is answered by each place in turn, and by the last from
/// then on. A command is the same in small letters and capitals, where it is not in quotes.
public final class DialogueScript {
    /// Most lines of a script.
    public static final int LINES_MAX = 10_000;
    private static final long TIME_MAX_NS = Long.MAX_VALUE / 8;
    private static final Pattern UNASKED = Pattern.compile("at (.*?) ([<=]) .*");

    /// Something said.
    ///
    /// @param delayNs after the end of what was said before, or of the command
    // Read only; not compared.
    @SuppressWarnings("ArrayRecordComponent")
    record Answer(long delayNs, byte[] bytes) {}

    private final Map<String, List<List<Answer>>> commands = new TreeMap<>();
    private final List<Answer> otherwise = new ArrayList<>();
    /// By time, which is in `delayNs`.
    private final List<Answer> unasked = new ArrayList<>();
    private boolean echo;

    private final LineReader lines;
    private List<Answer> answers;
    private long waitNs;

    private DialogueScript(LineReader lines) { this.lines = lines; }

    /// Reads a script.
    ///
    /// @param file name for messages
    /// @throws SerialFileException a line is not as it should be
    public static DialogueScript read(String file, InputStream in) throws IOException {
        var script = new DialogueScript(new LineReader(file, in));
        int count = 0;
        for (String line = script.lines.nextLine(); line != null; line = script.lines.nextLine()) {
            if (++count > LINES_MAX)
                throw script.lines.error(0, "found line " + count + ", expected at most " + LINES_MAX + " lines");
            script.line(line);
        }
        script.unasked.sort((one, other) -> Long.compare(one.delayNs(), other.delayNs()));
        return script;
    }

    private void line(String line) throws SerialFileException {
        int blank = line.indexOf(' ');
        String word = blank < 0 ? line : line.substring(0, blank);
        int rest = blank < 0 ? line.length() : blank + 1;
        switch (word) {
            case ">" -> {
                String command = new String(text(line, rest), StandardCharsets.ISO_8859_1);
                begin(commands.computeIfAbsent(key(command), key -> new ArrayList<>()));
            }
            case "else" -> {
                answers = otherwise;
                waitNs = 0;
            }
            case "echo" -> echo = true;
            case "wait" -> waitNs = Math.min(TIME_MAX_NS, waitNs + time(line, rest, line.length()));
            case "<", "=" -> {
                if (answers == null) throw lines.error(0, "found an answer before any command, expected > and a command first");
                answers.add(new Answer(waitNs, said(word, line, rest)));
                waitNs = 0;
            }
            case "at" -> unasked(line);
            default -> throw lines.error(0, "found " + SerialText.shown(word) + ", expected one of > < = else wait at echo");
        }
    }

    private void begin(List<List<Answer>> places) {
        answers = new ArrayList<>();
        places.add(answers);
        waitNs = 0;
    }

    private void unasked(String line) throws SerialFileException {
        Matcher parts = UNASKED.matcher(line);
        if (!parts.matches()) throw lines.error(2, "found " + SerialText.shown(line) + ", expected at TIME < and what is said");
        unasked.add(new Answer(time(line, 3, parts.end(1)), said(parts.group(2), line, parts.end(2) + 1)));
    }

    private byte[] said(String sign, String line, int from) throws SerialFileException {
        byte[] text = text(line, from);
        if (sign.equals("=")) return text;
        var framed = new byte[text.length + 4];
        framed[0] = framed[text.length + 2] = '\r';
        framed[1] = framed[text.length + 3] = '\n';
        System.arraycopy(text, 0, framed, 2, text.length);
        return framed;
    }

    private byte[] text(String line, int from) throws SerialFileException {
        if (from >= line.length()) throw lines.error(line.length(), "found the end of the line, expected a text");
        return SerialText.unescaped(lines, from, line.substring(from));
    }

    private long time(String line, int from, int to) throws SerialFileException {
        String text = line.substring(Math.min(from, to), to).strip();
        long ns = SerialText.timeNs(text, 0);
        if (ns >= 0 && ns <= TIME_MAX_NS) return ns;
        throw lines.error(from, "found " + SerialText.shown(text) + ", expected a time with a unit (ns, us, ms, s)");
    }

    /// Letters outside of quotes become capitals.
    private static String key(String command) {
        var key = new StringBuilder(command.strip());
        boolean quoted = false;
        for (int n = 0; n < key.length(); n++) {
            char c = key.charAt(n);
            if (c == '"') quoted = !quoted;
            if (!quoted && c >= 'a' && c <= 'z') key.setCharAt(n, (char) (c - 'a' + 'A'));
        }
        return key.toString();
    }

    /// Does it say what it is told?
    boolean echoes() { return echo; }

    /// What is said unasked, by time.
    List<Answer> unasked() { return unasked; }

    /// Knows how often each command of a script was given.
    final class Course {
        private final Map<String, Integer> given = new TreeMap<>();

        /// @return what is said to `command`; null if the script does not know it
        List<Answer> answers(String command) {
            String key = key(command);
            List<List<Answer>> places = commands.get(key);
            if (places == null) return null;
            int count = given.merge(key, 1, (before, one) -> Math.min(before + one, LINES_MAX + 1));
            return places.get(Math.min(count, places.size()) - 1);
        }

        /// What is said to a command that the script does not know.
        List<Answer> otherwise() { return otherwise; }
    }
}
