package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Keeps `CONFORMANCE.md` true.
class ConformanceTest {
    /// Binding rules that nobody shows yet. May only fall.
    private static final int OPEN_MAX = 0;

    private final Conformance conformance = new Conformance();

    @Test
    void testsNameOnlyRulesThatExist() { assertEquals(List.of(), conformance.unknown()); }

    @Test
    void everyRuleIsListedOnceWithASource() {
        List<String> rules = conformance.lines().stream().map(Conformance.Line::rule).toList();

        assertEquals(rules.stream().distinct().toList(), rules);
        for (Conformance.Line line : conformance.lines()) {
            assertTrue(line.tags().matches("(D [0-9,]+|P|S|U)(, [DPSU].*)?"), line.toString());
            assertTrue(line.note().isEmpty() || line.isNotModelled() || !line.elsewhere().isEmpty(), line.toString());
        }
    }

    @Test
    void bindingRulesWithoutTestOrReasonOnlyBecomeFewer() {
        List<String> open = conformance.open();

        assertTrue(open.size() <= OPEN_MAX, () -> open.size() + " open, at most " + OPEN_MAX + " may be: " + open);
    }

    /// Tests of other modules are named in a note, not found by annotation.
    @Test
    void testsOfOtherModulesExist() throws IOException {
        Path root = root();
        for (Conformance.Line line : conformance.lines()) {
            for (String test : line.elsewhere()) {
                String[] fileAndMethod = test.split("#");
                String source = Files.readString(root.resolve(fileAndMethod[0]));

                assertTrue(source.contains("void " + fileAndMethod[1] + "("), line.toString());
            }
        }
    }

    @Test
    void theTableIsWhatRulesAndTestsSay() throws IOException {
        Path file = root().resolve("rtkernel/CONFORMANCE.md");
        String table = conformance.markdown();
        if (Boolean.getBoolean("conformance.update") && System.getenv("CI") == null) Files.writeString(file, table);

        assertEquals(table, Files.readString(file), "out of date; to be written anew with -Dconformance.update=true");
    }

    private static Path root() {
        String root = System.getProperty("rtk.root");
        assumeTrue(root != null, "rtk.root, the root of the sources, is not set");
        return Path.of(root);
    }
}
