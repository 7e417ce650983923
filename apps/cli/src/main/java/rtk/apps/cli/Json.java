package rtk.apps.cli;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Writes JSON from records, maps, lists, numbers, texts, booleans and null. Keys keep their order; a record's are its components.
/// Small, because commands that answer at once should not wait for a library to load.
final class Json {
    private final StringBuilder text = new StringBuilder();

    /// JSON that somebody else has written, to stand as it is.
    record Raw(String text) {}

    private Json() {}

    static Raw raw(String json) { return new Raw(json); }

    /// `value` as indented JSON without a newline at the end.
    static String of(Object value) {
        Json json = new Json();
        json.value(value, 0);
        return json.text.toString();
    }

    private void value(Object value, int depth) {
        switch (value) {
            case null -> text.append("null");
            case Raw raw -> text.append(raw.text.strip());
            case Map<?, ?> map -> object(map, depth);
            case Record record -> object(members(record), depth);
            case List<?> list -> array(list, depth);
            case Double number -> number(number);
            case Number number -> text.append(number);
            case Boolean truth -> text.append(truth);
            default -> string(value.toString());
        }
    }

    private static Map<String, Object> members(Record record) {
        Map<String, Object> members = new java.util.LinkedHashMap<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            try {
                component.getAccessor().setAccessible(true);
                members.put(component.getName(), component.getAccessor().invoke(record));
            } catch (ReflectiveOperationException e) {
                throw new IllegalArgumentException(
                        "record " + record.getClass().getName() + " does not show " + component.getName(), e);
            }
        }
        return members;
    }

    private void object(Map<?, ?> map, int depth) {
        if (map.isEmpty()) {
            text.append("{}");
            return;
        }
        String separator = "{";
        for (Map.Entry<?, ?> member : map.entrySet()) {
            text.append(separator);
            newLine(depth + 1);
            string(member.getKey().toString());
            text.append(": ");
            value(member.getValue(), depth + 1);
            separator = ",";
        }
        newLine(depth);
        text.append('}');
    }

    private void array(List<?> list, int depth) {
        if (list.isEmpty()) {
            text.append("[]");
            return;
        }
        String separator = "[";
        for (Object element : list) {
            text.append(separator);
            newLine(depth + 1);
            value(element, depth + 1);
            separator = ",";
        }
        newLine(depth);
        text.append(']');
    }

    private void number(double number) { text.append(Double.isFinite(number) ? Double.toString(number) : "null"); }

    private void newLine(int depth) { text.append('\n').append("  ".repeat(depth)); }

    private void string(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c < 0x20) {
                        text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }
}
