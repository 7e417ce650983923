package rtk.apps.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// Loads scenarios. All problems of a file are found at once and carried by one [ScenarioException], each with its place.
public final class ScenarioFile {
    /// Before the name of a scenario that comes with the program.
    public static final String BUILTIN = "builtin:";
    /// The published JSON Schema, on the class path.
    public static final String SCHEMA = "rtk/apps/scenario/scenario.schema.json";
    private static final String BUILTIN_FOLDER = "rtk/apps/infotainment/";
    /// What comes with the program, each as NAME.yaml.
    private static final List<String> SHIPPED = List.of("bus-off", "cockpit", "cold-boot", "crash-in-call", "resilient",
            "reverse", "rush",
            "workshop");

    private ScenarioFile() {}

    /// Loads a scenario by its path, or `builtin:NAME`.
    ///
    /// @param overrides `path=value` each, as `--set` takes them
    public static Scenario load(String location, List<String> overrides) throws ScenarioException {
        if (location.startsWith(BUILTIN)) return builtin(location, overrides);
        try {
            return load(Path.of(location), overrides);
        } catch (InvalidPathException e) {
            throw unreadable(location, "a name that is no path", "");
        }
    }

    /// Names of the scenarios that come with the program.
    public static List<String> shipped() { return SHIPPED; }

    /// What the shipped scenario `name` is about: the first sentence of the comment that its file begins with.
    public static String about(String name) {
        try (InputStream in = builtinRoot().open(name + ".yaml")) {
            String comment = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .takeWhile(line -> line.startsWith("# "))
                    .map(line -> line.substring(2)).collect(Collectors.joining(" "));
            return comment.replaceFirst("\\. .*", ".");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Loads a scenario file; the paths in it are relative to its directory.
    public static Scenario load(Path file, List<String> overrides) throws ScenarioException {
        String name = file.toString();
        String text;
        try {
            text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw unreadable(name, "no such file", neighbour(file));
        } catch (IOException e) {
            throw unreadable(name, Files.isDirectory(file) ? "a directory" : "a file that cannot be read", neighbour(file));
        }
        return parse(name, text, new SourceRoot.Directory(directory(file)), overrides);
    }

    /// Binds the text of a scenario.
    ///
    /// @param file name for messages
    /// @param root where relative paths start
    public static Scenario parse(String file, String text, SourceRoot root, List<String> overrides) throws ScenarioException {
        var problems = new ArrayList<Problem>();
        Yaml tree = YamlReader.read(file, text, problems);
        if (tree instanceof Yaml.Scalar scalar && scalar.isEmpty()) tree = new Yaml.Mapping(new ArrayList<>(), tree.place());
        if (tree == null) throw new ScenarioException(problems);
        if (tree instanceof Yaml.Mapping mapping && mapping.get("extends") != null)
            return Extension.of(mapping, file, problems).load(overrides);
        if (tree instanceof Yaml.Mapping mapping) Overrides.apply(mapping, overrides, problems);
        Scenario scenario = new Binder(root, problems).bind(tree, file, text, overrides);
        if (problems.isEmpty()) return scenario;
        problems.sort(Comparator.comparing((Problem p) -> !p.file().equals(file)).thenComparingInt(Problem::line)
                .thenComparingInt(Problem::column));
        throw new ScenarioException(problems);
    }

    /// The scenario of a manifest, as [Scenario#manifestJson] wrote it. Files that it names must be there and unchanged.
    ///
    /// @param directory where relative paths start; null for where they started when the manifest was written
    public static Scenario fromManifest(String manifestJson, Path directory) throws ScenarioException {
        return Manifest.load(manifestJson, directory);
    }

    /// The scenario of a manifest for whoever reads its trace only: logs and databases that it names may be gone or changed by now.
    /// It cannot be run.
    public static Scenario recorded(String manifestJson) throws ScenarioException { return Manifest.loadRecorded(manifestJson); }

    static SourceRoot builtinRoot() { return new SourceRoot.Resources(BUILTIN_FOLDER); }

    static Path directory(Path file) {
        Path parent = file.getParent();
        return parent == null ? Path.of("") : parent;
    }

    private static Scenario builtin(String location, List<String> overrides) throws ScenarioException {
        String file = location.substring(BUILTIN.length()) + ".yaml";
        try (InputStream in = builtinRoot().open(file)) {
            return parse(location, new String(in.readAllBytes(), StandardCharsets.UTF_8), builtinRoot(), overrides);
        } catch (IOException e) {
            throw unreadable(location, "no such shipped scenario", Spelling.hint(location, shippedLocations()));
        }
    }

    private static List<String> shippedLocations() { return SHIPPED.stream().map(name -> BUILTIN + name).toList(); }

    private static ScenarioException unreadable(String file, String found, String hint) {
        return new ScenarioException(List.of(new Problem(file, 0, 0, found, "a scenario file", hint)));
    }

    /// The scenario file next to the missing one that has the most similar name, as a hint.
    private static String neighbour(Path missing) {
        if (SHIPPED.contains(missing.toString())) return "did you mean " + BUILTIN + missing + "?";
        Path directory = missing.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory)) return "the directory does not exist either";
        var names = new ArrayList<String>();
        try (var stream = Files.newDirectoryStream(directory, "*.{yaml,yml}")) {
            for (Path path : stream) names.add(String.valueOf(path.getFileName()));
        } catch (IOException e) {
            return "check the path";
        }
        names.sort(Comparator.naturalOrder());
        String near = Spelling.nearest(String.valueOf(missing.getFileName()), names);
        return near == null ? "shipped are " + String.join(", ", shippedLocations()) : "did you mean " + near + "?";
    }
}
