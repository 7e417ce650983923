package rtk.apps.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import rtk.resmgr.launcher.BootScript;

/// Binds what starts and guards processes besides the list of them: `boot`.
final class StartupBinder {
    private final SourceRoot root;
    private final List<Problem> problems;
    private final ProgramBinder programs;
    private final ProgramBinder.Take files;

    StartupBinder(SourceRoot root, List<Problem> problems, ProgramBinder programs, ProgramBinder.Take files) {
        this.root = root;
        this.problems = problems;
        this.programs = programs;
        this.files = files;
    }

    /// Key `boot`: the lines of a boot script, or the name of a file with them.
    ///
    /// @param text of the whole scenario
    /// @return null if there is none, or something is wrong with it
    BootScript boot(Fields top, String text) {
        Yaml value = top.value("boot");
        if (value == null) return null;
        if (!(value instanceof Yaml.Scalar scalar)) {
            top.problem(value.place(), value.text(), "a boot script",
                    "write boot: | and the lines of the script below, or a file");
            return null;
        }
        if (scalar.value().contains("\n") || scalar.value().contains(" ")) return inline(top, scalar, text);
        String file = scalar.value();
        if (!files.take(top, "boot", file)) return null;
        try (InputStream in = root.open(file)) {
            return script(top, file, new String(in.readAllBytes(), StandardCharsets.UTF_8), new Yaml.Place(file, 0, 0),
                    List.of());
        } catch (IOException e) {
            top.problem(scalar.place(), file + ", which cannot be read", "a boot script", "");
            return null;
        }
    }

    /// Lines of a block begin in the line after the key, and are indented there.
    private BootScript inline(Fields top, Yaml.Scalar scalar, String text) {
        boolean isBlock = scalar.value().contains("\n") && scalar.place().line() > 0;
        return script(top, "boot", scalar.value(), scalar.place(), isBlock ? text.lines().toList() : List.of());
    }

    private BootScript script(Fields top, String name, String lines, Yaml.Place start, List<String> scenario) {
        try {
            var script = BootScript.parse(name, lines);
            if (root instanceof SourceRoot.Unread) return script;
            for (String program : script.programs()) {
                if (OwnPrograms.isSource(program)) programs.compile(top, "boot", program);
            }
            script.check(programs.own());
            return script;
        } catch (BootScript.ScriptException e) {
            String[] written = lines.split("\n", -1);
            for (var problem : e.problems()) {
                var what = problem.what();
                int line = start.line() + problem.line();
                int indent = line > scenario.size() ? 0 : indent(scenario.get(line - 1), written[problem.line() - 1]);
                problems.add(new Problem(start.file(), line, what.column() + indent, what.found(), what.expected(), what.hint()));
            }
            return null;
        }
    }

    private static int indent(String inFile, String inScript) { return Math.max(0, inFile.indexOf(inScript)); }
}
