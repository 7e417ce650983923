package rtk.resmgr;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Holds the table of rules in the README to the tests that show them.
class RulesTest {
    private static final int RULES_MIN = 25;
    private static final Pattern RULE = Pattern.compile("@Rule\\(([^)]*)\\)\\s+void ");
    private static final Pattern NAME = Pattern.compile("\"([^\"]+)\"");
    private static final Pattern ROW = Pattern.compile("\\| ([A-Z0-9.]+) \\| [^|]+ \\| ([A-Za-z, ]+Test) \\|");

    @Test
    void whatTheReadmeSaysToShowARuleDoes() throws IOException {
        assumeTrue(System.getProperty("rtk.root") != null, "no checkout: rtk.root is not set");
        Path module = Path.of(System.getProperty("rtk.root"), "resource-managers");

        var told = new TreeMap<String, TreeSet<String>>();
        ROW.matcher(Files.readString(module.resolve("README.md"))).results()
                .forEach(row -> told.put(row.group(1), new TreeSet<>(List.of(row.group(2).split(", ")))));

        var shown = shown(module.resolve("src/test/java"));
        assertTrue(told.size() >= RULES_MIN, told.toString());
        told.forEach((rule, classes) -> assertTrue(shown.getOrDefault(rule, new TreeSet<>()).containsAll(classes),
                rule + ": the README says " + classes + ", the tests say " + shown.get(rule)));
    }

    private static TreeMap<String, TreeSet<String>> shown(Path tests) throws IOException {
        var shown = new TreeMap<String, TreeSet<String>>();
        try (var files = Files.walk(tests)) {
            for (Path file : files.filter(path -> path.toString().endsWith("Test.java")).toList()) {
                String name = file.getFileName().toString().replace(".java", "");
                RULE.matcher(Files.readString(file)).results().forEach(rule -> NAME.matcher(rule.group(1)).results()
                        .forEach(one -> shown.computeIfAbsent(one.group(1), key -> new TreeSet<>()).add(name)));
            }
        }
        return shown;
    }
}
