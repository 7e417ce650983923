package rtk.apps.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A scenario that is another one but for a few settings: `extends: FILE` and `set: [path=value, …]`, nothing else. It stands for
/// `FILE --set path=value …` in every respect.
///
/// @param base a path, or `builtin:NAME`
record Extension(String base, List<String> settings) {
    private static final List<String> KEYS = List.of("extends", "set");

    /// @param file whose text it is; the base is relative to its folder
    static Extension of(Yaml.Mapping top, String file, List<Problem> problems) throws ScenarioException {
        for (Yaml.Entry entry : top.entries()) {
            Yaml.Scalar key = entry.key();
            if (KEYS.contains(key.value())) continue;
            problems.add(new Problem(file, key.place().line(), key.place().column(), key.value() + " beside extends",
                    "extends and set only", "write the change as an item of set, for example duration=1s"));
        }
        var fields = new Fields(new Yaml.Mapping(top.entries().stream().filter(e -> KEYS.contains(e.key().value())).toList(),
                top.place()), Section.SCENARIO, "a scenario", problems);
        String base = fields.text("extends", "");
        List<String> settings = fields.texts("set");
        if (!problems.isEmpty()) throw new ScenarioException(problems);
        if (base.startsWith(ScenarioFile.BUILTIN) || Path.of(base).isAbsolute()) return new Extension(base, settings);
        Path folder = file.equals("-") ? Path.of("") : ScenarioFile.directory(Path.of(file));
        Path path = folder.resolve(base).normalize();
        if (isExtension(path)) {
            throw new ScenarioException(List.of(new Problem(file, top.place().line(), top.place().column(),
                    "extends " + base + ", which extends another", "a whole scenario", "extend that, and set what both set")));
        }
        return new Extension(path.toString(), settings);
    }

    private static boolean isExtension(Path file) {
        try {
            return YamlReader.read(file.toString(), Files.readString(file), new ArrayList<>()) instanceof Yaml.Mapping top
                    && top.get("extends") != null;
        } catch (IOException e) {
            return false; // loading it says what is wrong
        }
    }

    /// @param overrides on top of its settings
    Scenario load(List<String> overrides) throws ScenarioException {
        var all = new ArrayList<>(settings);
        all.addAll(overrides);
        return ScenarioFile.load(base, all);
    }
}
