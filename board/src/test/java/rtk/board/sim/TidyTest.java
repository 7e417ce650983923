package rtk.board.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Keeps the real world out of the simulated one: nothing that differs from run to run, from JVM to JVM or from machine to
/// machine may stand in the code of the simulated world.
class TidyTest {
    private static final List<String> MODULES = List.of("traces/model", "board", "rtkernel", "resource-managers");

    private static final Map<String, String> BANNED = new TreeMap<>(Map.ofEntries(
            Map.entry("System\\.nanoTime|System\\.currentTimeMillis|Instant\\.now|LocalDate|Clock\\.system", "SimClock.nowNs"),
            Map.entry("Thread\\.sleep", "Engine.after"),
            Map.entry("new Random\\(|Math\\.random|ThreadLocalRandom|SecureRandom|UUID\\.randomUUID",
                    "World.random: a named stream of the seed"),
            Map.entry("\\bHash(Map|Set)\\b|IdentityHashMap|WeakHashMap|ConcurrentHashMap",
                    "EnumMap, TreeMap, LinkedHashMap or an array: hash order is not reproducible"),
            Map.entry("\\b(Set|Map)\\.(of|ofEntries|copyOf)\\((?!\\))",
                    "EnumMap, TreeMap or List: its order is salted at JVM start"),
            Map.entry("identityHashCode|\\.hashCode\\(\\)", "a number that the world gave out"),
            Map.entry("\\.formatted\\(|String\\.format\\((?!Locale\\.ROOT)", "String.format(Locale.ROOT, …)"),
            Map.entry("toUpperCase\\(\\)|toLowerCase\\(\\)", "… (Locale.ROOT)"),
            Map.entry("getBytes\\(\\)|Charset\\.defaultCharset", "getBytes(StandardCharsets.UTF_8)"),
            Map.entry("parallelStream|\\.parallel\\(\\)|CompletableFuture|ForkJoinPool|newFixedThreadPool|newCachedThreadPool",
                    "one world, one thread"),
            Map.entry("\\b(double|float|Double|Float)\\b", "long: integers have no rounding that depends on order"),
            Map.entry("System\\.(out|err|getenv|getProperty|lineSeparator)|printStackTrace", "TraceSink, or an argument"),
            Map.entry("System\\.gc|Runtime\\.getRuntime|finalize\\(", "nothing: memory is the JVM's affair")));

    /// Where one of these may stand: file name, and what. The list may only get shorter.
    private static final Map<String, String> ALLOWED = new TreeMap<>(Map.of(
            // A value class must have it; nothing iterates by it.
            "CanFrame.java", "hashCode",
            // Looked up by identifier, never iterated.
            "Dbc.java", "HashMap",
            // Asked whether it contains a word, never iterated.
            "DbcParser.java", "Set.of"));

    @Test
    void codeOfTheSimulatedWorldUsesNothingThatDiffersFromRunToRun() throws IOException {
        String root = System.getProperty("rtk.root");
        assumeTrue(root != null, "rtk.root not set: skipped");
        List<String> breaches = new ArrayList<>();
        int files = 0;
        for (String module : MODULES) {
            Path sources = Path.of(root, module, "src/main/java");
            if (!Files.isDirectory(sources)) continue;
            try (Stream<Path> paths = Files.walk(sources)) {
                for (Path path : paths.filter(file -> file.toString().endsWith(".java")).sorted().toList()) {
                    scan(Path.of(root).relativize(path), Files.readAllLines(path), breaches);
                    files++;
                }
            }
        }
        assertTrue(files > 20, "only " + files + " files");
        assertEquals("", String.join("\n", breaches));
    }

    @Test
    void scannerSeesCodeAndNotComments() {
        List<String> breaches = new ArrayList<>();
        scan(Path.of("A.java"),
                List.of("long t = System.nanoTime(); // why not", "/// never Thread.sleep", "String s = \"a double\";",
                        "x.formatted(1); String.format(Locale.ROOT, \"x\")", "double d;"),
                breaches);
        assertEquals("""
                A.java:1: System.nanoTime -> SimClock.nowNs
                A.java:4: .formatted( -> String.format(Locale.ROOT, …)
                A.java:5: double -> long: integers have no rounding that depends on order""", String.join("\n", breaches));
    }

    private static void scan(Path file, List<String> lines, List<String> breaches) {
        for (int number = 1; number <= lines.size(); number++) {
            String code = lines.get(number - 1).replaceAll("\"([^\"\\\\]|\\\\.)*\"", "\"\"").replaceAll("//.*|^\\s*\\*.*|/\\*.*",
                    "");
            for (var banned : BANNED.entrySet()) {
                var matcher = java.util.regex.Pattern.compile(banned.getKey()).matcher(code);
                String allowed = ALLOWED.get(String.valueOf(file.getFileName()));
                if (matcher.find() && (allowed == null || !matcher.group().contains(allowed))) {
                    breaches.add(file + ":" + number + ": " + matcher.group() + " -> " + banned.getValue());
                }
            }
        }
    }
}
