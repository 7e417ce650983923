package rtk.board.can;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Published vectors and recorded data, read as far as tests need it. Skips the test that asks for what is absent.
final class Vectors {
    private final String text;
    private int at;

    private Vectors(String text) { this.text = text; }

    static Path shared(String path) {
        Path file = Path.of(System.getProperty("rtk.shared", "../shared"), path);
        assumeTrue(Files.exists(file), "needs " + path + " of the shared data folder");
        return file;
    }

    /// The list called `list` of a JSON file.
    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> list(String path, String list) throws IOException {
        return (List<Map<String, Object>>) object(path).get(list);
    }

    /// The whole of a JSON file.
    @SuppressWarnings("unchecked")
    static Map<String, Object> object(String path) throws IOException {
        return (Map<String, Object>) new Vectors(Files.readString(shared(path))).value();
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Map<String, Object> object, String key) { return (Map<String, Object>) object.get(key); }

    static String text(Map<String, Object> object, String key) { return (String) object.get(key); }

    static boolean flag(Map<String, Object> object, String key) {
        return Boolean.TRUE.equals(object.get(key)) || Long.valueOf(1).equals(object.get(key));
    }

    static int number(Map<String, Object> object, String key) {
        Object value = object.get(key);
        return value instanceof String hex ? Integer.decode(hex) : Math.toIntExact((Long) value);
    }

    static byte[] hex(String digits) { return java.util.HexFormat.of().parseHex(digits); }

    private Object value() {
        skip();
        char c = text.charAt(at);
        if (c == '{') return object();
        if (c == '[') return array();
        if (c == '"') return string();
        int start = at;
        while (at < text.length() && ",]} \n\r\t".indexOf(text.charAt(at)) < 0) at++;
        String word = text.substring(start, at);
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            case "null" -> null;
            default -> word.matches("-?\\d+") ? (Object) Long.valueOf(word) : word;
        };
    }

    private Map<String, Object> object() {
        var map = new LinkedHashMap<String, Object>();
        at++;
        while (more('}')) {
            String key = string();
            skip();
            at++;
            map.put(key, value());
        }
        return map;
    }

    private List<Object> array() {
        var list = new ArrayList<Object>();
        at++;
        while (more(']')) list.add(value());
        return list;
    }

    private boolean more(char end) {
        skip();
        if (text.charAt(at) == ',') at++;
        skip();
        if (text.charAt(at) != end) return true;
        at++;
        return false;
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

    private void skip() {
        while (Character.isWhitespace(text.charAt(at))) at++;
    }
}
