package rtk.trace.format;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Reads the Best Trace Format, versions 1.0 to 2.2, line by line.
///
/// Comments and header lines may stand anywhere; of a property that is given twice the last value counts. Times may be in ps, ns, us, ms or s; what is
/// finer than a nanosecond is rounded down.
public final class BtfReader {
    private static final int FIELDS_MIN = 7;

    private final String file;
    private final TreeMap<String, String> properties = new TreeMap<>();
    private long line;
    private long multiplier = 1;
    private long divisor = 1;

    /// @param file its name, for messages
    public BtfReader(String file) { this.file = file; }

    /// Properties of the header, without `#`: `version`, `creator`, `timeScale` …
    public Map<String, String> properties() { return java.util.Collections.unmodifiableMap(properties); }

    /// @throws MalformedTraceException for a line that is none of BTF, with its place
    public void read(Reader in, Consumer<BtfEvent> events) throws IOException {
        var lines = new BufferedReader(in);
        for (String text = lines.readLine(); text != null; text = lines.readLine()) {
            line++;
            if (text.isBlank()) continue;
            if (text.startsWith("#")) header(text);
            else events.accept(event(text));
        }
    }

    private void header(String text) throws MalformedTraceException {
        if (text.startsWith("#-") || text.length() < 2 || !Character.isLetter(text.charAt(1))) return; // a table, a comment
        String[] words = text.substring(1).strip().split("\\s+", 2);
        properties.put(words[0], words.length > 1 ? words[1] : "");
        if (words[0].equals("timeScale")) scale(words.length > 1 ? words[1] : "");
    }

    private void scale(String unit) throws MalformedTraceException {
        divisor = unit.equals("ps") ? 1_000 : 1;
        multiplier = switch (unit) {
            case "ps", "ns" -> 1;
            case "us" -> 1_000;
            case "ms" -> 1_000_000;
            case "s" -> 1_000_000_000;
            default -> throw wrong(12, "'" + unit + "'", "a time scale: ps, ns, us, ms or s");
        };
    }

    private BtfEvent event(String text) throws MalformedTraceException {
        String[] fields = text.split(",", FIELDS_MIN + 1);
        if (fields.length < FIELDS_MIN) {
            throw wrong(text.length() + 1, fields.length + " fields",
                    "time,source,instance,type,target,instance,event and perhaps a note");
        }
        int[] columns = new int[fields.length];
        for (int index = 1; index < fields.length; index++) columns[index] = columns[index - 1] + fields[index - 1].length() + 1;
        long time = number(fields[0], 1, "a time");
        if (time < 0) throw wrong(1, fields[0], "a time, 0 or later");
        if (time > Long.MAX_VALUE / multiplier) throw wrong(1, fields[0], "a time that fits 64 bits of ns");
        for (int index : new int[]{1, 3, 4, 6}) {
            if (fields[index].isBlank()) throw wrong(columns[index] + 1, "nothing", index == 6 ? "an event" : "a name");
        }
        return new BtfEvent(time * multiplier / divisor, fields[1].strip(), number(fields[2], columns[2] + 1, "an instance"),
                fields[3].strip(), fields[4].strip(), number(fields[5], columns[5] + 1, "an instance"), fields[6].strip(),
                fields.length > FIELDS_MIN ? fields[FIELDS_MIN].strip() : "");
    }

    private long number(String text, int column, String expected) throws MalformedTraceException {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw wrong(column, "'" + text + "'", expected, e);
        }
    }

    private MalformedTraceException wrong(int column, String found, String expected) {
        return wrong(column, found, expected, null);
    }

    private MalformedTraceException wrong(int column, String found, String expected, Throwable cause) {
        return new MalformedTraceException(file + ":" + line + ":" + column + ": found " + found + ", expected " + expected,
                cause);
    }
}
