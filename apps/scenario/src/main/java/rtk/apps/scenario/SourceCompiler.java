package rtk.apps.scenario;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;
import rtk.resmgr.Posix;

/// Compiles one `.java` file with the compiler of this JDK, in memory: no other source is looked for, no annotation processor runs,
/// warnings are not told.
final class SourceCompiler {
    private static final int ERRORS_MAX = 20;
    private static final String WANTED = " expected";
    private static final Pattern MISSING_METHOD = Pattern.compile("symbol:\\s+method (\\w+)\\(");
    private static final Pattern MISSING_PACKAGE = Pattern.compile("package \\S+ does not exist");

    /// @param files the classes, by path
    /// @param main name of the class that is the program
    record Compiled(TreeMap<String, byte[]> files, String main) {}

    private SourceCompiler() {}

    /// @param file as its user knows it
    /// @param parent of the classes
    /// @return null if there were problems
    static Compiled compile(String file, String text, String classPath, ClassLoader parent, List<Problem> problems) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            problems.add(new Problem(file, 0, 0, "no Java compiler", "a JDK",
                    "this Java has none; name a compiled class instead, with class-path"));
            return null;
        }
        var found = new DiagnosticCollector<JavaFileObject>();
        var files = new TreeMap<String, byte[]>();
        var options = List.of("-proc:none", "-nowarn", "-Xlint:none", "-g", "-implicit:none", "-Xmaxerrs", "" + ERRORS_MAX,
                "-classpath", classPath);
        try (var manager = new Memory(compiler.getStandardFileManager(found, Locale.ROOT, null), files)) {
            var task = compiler.getTask(null, manager, found, options, null, List.of(new Source(file, text)));
            task.setLocale(Locale.ROOT);
            if (!task.call()) {
                found.getDiagnostics().stream().filter(one -> one.getKind() == Diagnostic.Kind.ERROR)
                        .forEach(one -> problems.add(problem(file, one)));
                return null;
            }
        } catch (IOException e) {
            throw new IllegalStateException("files in memory cannot fail", e);
        }
        String main = main(file, files, parent, problems);
        return main == null ? null : new Compiled(files, main);
    }

    private static Problem problem(String file, Diagnostic<?> error) {
        String message = error.getMessage(Locale.ROOT);
        String line = message.strip().replaceAll("\\s*\\R\\s*", ", ").replaceAll("(symbol|location):\\s+", "")
                .replaceAll("\\brtk\\.(kernel\\.api|resmgr)\\.", "");
        boolean placed = error.getPosition() != Diagnostic.NOPOS;
        boolean wants = line.endsWith(WANTED); // such as: ';' expected
        return new Problem(file, placed ? (int) error.getLineNumber() : 0, placed ? (int) error.getColumnNumber() : 0,
                wants ? "something else" : line,
                wants ? line.substring(0, line.length() - WANTED.length()) : "Java that compiles",
                hint(message));
    }

    private static String hint(String message) {
        if (MISSING_PACKAGE.matcher(message).find()) return "there are the JDK, rtk and what class-path names";
        var method = MISSING_METHOD.matcher(message);
        if (!method.find()) return "";
        var names = new TreeSet<String>();
        Stream.of(KernelCalls.class, Posix.class).flatMap(type -> Stream.of(type.getMethods()))
                .forEach(known -> names.add(known.getName()));
        String near = Spelling.nearest(method.group(1), names);
        return near == null ? "" : "did you mean " + near + "?";
    }

    /// The one class of the file that is a program.
    private static String main(String file, TreeMap<String, byte[]> files, ClassLoader parent, List<Problem> problems) {
        var loader = new BytesLoader(parent, files);
        var programs = new ArrayList<String>();
        var faults = new ArrayList<String>();
        for (String path : files.keySet()) {
            String name = path.substring(0, path.length() - ".class".length()).replace('/', '.');
            try {
                if (!Program.class.isAssignableFrom(Class.forName(name, false, loader)) || name.contains("$")) continue;
            } catch (ClassNotFoundException | LinkageError e) {
                faults.add("a class that cannot be loaded: " + e.getMessage());
                continue;
            }
            String fault = Programs.fault(name, loader);
            if (fault == null) programs.add(name);
            else faults.add(fault);
        }
        if (programs.size() == 1) return programs.getFirst();
        String is = !programs.isEmpty()
                ? "the programs " + String.join(" and ", programs)
                : faults.isEmpty() ? "no class that implements rtk.kernel.api.Program" : faults.getFirst();
        problems.add(new Problem(file, 0, 0, is, "one public class that implements rtk.kernel.api.Program",
                programs.isEmpty() ? "write public final class Hello implements Program" : "put each into a file of its own"));
        return null;
    }

    /// May have any name, whatever class is in it.
    private static final class Source extends SimpleJavaFileObject {
        private final String file;
        private final String text;

        Source(String file, String text) {
            super(URI.create("memory:///Program.java"), Kind.SOURCE);
            this.file = file;
            this.text = text;
        }

        @Override
        public String getName() { return file; }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) { return text; }

        @Override
        public boolean isNameCompatible(String simpleName, Kind kind) { return kind == Kind.SOURCE; }
    }

    private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
        private final TreeMap<String, byte[]> files;

        Memory(JavaFileManager compilers, TreeMap<String, byte[]> files) {
            super(compilers);
            this.files = files;
        }

        /// Classes only: what else lies in the folders of the class path is not this program's.
        @Override
        public Iterable<JavaFileObject> list(Location location, String packageName, Set<JavaFileObject.Kind> kinds,
                boolean recurse)
                throws IOException {
            var wanted = EnumSet.noneOf(JavaFileObject.Kind.class);
            wanted.addAll(kinds);
            wanted.remove(JavaFileObject.Kind.SOURCE);
            return super.list(location, packageName, wanted, recurse);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            String path = name.replace('.', '/') + kind.extension;
            return new SimpleJavaFileObject(URI.create("memory:///" + path), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return new ByteArrayOutputStream() {
                        @Override
                        public void close() { files.put(path, toByteArray()); }
                    };
                }
            };
        }
    }
}
