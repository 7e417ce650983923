package rtk.apps.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import rtk.kernel.api.Program;
import rtk.kernel.api.ProgramStore;

/// The programs that a scenario brings along: `.java` files, compiled when the scenario is read, and folders of classes
/// (`class-path`). All are kept as bytes: what changes on the disk later does not change a run.
///
/// A program may not ask the host for time, randomness or threads ([HostCalls]); where it does is a problem of the scenario.
final class OwnPrograms implements ProgramStore {
    /// Files in all folders together.
    private static final int FILES_MAX = 10_000;
    private static final String SOURCE = ".java";

    private final SourceRoot root;
    private final TreeMap<String, byte[]> folders = new TreeMap<>();
    private final TreeMap<String, SourceCompiler.Compiled> sources = new TreeMap<>();
    private final TreeSet<String> tried = new TreeSet<>();
    private final StringBuilder classPath = new StringBuilder(System.getProperty("java.class.path"));

    OwnPrograms(SourceRoot root) { this.root = root; }

    /// Is it a file to be compiled, not the name of a class?
    static boolean isSource(String program) { return program.endsWith(SOURCE); }

    /// Takes all classes and resources of a folder.
    ///
    /// @param names of the files in it, such as `park/ParkAssist.class`
    void addFolder(String folder, List<String> names, List<Problem> problems) throws IOException {
        if (folders.size() + names.size() > FILES_MAX) throw new IOException("more than " + FILES_MAX + " files");
        classPath.append(File.pathSeparatorChar).append(root.path(folder));
        for (String name : names) {
            byte[] bytes = bytes(folder + "/" + name);
            folders.put(name, bytes);
            if (name.endsWith(".class")) HostCalls.find(root.path(folder + "/" + name), bytes, problems);
        }
    }

    /// Compiles a file; what is wrong in it goes to `problems`.
    void addSource(String file, List<Problem> problems) throws IOException {
        if (!tried.add(file)) return;
        int before = problems.size();
        var compiled = SourceCompiler.compile(root.path(file), new String(bytes(file), UTF_8), classPath.toString(),
                folderLoader(), problems);
        if (problems.size() > before) return;
        for (byte[] bytes : compiled.files().values()) HostCalls.find(root.path(file), bytes, problems);
        sources.put(file, compiled);
    }

    private byte[] bytes(String file) throws IOException {
        try (InputStream in = root.open(file)) {
            return in.readAllBytes();
        }
    }

    /// What is wrong with a program that is no file.
    ///
    /// @return null if it can be started
    String fault(String program) { return Programs.fault(program, folderLoader()); }

    /// A new program, with classes of its own.
    Program create(String program) {
        var compiled = sources.get(program);
        if (compiled == null) return Programs.create(program, folderLoader());
        return Programs.create(compiled.main(), new BytesLoader(folderLoader(), compiled.files()));
    }

    @Override
    public Program find(String name) { return sources.containsKey(name) || fault(name) == null ? create(name) : null; }

    /// The shipped ones, and the `.java` files that processes of the scenario name.
    @Override
    public List<String> names() {
        var names = new TreeSet<>(Programs.shipped());
        names.addAll(sources.keySet());
        return List.copyOf(names);
    }

    /// The same files; that what is in them is the same is a matter of their hashes ([Scenario.Source#files]).
    @Override
    public boolean equals(Object other) {
        return other instanceof OwnPrograms own && own.folders.keySet().equals(folders.keySet()) && own.tried.equals(tried);
    }

    @Override
    public int hashCode() { return 31 * folders.keySet().hashCode() + tried.hashCode(); }

    private ClassLoader folderLoader() {
        SortedMap<String, byte[]> files = folders;
        return files.isEmpty() ? Programs.loader() : new BytesLoader(Programs.loader(), files);
    }
}
