package rtk.kernel;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Published vectors: a JSON file of the shared data folder, read into objects ([TreeMap]), arrays ([List]), texts, numbers
/// ([Long], [Double]) and truth values. Skips the test where the folder is absent.
final class Vectors {
    private final String text;
    private int at;

    private Vectors(String text) { this.text = text; }

    /// @param file such as `G_simulation/G06_rtems_round_robin.json`
    static Object read(String file) {
        Path path = Path.of(System.getProperty("rtk.shared", "../shared"), "vectors", file);
        assumeTrue(Files.exists(path), "skipped: no " + path + "; give the folder of the shared data with -Drtk.shared=DIR");
        try {
            return new Vectors(Files.readString(path)).value();
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    /// What is inside, by names and indices: `at(file, "cases", 0, "inputs")`.
    static Object at(Object value, Object... path) {
        Object inside = value;
        for (Object step : path) {
            inside = step instanceof Integer index ? ((List<?>) inside).get(index) : ((TreeMap<?, ?>) inside).get(step);
        }
        return inside;
    }

    static List<?> list(Object value, Object... path) { return (List<?>) at(value, path); }

    static long number(Object value, Object... path) { return (Long) at(value, path); }

    private Object value() {
        skipBlanks();
        return switch (text.charAt(at)) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            default -> word();
        };
    }

    private TreeMap<String, Object> object() {
        var object = new TreeMap<String, Object>();
        for (at++; !isNext('}'); isNext(',')) {
            skipBlanks();
            String name = string();
            if (!isNext(':')) throw new IllegalStateException("no colon at " + at);
            object.put(name, value());
        }
        return object;
    }

    private List<Object> array() {
        var array = new ArrayList<>();
        for (at++; !isNext(']'); isNext(',')) array.add(value());
        return array;
    }

    private String string() {
        var string = new StringBuilder();
        for (at++; text.charAt(at) != '"'; at++) {
            if (text.charAt(at) == '\\') at++;
            string.append(text.charAt(at));
        }
        at++;
        return string.toString();
    }

    private Object word() {
        int from = at;
        while (at < text.length() && ",]} \r\n\t".indexOf(text.charAt(at)) < 0) at++;
        String word = text.substring(from, at);
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            case "null" -> null;
            default -> word.matches("-?\\d+") ? (Object) Long.valueOf(word) : Double.valueOf(word);
        };
    }

    private boolean isNext(char c) {
        skipBlanks();
        if (text.charAt(at) != c) return false;
        at++;
        return true;
    }

    private void skipBlanks() {
        while (Character.isWhitespace(text.charAt(at))) at++;
    }
}
