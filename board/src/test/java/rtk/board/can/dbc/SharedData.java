package rtk.board.can.dbc;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Recorded and published data that tests compare with; the test is skipped where it is absent.
final class SharedData {
    private SharedData() {}

    static Path file(String relative) {
        Path path = Path.of(System.getProperty("rtk.shared", "../shared"), "data", relative);
        assumeTrue(Files.exists(path), "skipped: no " + path + "; give the folder of the shared data with -Drtk.shared=DIR");
        return path;
    }

    /// The numbers of a NumPy array (format version 1, `<f8`, C order), row by row.
    static double[] npy(String relative) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file(relative))).order(ByteOrder.LITTLE_ENDIAN);
        int headerLength = bytes.getShort(8) & 0xffff;
        String header = new String(bytes.array(), 10, headerLength, StandardCharsets.US_ASCII);
        if (!header.contains("'<f8'") || !header.contains("'fortran_order': False"))
            throw new IOException(relative + ": " + header);
        double[] values = new double[(bytes.capacity() - 10 - headerLength) / 8];
        bytes.position(10 + headerLength);
        bytes.asDoubleBuffer().get(values);
        return values;
    }

    /// Lists, maps, strings, numbers (as Double), booleans and null.
    static Object json(String relative) throws IOException { return new Json(Files.readString(file(relative))).value(); }

    private static final class Json {
        private final String text;
        private int at;

        Json(String text) { this.text = text; }

        Object value() {
            return switch (peek()) {
                case '{' -> map();
                case '[' -> list();
                case '"' -> string();
                default -> word();
            };
        }

        private Map<String, Object> map() {
            Map<String, Object> map = new LinkedHashMap<>();
            at++;
            while (peek() != '}') {
                String key = (String) value();
                peek();
                at++;
                map.put(key, value());
                if (peek() == ',') at++;
            }
            at++;
            return map;
        }

        private List<Object> list() {
            List<Object> list = new ArrayList<>();
            at++;
            while (peek() != ']') {
                list.add(value());
                if (peek() == ',') at++;
            }
            at++;
            return list;
        }

        private Object word() {
            int start = at;
            while ("+-.0123456789abcdefghijklmnopqrstuvwxyzE".indexOf(text.charAt(at)) >= 0) at++;
            String word = text.substring(start, at);
            return switch (word) {
                case "null" -> null;
                case "true" -> true;
                case "false" -> false;
                default -> Double.valueOf(word);
            };
        }

        private char peek() {
            while (Character.isWhitespace(text.charAt(at))) at++;
            return text.charAt(at);
        }

        private String string() {
            var result = new StringBuilder();
            for (at++; text.charAt(at) != '"'; at++) {
                char c = text.charAt(at);
                if (c == '\\') {
                    c = text.charAt(++at);
                    if (c == 'n') c = '\n';
                    if (c == 'r') c = '\r';
                    if (c == 't') c = '\t';
                    if (c == 'u') {
                        c = (char) Integer.parseInt(text.substring(at + 1, at + 5), 16);
                        at += 4;
                    }
                }
                result.append(c);
            }
            at++;
            return result.toString();
        }
    }
}
