package rtk.apps.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import rtk.apps.scenario.Yaml.Place;
import rtk.board.hw.Oscillator;

/// The values of one mapping, each read with its default; what is wrong with them goes to the list of problems and the default
/// stands in, so that all problems are found at once.
final class Fields {
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}_.-]*");

    private static final Pattern PERCENT = Pattern.compile("([0-9]{1,3})(?:\\.([0-9]))?\\s*%");

    private final Yaml.Mapping mapping;
    private final Section section;
    private final List<Problem> problems;

    /// @param node what should be a mapping; nothing counts as one without entries
    /// @param what in words, for messages
    Fields(Yaml node, Section section, String what, List<Problem> problems) {
        this.section = section;
        this.problems = problems;
        this.mapping = mapping(node, what);
        var seen = new TreeSet<String>();
        for (var entry : mapping.entries()) {
            String key = entry.key().value();
            if (!section.keys().contains(key)) {
                problem(entry.key().place(), "unknown key " + key, "a key of " + what, Spelling.hint(key, section.keys()));
            } else if (!seen.add(key)) {
                problem(entry.key().place(), key + " again", "each key once", "take one of the two out");
            }
        }
    }

    private Yaml.Mapping mapping(Yaml node, String what) {
        if (node instanceof Yaml.Mapping found) return found;
        if (!(node instanceof Yaml.Scalar scalar && scalar.isEmpty())) {
            String first = section.keys().getFirst();
            problem(node.place(), node.text(), what + " as a mapping", "write for example { " + first + ": … }");
        }
        return new Yaml.Mapping(List.of(), node.place());
    }

    Place place() { return mapping.place(); }

    /// Where the value of `key` is, or the whole mapping if it is not there.
    Place place(String key) {
        Yaml value = value(key);
        return value == null ? mapping.place() : value.place();
    }

    boolean has(String key) { return value(key) != null; }

    /// @return null if it is not there or empty
    Yaml value(String key) {
        assert section.keys().contains(key) : key;
        Yaml value = mapping.get(key);
        return value instanceof Yaml.Scalar scalar && scalar.isEmpty() ? null : value;
    }

    String text(String key, String otherwise) {
        Yaml value = value(key);
        if (value == null) return otherwise;
        if (value instanceof Yaml.Scalar scalar) return scalar.value();
        problem(value.place(), value.text(), "text", "write " + key + ": " + (otherwise == null ? "…" : otherwise));
        return otherwise;
    }

    /// A name: letters, digits, `_ . -`.
    String name(String key, String otherwise) {
        String name = text(key, otherwise);
        if (name == null || NAME.matcher(name).matches()) return name;
        problem(place(key), '"' + name + '"', "a name of letters, digits, _ . -",
                "paths and requirements refer to it as one word");
        return otherwise;
    }

    long durationNs(String key, long otherwiseNs, boolean zeroAllowed) {
        Yaml.Scalar value = scalar(key, "a duration with a unit (ns, us, ms, s)");
        if (value == null) return otherwiseNs;
        try {
            long ns = Units.durationNs(value.value());
            if (ns > 0 || zeroAllowed) return ns;
            problem(value.place(), value.text(), "a duration above 0", "");
        } catch (Units.UnitException e) {
            problem(value.place(), value.text(), e.expected(), e.hint());
        }
        return otherwiseNs;
    }

    /// Durations of zero or more.
    List<Long> durationsNs(String key) {
        var durations = new ArrayList<Long>();
        for (Yaml item : items(key)) {
            try {
                durations.add(Units.durationNs(item instanceof Yaml.Scalar scalar ? scalar.value() : ""));
            } catch (Units.UnitException e) {
                problem(item.place(), item.text(), e.expected(), e.hint());
            }
        }
        return List.copyOf(durations);
    }

    long rateHz(String key, long otherwiseHz, long lowHz, long highHz) {
        Yaml.Scalar value = scalar(key, "a rate with a unit (Hz, k, M)");
        if (value == null) return otherwiseHz;
        try {
            long hz = Units.rateHz(value.value());
            if (hz >= lowHz && hz <= highHz) return hz;
            problem(value.place(), value.text(), "a rate from " + lowHz + "Hz to " + highHz + "Hz", "");
        } catch (Units.UnitException e) {
            problem(value.place(), value.text(), e.expected(), e.hint());
        }
        return otherwiseHz;
    }

    /// A part such as `2.5%`, as thousandths.
    int permille(String key, int otherwise) {
        Yaml.Scalar value = scalar(key, "a part such as 2.5%");
        if (value == null) return otherwise;
        var match = PERCENT.matcher(value.value());
        if (match.matches()) {
            String tenths = match.group(2);
            return Integer.parseInt(match.group(1)) * 10 + (tenths == null ? 0 : Integer.parseInt(tenths));
        }
        problem(value.place(), value.text(), "a part from 0% to 999.9%, with one decimal at most", "write for example 2.5%");
        return otherwise;
    }

    /// A drift in parts per million or billion, with sign, as billionths.
    long ppb(String key, long otherwisePpb) {
        Yaml.Scalar value = scalar(key, "a drift such as 50ppm or -200ppb");
        if (value == null) return otherwisePpb;
        try {
            long ppb = Units.ppb(value.value());
            if (Math.abs(ppb) <= Oscillator.DRIFT_PPB_MAX) return ppb;
            problem(value.place(), value.text(), "a drift of at most 100000ppm", "");
        } catch (Units.UnitException e) {
            problem(value.place(), value.text(), e.expected(), e.hint());
        }
        return otherwisePpb;
    }

    long integer(String key, long otherwise, long low, long high, String hint) {
        String expected = "a whole number from " + low + " to " + high;
        Yaml.Scalar value = scalar(key, expected);
        if (value == null) return otherwise;
        try {
            String digits = value.value().replace("_", "");
            long number = digits.startsWith("0x") ? Long.parseLong(digits.substring(2), 16) : Long.parseLong(digits);
            if (number >= low && number <= high) return number;
        } catch (NumberFormatException e) {
            // Said below, as for a number out of range.
        }
        problem(value.place(), value.text(), expected, hint);
        return otherwise;
    }

    boolean flag(String key, boolean otherwise) {
        return choice(key, Map.of("true", true, "false", false), List.of("true", "false"), otherwise);
    }

    /// One of some words.
    ///
    /// @param order of the words in messages
    <T> T choice(String key, Map<String, T> words, List<String> order, T otherwise) {
        String expected = String.join(" or ", order);
        Yaml.Scalar value = scalar(key, expected);
        if (value == null) return otherwise;
        T chosen = words.get(value.value());
        if (chosen != null) return chosen;
        String near = Spelling.nearest(value.value(), order);
        problem(value.place(), value.text(), expected, near == null ? "" : "did you mean " + near + "?");
        return otherwise;
    }

    /// The items of a list; empty if it is not there.
    List<Yaml> items(String key) {
        return switch (value(key)) {
            case null -> List.of();
            case Yaml.Sequence sequence -> sequence.items();
            case Yaml other -> {
                problem(other.place(), other.text(), "a list", "start each item with - or write [ … ]");
                yield List.of();
            }
        };
    }

    List<String> texts(String key) {
        var texts = new ArrayList<String>();
        for (Yaml item : items(key)) {
            if (item instanceof Yaml.Scalar scalar) texts.add(scalar.value());
            else problem(item.place(), item.text(), "text", "put it in quotes");
        }
        return texts;
    }

    /// The entries of a mapping from names to things; empty if it is not there. Names that come twice are problems.
    List<Yaml.Entry> named(String key) {
        Yaml value = value(key);
        if (value == null) return List.of();
        if (!(value instanceof Yaml.Mapping names)) {
            problem(value.place(), value.text(), "a mapping from names", "write " + key + ": { " + key + "0: { … } }");
            return List.of();
        }
        var seen = new TreeSet<String>();
        var entries = new ArrayList<Yaml.Entry>();
        for (var entry : names.entries()) {
            String name = entry.key().value();
            if (!NAME.matcher(name).matches()) {
                problem(entry.key().place(), '"' + name + '"', "a name of letters, digits, _ . -", "");
            } else if (!seen.add(name)) {
                problem(entry.key().place(), name + " again", "each name once", "give it another name");
            } else {
                entries.add(entry);
            }
        }
        return entries;
    }

    void problem(Place place, String found, String expected, String hint) {
        problems.add(new Problem(place.file(), place.line(), place.column(), found, expected, hint));
    }

    private Yaml.Scalar scalar(String key, String expected) {
        Yaml value = value(key);
        if (value == null || value instanceof Yaml.Scalar) return (Yaml.Scalar) value;
        problem(value.place(), value.text(), expected, "");
        return null;
    }
}
