package rtk.apps.scenario;

import java.util.ArrayList;
import java.util.List;
import rtk.apps.scenario.Yaml.Place;

/// Puts `path=value` into a tree: `board.can.can0.bitrate=250k`, `tasks.t1.wcet=2ms`. A step into a list is the `name` of an item
/// or its number from 0, or `+` for a new one at the end, as in `processes.+={ name: … }`. Mappings that are not there are made; list
/// items are not but by `+`.
final class Overrides {
    private static final String NEW_ITEM = "+";

    private final List<Problem> problems;

    private Overrides(List<Problem> problems) { this.problems = problems; }

    static void apply(Yaml.Mapping root, List<String> overrides, List<Problem> problems) {
        var put = new Overrides(problems);
        for (String override : overrides) put.apply(root, override);
    }

    private void apply(Yaml.Mapping root, String override) {
        String file = "--set " + override;
        int equals = override.indexOf('=');
        if (equals <= 0) {
            problems.add(new Problem(file, 0, 0, override, "path=value", "write for example --set seed=7"));
            return;
        }
        var before = problems.size();
        Yaml value = YamlReader.read(file, override.substring(equals + 1), problems);
        if (problems.size() > before || value == null) return;
        put(root, override.substring(0, equals).split("\\.", -1), onNoLine(value, new Place(file, 0, 0)), file);
    }

    private void put(Yaml.Mapping root, String[] steps, Yaml value, String file) {
        Yaml at = root;
        for (int i = 0; i < steps.length; i++) {
            String step = steps[i];
            boolean last = i == steps.length - 1;
            switch (at) {
                case Yaml.Mapping mapping -> {
                    Yaml next = mapping.get(step);
                    if (last) {
                        mapping.put(step, value);
                        return;
                    }
                    if (next == null || (next instanceof Yaml.Scalar scalar && scalar.isEmpty())) {
                        next = steps[i + 1].equals(NEW_ITEM)
                                ? new Yaml.Sequence(new ArrayList<>(), value.place())
                                : new Yaml.Mapping(new ArrayList<>(), value.place());
                        mapping.put(step, next);
                    }
                    at = next;
                }
                case Yaml.Sequence sequence -> {
                    if (last && step.equals(NEW_ITEM)) {
                        sequence.items().add(value);
                        return;
                    }
                    int index = index(sequence, step);
                    if (index < 0) {
                        problems.add(new Problem(file, 0, 0, step, "the name or the number of an item",
                                Spelling.hint(step, names(sequence))));
                        return;
                    }
                    if (last) {
                        sequence.items().set(index, value);
                        return;
                    }
                    at = sequence.items().get(index);
                }
                case Yaml.Scalar scalar -> {
                    problems.add(new Problem(file, 0, 0, step + " below the value " + scalar.text(), "a path to a value",
                            "set the whole of it"));
                    return;
                }
            }
        }
    }

    private static int index(Yaml.Sequence sequence, String step) {
        int byName = -1;
        for (int i = 0; i < sequence.items().size(); i++) {
            boolean named = sequence.items().get(i) instanceof Yaml.Mapping item
                    && item.get("name") instanceof Yaml.Scalar name && name.value().equals(step);
            if (named) byName = i;
        }
        if (byName >= 0 || !step.matches("[0-9]{1,6}")) return byName;
        int number = Integer.parseInt(step);
        return number < sequence.items().size() ? number : -1;
    }

    private static List<String> names(Yaml.Sequence sequence) {
        var names = new ArrayList<String>();
        for (Yaml item : sequence.items()) {
            if (item instanceof Yaml.Mapping mapping && mapping.get("name") instanceof Yaml.Scalar name) names.add(name.value());
        }
        return names;
    }

    /// A copy whose place is the option, not a line of it.
    private static Yaml onNoLine(Yaml node, Place place) {
        return switch (node) {
            case Yaml.Scalar scalar -> new Yaml.Scalar(scalar.value(), scalar.quoted(), place);
            case Yaml.Sequence sequence -> {
                var items = new ArrayList<Yaml>();
                for (Yaml item : sequence.items()) items.add(onNoLine(item, place));
                yield new Yaml.Sequence(items, place);
            }
            case Yaml.Mapping mapping -> {
                var entries = new ArrayList<Yaml.Entry>();
                for (var entry : mapping.entries()) {
                    entries.add(new Yaml.Entry(new Yaml.Scalar(entry.key().value(), entry.key().quoted(), place),
                            onNoLine(entry.value(), place)));
                }
                yield new Yaml.Mapping(entries, place);
            }
        };
    }
}
