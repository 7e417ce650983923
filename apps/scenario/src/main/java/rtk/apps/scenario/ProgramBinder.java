package rtk.apps.scenario;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.List;

/// Binds which programs processes are: classes, shipped ones, `.java` files; and the key `class-path`.
final class ProgramBinder {
    /// Notes that the scenario leans on a file.
    @FunctionalInterface
    interface Take {
        /// @return false after a problem
        boolean take(Fields fields, String key, String file);
    }

    private final SourceRoot root;
    private final List<Problem> problems;
    private final Take take;
    private final OwnPrograms own;

    ProgramBinder(SourceRoot root, List<Problem> problems, Take take) {
        this.root = root;
        this.problems = problems;
        this.take = take;
        own = new OwnPrograms(root);
    }

    OwnPrograms own() { return own; }

    /// What a process is called if nobody says: the last word of its program.
    static String shortName(String program) {
        String word = OwnPrograms.isSource(program) ? program.substring(0, program.length() - ".java".length()) : program;
        return word.substring(Math.max(word.lastIndexOf('.'), word.lastIndexOf('/')) + 1);
    }

    void classPath(Fields top) {
        for (String folder : top.texts("class-path")) {
            try {
                List<String> names = root.files(folder);
                for (String name : names) {
                    if (!take.take(top, "class-path", folder + "/" + name)) return;
                }
                own.addFolder(folder, names, problems);
            } catch (IOException | InvalidPathException e) {
                top.problem(top.place("class-path"), folder + ", which cannot be read", "a folder of classes",
                        "is it compiled? paths are relative to the scenario file");
            }
        }
    }

    /// Is there such a program? Whoever only reads the trace of a run needs none.
    void check(Fields process, String program) {
        if (root instanceof SourceRoot.Unread) return;
        String key = process.has("program") ? "program" : "name";
        if (OwnPrograms.isSource(program)) {
            compile(process, key, program);
            return;
        }
        String fault = own.fault(program);
        if (fault == null) return;
        process.problem(process.place(key), fault, "a class that implements rtk.kernel.api.Program", Spelling
                .hint(program, Programs.shipped()).replace("there is", "is it in a folder of class-path? shipped are"));
    }

    /// Takes and compiles the file that `key` names.
    void compile(Fields process, String key, String file) {
        if (!take.take(process, key, file)) return;
        try {
            own.addSource(file, problems);
        } catch (IOException e) {
            process.problem(process.place(key), file + ", which cannot be read", "a file", "");
        }
    }
}
