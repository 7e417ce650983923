package rtk.kernel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The rules of the kernel's semantics (`rules.tsv`), and the tests that show them, found by their [Rule] annotations.
///
/// A line of `rules.tsv`: rule, source tags, what it says, and for a rule that no test of this module shows a note: either
/// `not modelled: why`, or `elsewhere: path of a test file#method; …`.
final class Conformance {
    private static final String NOT_MODELLED = "not modelled: ";
    private static final String ELSEWHERE = "elsewhere: ";

    /// @param section the heading it stands under
    /// @param tags such as `D 12,13` (documented, by number of source), `P` (POSIX), `S` (our choice), `U` (unverified)
    record Line(String section, String rule, String tags, String text, String note) {
        /// Documented or POSIX: must be shown, or its absence explained.
        boolean isBinding() { return tags.contains("D") || tags.contains("P"); }

        boolean isNotModelled() { return note.startsWith(NOT_MODELLED); }

        /// Tests in other modules, as path of the file, `#` and method.
        List<String> elsewhere() {
            return note.startsWith(ELSEWHERE) ? List.of(note.substring(ELSEWHERE.length()).split("; ")) : List.of();
        }
    }

    private final List<Line> lines = new ArrayList<>();
    private final TreeMap<String, List<String>> testsOfRule = new TreeMap<>();

    Conformance() {
        String section = "";
        for (String line : resource("rules.tsv")) {
            if (line.startsWith("# ")) {
                section = line.substring(2);
                continue;
            }
            String[] cells = line.split("\t", -1);
            lines.add(new Line(section, cells[0], cells[1], cells[2], cells.length > 3 ? cells[3] : ""));
        }
        for (Class<?> testClass : testClasses()) {
            Method[] methods = testClass.getDeclaredMethods();
            Arrays.sort(methods, Comparator.comparing(Method::getName));
            for (Method method : methods) {
                Rule annotation = method.getAnnotation(Rule.class);
                if (annotation == null) continue;
                String test = testClass.getSimpleName() + "." + method.getName();
                for (String rule : annotation.value()) testsOfRule.computeIfAbsent(rule, key -> new ArrayList<>()).add(test);
            }
        }
    }

    List<Line> lines() { return lines; }

    /// Rules that tests name and `rules.tsv` does not know, with the tests.
    List<String> unknown() {
        List<String> unknown = new ArrayList<>();
        testsOfRule.forEach((rule, tests) -> {
            if (lines.stream().noneMatch(line -> line.rule().equals(rule))) unknown.add(rule + ": " + tests);
        });
        return unknown;
    }

    boolean isShown(Line line) { return testsOfRule.containsKey(line.rule()) || !line.elsewhere().isEmpty(); }

    /// Binding rules with neither test nor note.
    List<String> open() {
        return lines.stream().filter(line -> line.isBinding() && !isShown(line) && !line.isNotModelled()).map(Line::rule)
                .toList();
    }

    /// The whole of `CONFORMANCE.md`.
    String markdown() {
        var text = new StringBuilder(
                """
                        # Conformance

                        The rules of the kernel's semantics and the tests that show them. Written by `ConformanceTest` from
                        `src/test/resources/rtk/kernel/rules.tsv` and the `@Rule` of the tests; after a change of either:

                            mvn -q -pl rtkernel -am test -Dtest=ConformanceTest -Dsurefire.failIfNoSpecifiedTests=false -Dconformance.update=true

                        Tags: **D** documented by QNX, with the numbers of the sources at the end; **P** POSIX, as QNX says it follows it; **S** the
                        documents are silent, our choice; **U** unverified, not to be taken as a fact about QNX. D and P bind. Status: *shown* by the tests
                        named; *not modelled*, with the reason; *open*.

                        """);
        long binding = lines.stream().filter(Line::isBinding).count();
        long shown = lines.stream().filter(line -> line.isBinding() && isShown(line)).count();
        long left = lines.stream().filter(line -> line.isBinding() && !isShown(line) && line.isNotModelled()).count();
        text.append("Of ").append(binding).append(" binding rules ").append(shown).append(" shown, ").append(left)
                .append(" not modelled, ").append(open().size()).append(" open.\n");
        String section = "";
        for (Line line : lines) {
            if (!line.section().equals(section)) {
                section = line.section();
                text.append("\n## ").append(section)
                        .append("\n\n| rule | what it says | tags | status | tests |\n|---|---|---|---|---|\n");
            }
            text.append("| ").append(line.rule()).append(" | ").append(line.text()).append(" | ").append(line.tags())
                    .append(" | ")
                    .append(status(line)).append(" | ").append(tests(line)).append(" |\n");
        }
        text.append("\n## Sources\n\n");
        text.append(
                "Q is qnx.com/developers/docs; below it SA the System Architecture, PG the Programmer's Guide, GS Getting Started, LR the\n");
        text.append(
                "C Library Reference, UR the Utilities Reference, AP the Adaptive Partitioning User's Guide, RM Writing a Resource Manager.\n\n");
        text.append("| no. | page |\n|---|---|\n");
        for (String source : resource("sources.tsv")) text.append("| ").append(source.replace("\t", " | ")).append(" |\n");
        return text.toString();
    }

    private String status(Line line) { return isShown(line) ? "shown" : line.isNotModelled() ? line.note() : "open"; }

    private String tests(Line line) {
        List<String> tests = new ArrayList<>(testsOfRule.getOrDefault(line.rule(), List.of()));
        for (String test : line.elsewhere()) tests.add(test.substring(test.lastIndexOf('/') + 1).replace(".java#", "."));
        return String.join("<br>", tests);
    }

    private static List<String> resource(String name) {
        try (InputStream in = Conformance.class.getResourceAsStream(name);
                var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /// The test classes of this package, by name.
    private static List<Class<?>> testClasses() {
        try {
            Path root = Path.of(Conformance.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            List<Class<?>> classes = new ArrayList<>();
            try (Stream<Path> files = Files.list(root.resolve("rtk/kernel"))) {
                for (Path file : files.sorted().toList()) {
                    String name = file.getFileName().toString();
                    if (!name.endsWith("Test.class")) continue;
                    String simple = name.substring(0, name.length() - ".class".length());
                    classes.add(Class.forName("rtk.kernel." + simple, false, Conformance.class.getClassLoader()));
                }
            }
            return classes;
        } catch (IOException | URISyntaxException | ClassNotFoundException error) {
            throw new IllegalStateException(error);
        }
    }
}
